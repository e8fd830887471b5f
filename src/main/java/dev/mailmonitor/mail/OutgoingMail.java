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

  /// The mail as it is sent after DATA, before dot-stuffing (RFC 5322 section 2.1).
  byte[] content() {
    StringBuilder content = new StringBuilder();
    for (Map.Entry<String, String> field : fields) {
      content.append(field.getKey()).append(": ").append(field.getValue()).append("\r\n");
    }
    content.append("\r\n").append(text.replace("\r\n", "\n").replace("\n", "\r\n"));
    return content.toString().getBytes(StandardCharsets.UTF_8);
  }
}
