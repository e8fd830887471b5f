package dev.mailmonitor.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryReportTest {
  /// As Postfix writes it.
  private static final String BOUNCE =
      """
      Return-Path: <>
      From: MAILER-DAEMON@mail.test (Mail Delivery System)
      Subject: Undelivered Mail Returned to Sender
      Content-Type: multipart/report; report-type=delivery-status;
      \tboundary="1A2B.1/mail.test"
      MIME-Version: 1.0
      Message-Id: <20260116103000.1A2C@mail.test>

      This is a MIME-encapsulated message.

      --1A2B.1/mail.test
      Content-Description: Notification
      Content-Type: text/plain; charset=us-ascii

      <bouncing@mail.test>: host mail.test said: 550 5.1.1 User doesn't exist

      --1A2B.1/mail.test
      Content-Description: Delivery report
      Content-Type: message/delivery-status

      Reporting-MTA: dns; mail.test
      X-Postfix-Queue-ID: 1A2B
      Arrival-Date: Fri, 16 Jan 2026 10:30:00 +0000 (UTC)

      Final-Recipient: rfc822; bouncing@mail.test
      Original-Recipient: rfc822;bouncing@mail.test
      Action: failed
      Status: 5.1.1
      Remote-MTA: dns; mail.test
      Diagnostic-Code: smtp; 550 5.1.1 <bouncing@mail.test> User doesn't exist:
          bouncing@mail.test

      --1A2B.1/mail.test
      Content-Description: Undelivered Message
      Content-Type: message/rfc822

      Message-ID: <0d1f6a52@mail.test>
      X-Mail-Monitor: true

      Hello
      --1A2B.1/mail.test--
      """
          .replace("\n", "\r\n");

  private static Optional<DeliveryReport> parse(String mail) {
    return DeliveryReport.parse(mail.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_bounce_is_read_with_its_recipients_and_what_it_is_about() {
    // When
    DeliveryReport report = parse(BOUNCE).orElseThrow();

    // Then
    assertThat(report.perMessage().first("Reporting-MTA")).contains("dns; mail.test");
    assertThat(report.recipients()).hasSize(1);
    assertThat(report.recipients().getFirst().first("Status")).contains("5.1.1");
    assertThat(report.recipients().getFirst().first("Diagnostic-Code"))
        .contains("smtp; 550 5.1.1 <bouncing@mail.test> User doesn't exist: bouncing@mail.test");
    assertThat(report.returned().first("Message-ID")).contains("<0d1f6a52@mail.test>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/rfc822-headers", "message/rfc822-headers", "message/global"})
  void only_the_header_may_come_back(String type) {
    // When
    Optional<DeliveryReport> report = parse(BOUNCE.replace("message/rfc822", type));

    // Then
    assertThat(report.orElseThrow().returned().first("X-Mail-Monitor")).contains("true");
  }

  @Test
  void a_bounce_whose_end_is_missing_is_read_as_far_as_it_goes() {
    // When
    Optional<DeliveryReport> report = parse(BOUNCE.substring(0, BOUNCE.indexOf("Hello")));

    // Then
    assertThat(report.orElseThrow().returned().first("Message-ID"))
        .contains("<0d1f6a52@mail.test>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n",
        "Subject: hello\r\n\r\nhi",
        "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\n--x--",
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=x\r\n\r\n",
        "Content-Type: multipart/report; report-type=delivery-status\r\n\r\nno boundary",
        "Content-Type: multipart/report; report-type=\"\r\n\r\n",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x--"
      })
  void anything_else_is_no_report(String mail) {
    assertThat(parse(mail)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", " \n", "a: b\n\n", "--1A2B.1/mail.test\n\n", "(", "\t", "é"})
  void a_report_full_of_one_thing_ends_soon(String thing) {
    // Given
    String hostile =
        BOUNCE.replace("Action: failed", thing.repeat(DeliveryReport.LONGEST / thing.length()));

    // When
    Optional<DeliveryReport> report = parse(hostile);

    // Then
    report.ifPresent(read -> assertThat(read.recipients()).hasSizeLessThanOrEqualTo(20));
  }

  @Test
  void a_report_with_any_damage_throws_nothing() {
    // Given
    Random random = new Random(3464);

    for (int round = 0; round < 2000; round++) {
      byte[] damaged = BOUNCE.getBytes(StandardCharsets.UTF_8);
      for (int hits = 0; hits < 12; hits++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }

      // When
      Optional<DeliveryReport> report = DeliveryReport.parse(damaged);

      // Then
      assertThat(report).isNotNull();
    }
  }
}
