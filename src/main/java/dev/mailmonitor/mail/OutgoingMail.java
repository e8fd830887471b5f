package dev.mailmonitor.mail;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// A mail to be sent: ASCII only, one text part.
///
/// @param from sender address, without angle brackets
/// @param recipient recipient address, without angle brackets
/// @param fields header fields in their order, each value one line
/// @param text the body
public record OutgoingMail(
    String from, String recipient, List<Map.Entry<String, String>> fields, String text) {
  /// Checks that no address or field can smuggle in a line of its own.
  ///
  /// @throws IllegalArgumentException if one contains a line break
  public OutgoingMail {
    fields = List.copyOf(fields);
    for (Map.Entry<String, String> field : fields) {
      oneLine(field.getKey());
      oneLine(field.getValue());
    }
    oneLine(from);
    oneLine(recipient);
  }

  private static void oneLine(String value) {
    if (value.contains("\r") || value.contains("\n")) {
      throw new IllegalArgumentException("A header field or an address is one line");
    }
  }

  /// The mail as it is sent after DATA, with the final dot: lines end in CRLF, and a dot that a
  /// line begins with is doubled (RFC 5321 section 4.5.2).
  byte[] content() {
    StringBuilder mail = new StringBuilder();
    for (Map.Entry<String, String> field : fields) {
      mail.append(field.getKey()).append(": ").append(field.getValue()).append('\n');
    }
    mail.append('\n').append(text);
    StringBuilder content = new StringBuilder();
    mail.toString()
        .lines()
        .forEach(
            line -> content.append(line.startsWith(".") ? "." : "").append(line).append("\r\n"));
    return content.append(".\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }
}
