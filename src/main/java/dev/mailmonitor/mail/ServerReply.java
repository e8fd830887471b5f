package dev.mailmonitor.mail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a server said to a command, made fit for logs and messages: no control characters, no
/// secret, no more than 500 characters.
///
/// @param code the SMTP reply code (RFC 5321 section 4.2), or `NO`, `BAD`, `BYE` of IMAP
/// @param text the rest; lines of a multi-line reply are joined by one space
public record ServerReply(String code, String text) {
  private static final int LONGEST = 500;
  private static final Pattern ENHANCED =
      Pattern.compile("^([245]\\.\\d{1,3}\\.\\d{1,3})(?:\\s|$)");
  private static final Pattern RESPONSE_CODE = Pattern.compile("^\\[([A-Z][A-Z0-9-]*)[^\\]]*\\]");

  /// Cleans the text.
  public ServerReply {
    code = clean(code);
    text = clean(text);
  }

  /// Reads what a server sent as UTF-8 where it is that. The protocol libraries read octets as
  /// Latin-1, which is right for the protocol but not for people.
  ///
  /// @param octets a line of a server, one character an octet
  /// @return the line as the server meant it
  static String decode(String octets) {
    for (int index = 0; index < octets.length(); index++) {
      if (octets.charAt(index) > 0xff) {
        return octets;
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException notUtf8) {
      return octets;
    }
  }

  /// Makes hostile text fit to be shown.
  ///
  /// @param text anything a server sent
  /// @return the text without control and direction characters, cut to 500 characters
  public static String clean(String text) {
    return visible(text, LONGEST);
  }

  /// The same, but all of it: what must not be cut before it was searched for secrets.
  static String visible(String text) {
    return visible(text, Integer.MAX_VALUE);
  }

  private static String visible(String text, int longest) {
    StringBuilder cleaned = new StringBuilder(Math.min(text.length(), longest));
    boolean space = false;
    for (int index = 0; index < text.length(); ) {
      int character = text.codePointAt(index);
      index += Character.charCount(character);
      switch (Character.getType(character)) {
        case Character.CONTROL,
            Character.FORMAT,
            Character.SURROGATE,
            Character.LINE_SEPARATOR,
            Character.PARAGRAPH_SEPARATOR ->
            space = true;
        default -> {
          boolean apart =
              space
                  && !cleaned.isEmpty()
                  && character != ' '
                  && cleaned.charAt(cleaned.length() - 1) != ' ';
          if (cleaned.length() + (apart ? 1 : 0) + Character.charCount(character) > longest) {
            return cleaned.toString().strip();
          }
          if (apart) {
            cleaned.append(' ');
          }
          space = false;
          cleaned.appendCodePoint(character);
        }
      }
    }
    return cleaned.toString().strip();
  }

  /// The enhanced status code (RFC 3463), e.g. `5.7.8`, where the text begins with one.
  public Optional<String> enhancedStatus() {
    Matcher matcher = ENHANCED.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /// The IMAP response code (RFC 5530), e.g. `AUTHENTICATIONFAILED`, where the text begins with
  /// one.
  public Optional<String> responseCode() {
    Matcher matcher = RESPONSE_CODE.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /// The SMTP reply code as a number; 0 for IMAP.
  public int number() {
    return code.matches("\\d{3}") ? Integer.parseInt(code) : 0;
  }

  @Override
  public String toString() {
    return text.isEmpty() ? code : code + " " + text;
  }
}
