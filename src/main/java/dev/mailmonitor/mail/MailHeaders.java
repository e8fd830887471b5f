package dev.mailmonitor.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetHeaders;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A mail's own, top-level header fields (RFC 5322 section 2.2).
///
/// @param fields unfolded values by lower-case name
public record MailHeaders(Map<String, List<String>> fields) {
  /// Copies the fields.
  public MailHeaders {
    fields = Map.copyOf(fields);
  }

  /// Reads a header as IMAP's `BODY[HEADER.FIELDS …]` gives it.
  ///
  /// @param header the bytes, ended by an empty line
  /// @return its fields; nothing of what cannot be read
  static MailHeaders parse(byte[] header) {
    try {
      InternetHeaders parsed = new InternetHeaders(new ByteArrayInputStream(header), true);
      Map<String, List<String>> fields =
          java.util.Collections.list(parsed.getAllHeaders()).stream()
              .collect(
                  Collectors.groupingBy(
                      field -> field.getName().toLowerCase(Locale.ROOT),
                      TreeMap::new,
                      Collectors.mapping(MailHeaders::unfolded, Collectors.toList())));
      return new MailHeaders(fields);
    } catch (MessagingException unreadable) {
      return none();
    }
  }

  /// A header without a field.
  static MailHeaders none() {
    return new MailHeaders(Map.of());
  }

  private static String unfolded(jakarta.mail.Header field) {
    return field.getValue() == null
        ? ""
        : field.getValue().replaceAll("\\r?\\n[ \\t]*", " ").strip();
  }

  /// The first value of a field.
  ///
  /// @param name the field's name, in any case
  /// @return its value, if the mail has the field
  public Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /// All values of a field.
  ///
  /// @param name the field's name, in any case
  /// @return its values in the order of the mail
  public List<String> all(String name) {
    return fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /// Whether the mail is a report about another one: a bounce, a delay or a read receipt (RFC
  /// 6522).
  public boolean isReport() {
    return first("Content-Type")
        .filter(value -> {
          try {
            return new ContentType(value).match("multipart/report");
          } catch (MessagingException malformed) {
            return value.toLowerCase(Locale.ROOT).startsWith("multipart/report");
          }
        })
        .isPresent();
  }

  /// Whether the mail system itself wrote the mail: with an empty envelope sender (RFC 5321 section
  /// 4.5.5) or as `MAILER-DAEMON`.
  public boolean isFromMailSystem() {
    return first("Return-Path").filter(path -> path.strip().equals("<>")).isPresent()
        || first("From")
            .filter(from -> from.toLowerCase(Locale.ROOT).contains("mailer-daemon"))
            .isPresent();
  }
}
