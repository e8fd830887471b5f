package dev.mailmonitor.mail;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a mail server says of a mail that it did not simply deliver (RFC 3464): a bounce or a
/// warning of a delay.
///
/// @param perMessage the fields about the mail as a whole
/// @param recipients the fields about each recipient, in the order of the report
/// @param returned the header of the mail that it is about; empty if it was not returned
public record DeliveryReport(
    MailHeaders perMessage, List<MailHeaders> recipients, MailHeaders returned) {
  /// As much of a report as is ever looked at, in bytes.
  public static final int LONGEST = 64 * 1024;

  private static final int MOST_RECIPIENTS = 20;
  private static final int MOST_PARTS = 20;

  /// Copies the list.
  public DeliveryReport {
    recipients = List.copyOf(recipients);
  }

  /// Reads a report, or as much of it as there is.
  ///
  /// @param mail the mail, header first; its end may be missing
  /// @return the report; empty if the mail is none or cannot be understood
  static Optional<DeliveryReport> parse(byte[] mail) {
    try {
      ByteArrayInputStream input = new ByteArrayInputStream(mail);
      String[] types = new InternetHeaders(input, true).getHeader("Content-Type");
      if (types == null || !isDeliveryReport(types[0])) {
        return Optional.empty();
      }
      return read(new MimeMultipart(new ByteArrayDataSource(input.readAllBytes(), types[0])));
    } catch (MessagingException | IOException | RuntimeException unreadable) {
      // Anybody may send anything; what is no report is just a mail.
      return Optional.empty();
    }
  }

  private static boolean isDeliveryReport(String type) throws MessagingException {
    ContentType parsed = new ContentType(type);
    String kind = parsed.getParameter("report-type");
    return parsed.match("multipart/report")
        && (kind == null || kind.equalsIgnoreCase("delivery-status"));
  }

  private static Optional<DeliveryReport> read(MimeMultipart parts)
      throws MessagingException, IOException {
    List<MailHeaders> status = List.of();
    MailHeaders returned = MailHeaders.none();
    int count = Math.min(parts.getCount(), MOST_PARTS);
    for (int index = 0; index < count; index++) {
      BodyPart part = parts.getBodyPart(index);
      String type = type(part);
      if (type.equals("message/delivery-status") || type.equals("message/global-delivery-status")) {
        status = groups(part.getInputStream());
      } else if (type.startsWith("message/") || type.equals("text/rfc822-headers")) {
        returned = MailHeaders.parse(part.getInputStream().readNBytes(LONGEST));
      }
    }
    return status.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new DeliveryReport(status.getFirst(), status.subList(1, status.size()), returned));
  }

  private static String type(BodyPart part) throws MessagingException {
    String type = part.getContentType();
    return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /// The groups of fields, which are separated by empty lines (RFC 3464 section 2.1).
  private static List<MailHeaders> groups(InputStream fields) throws IOException {
    List<MailHeaders> groups = new ArrayList<>();
    StringBuilder group = new StringBuilder();
    String text = new String(fields.readNBytes(LONGEST), StandardCharsets.UTF_8);
    for (String line : (text + "\n\n").split("\n", -1)) {
      if (!line.isBlank()) {
        group.append(line.stripTrailing()).append('\n');
      } else if (!group.isEmpty() && groups.size() <= MOST_RECIPIENTS) {
        groups.add(
            MailHeaders.parse(group.append('\n').toString().getBytes(StandardCharsets.UTF_8)));
        group.setLength(0);
      }
    }
    return groups;
  }
}
