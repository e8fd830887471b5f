package dev.mailmonitor.mail;

import java.io.IOException;

/// Cuts what the server sends into lines, however the network cuts it, and ends a session that no
/// mail server would hold. What stands in a literal of IMAP is no line.
final class Incoming {
  /// More than this in one session is not what this monitor asked for.
  static final long MOST_BYTES = 16L * 1024 * 1024;

  private final Service service;
  private final Listener listener;
  private final StringBuilder line = new StringBuilder();
  private long literalBytes;
  private long received;

  /// Who is told of the lines.
  @FunctionalInterface
  interface Listener {
    void said(String line) throws Nonsense;
  }

  Incoming(Service service, Listener listener) {
    this.service = service;
    this.listener = listener;
  }

  /// More than this in one line of a server is no mail protocol any more: RFC 5321 section
  /// 4.5.3.1.5 knows 512 octets, while an IMAP server may name every mail of a mailbox in the
  /// answer to a search.
  private static int longestLine(Service service) {
    return switch (service) {
      case SMTP -> 64 * 1024;
      case IMAP -> 4 * 1024 * 1024;
    };
  }

  void received(byte[] bytes, int offset, int length) throws Nonsense {
    received += length;
    if (received > MOST_BYTES) {
      throw new Nonsense("the server sent more than " + MOST_BYTES / 1024 / 1024 + " MiB");
    }
    for (int index = offset; index < offset + length; index++) {
      if (literalBytes > 0) {
        literalBytes--;
        continue;
      }
      char character = (char) (bytes[index] & 0xff);
      if (character == '\n') {
        String whole = line.toString();
        line.setLength(0);
        listener.said(whole);
        literalBytes = service == Service.IMAP ? literalLength(whole) : 0;
      } else if (character != '\r') {
        if (line.length() >= longestLine(service)) {
          throw new Nonsense(
              "the server sent a line of more than " + longestLine(service) / 1024 + " KiB");
        }
        line.append(character);
      }
    }
  }

  /// Whether a line or a literal has begun and not ended.
  boolean hasBegun() {
    return !line.isEmpty() || literalBytes > 0;
  }

  /// Forgets what was begun: nothing from before a TLS handshake belongs to what comes after it.
  void forget() {
    line.setLength(0);
    literalBytes = 0;
  }

  /// The length of the literal that follows a line which ends in `{n}` (RFC 3501 section 4.3).
  /// Checked here, before the library makes room for it.
  private static long literalLength(String line) throws Nonsense {
    int brace = line.lastIndexOf('{');
    if (!line.endsWith("}") || brace < 0 || brace + 2 >= line.length()) {
      return 0;
    }
    String digits = line.substring(brace + 1, line.length() - 1);
    if (!digits.chars().allMatch(character -> character >= '0' && character <= '9')) {
      return 0;
    }
    if (digits.length() > 8 || Long.parseLong(digits) > MOST_BYTES) {
      throw new Nonsense(
          "the server announced a literal of " + ServerReply.clean(digits) + " bytes");
    }
    return Long.parseLong(digits);
  }

  /// The server sent something that no mail server sends.
  static final class Nonsense extends IOException {
    private static final long serialVersionUID = 1L;

    Nonsense(String message) {
      super(message);
    }
  }
}
