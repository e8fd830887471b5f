package dev.mailmonitor.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.Foreign;
import dev.mailmonitor.testing.ForeignText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Anybody may send anything to a mailbox: it is a report, or it is just a mail.
class DeliveryReportPropertyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Provide
  Arbitrary<byte[]> mails() {
    Arbitrary<byte[]> anything =
        Foreign.octets(
            24,
            "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n",
            "Content-Type: multipart/report; boundary=\"",
            "Content-Type: message/delivery-status\r\n",
            "Content-Type: text/rfc822-headers\r\n",
            "Content-Transfer-Encoding: base64\r\n",
            "Content-Transfer-Encoding: quoted-printable\r\n",
            "Content-Transfer-Encoding: x-uuencode\r\n",
            "\r\n--b\r\n",
            "\r\n--b--\r\n",
            "\r\n\r\n",
            "\r\n",
            "\n",
            "\r\n ",
            "Action: failed\r\n",
            "Status: 5.1.1\r\n",
            ": \r\n",
            "Message-ID: <a@b>\r\n",
            "=?utf-8?q?=ff?=");
    return Arbitraries.oneOf(
        anything, anything.map(bytes -> concat(reportUpTo("message/delivery-status"), bytes)));
  }

  static List<String> savedMails() {
    return ForeignText.rows("delivery-reports");
  }

  @Property(tries = 300)
  void any_mail_is_a_report_or_none(@ForAll("mails") byte[] mail) {
    assertReportOrNone(mail);
  }

  @ParameterizedTest
  @MethodSource("savedMails")
  void mails_that_were_once_seen_are_reports_or_none(String mail) {
    assertReportOrNone(ForeignText.octets(mail));
  }

  private static void assertReportOrNone(byte[] mail) {
    Assertions.assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          Optional<DeliveryReport> report = DeliveryReport.parse(mail);
          report.ifPresent(found -> assertThat(found.recipients()).hasSizeLessThanOrEqualTo(20));
          MailHeaders headers = MailHeaders.parse(mail);
          headers.isReport();
          assertThat(headers.fields().values().stream().flatMap(List::stream))
              .allSatisfy(value -> assertThat(value.length()).isLessThanOrEqualTo(mail.length));
        });
  }

  @Provide
  Arbitrary<List<String>> recipients() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .withChars(".-@;: <>()\"")
        .ofMinLength(1)
        .ofMaxLength(30)
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .list()
        .ofMinSize(1)
        .ofMaxSize(20);
  }

  @Property(tries = 300)
  void what_a_server_reports_of_each_recipient_is_read_as_it_was_written(
      @ForAll("recipients") List<String> recipients) {
    StringBuilder mail =
        new StringBuilder(
            new String(reportUpTo("message/delivery-status"), StandardCharsets.UTF_8));
    mail.append("Reporting-MTA: dns; mail.example.com\r\n");
    for (String recipient : recipients) {
      mail.append("\r\nFinal-Recipient: ").append(recipient).append("\r\nAction: failed\r\n");
    }
    mail.append("\r\n--b--\r\n");

    Optional<DeliveryReport> report =
        DeliveryReport.parse(mail.toString().getBytes(StandardCharsets.UTF_8));

    assertThat(report.orElseThrow().recipients())
        .extracting(fields -> fields.first("Final-Recipient").orElse(""))
        .containsExactlyElementsOf(recipients);
  }

  private static byte[] reportUpTo(String type) {
    return """
    Content-Type: multipart/report; report-type=delivery-status; boundary=b

    --b
    Content-Type: %s

    """
        .formatted(type)
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
    all.writeBytes(first);
    all.writeBytes(second);
    return all.toByteArray();
  }
}
