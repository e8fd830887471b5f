package dev.mailmonitor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.mail.MailHeaders;
import dev.mailmonitor.mail.ReceivedMail;
import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.Route;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.target.TransportSecurity;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TestMailTest {
  private static final UUID RUN = UUID.fromString("0d1f6a52-77a7-4b8a-9a0c-6f2b7a1f3d11");
  private static final Instant NOW = Instant.parse("2026-01-16T10:30:00Z");
  private static final TestMail MAIL =
      new TestMail("our-instance", "eu", RUN, "mail.example.com", NOW);
  private static final String ID = "instance=our-instance; target=eu; run=" + RUN;

  private static MailHeaders headers(String... pairs) {
    Map<String, List<String>> fields = new java.util.HashMap<>();
    for (int index = 0; index < pairs.length; index += 2) {
      fields.put(pairs[index], List.of(pairs[index + 1]));
    }
    return new MailHeaders(fields);
  }

  @Test
  void a_mail_with_our_message_id_is_ours() {
    assertThat(MAIL.is(headers("message-id", "<" + RUN + "@mail.example.com>"))).isTrue();
  }

  @Test
  void a_server_that_rewrites_the_domain_of_the_message_id_does_not_hide_it() {
    assertThat(MAIL.is(headers("message-id", "<" + RUN + "@elsewhere.example>"))).isTrue();
  }

  @Test
  void a_server_that_replaces_the_message_id_does_not_hide_it() {
    assertThat(MAIL.is(headers("message-id", "<1@x>", "x-mail-monitor-id", ID))).isTrue();
  }

  @Test
  void a_server_that_strips_our_own_fields_does_not_hide_it() {
    assertThat(MAIL.is(headers("message-id", "<" + RUN + "@mail.example.com>"))).isTrue();
  }

  @Test
  void a_bounce_is_no_delivery_even_with_our_fields() {
    assertThat(
            MAIL.is(
                headers(
                    "content-type",
                    "multipart/report; report-type=delivery-status; boundary=x",
                    "x-mail-monitor-id",
                    ID)))
        .isFalse();
  }

  @Test
  void a_mail_that_only_refers_to_ours_is_no_delivery() {
    assertThat(
            MAIL.is(
                headers(
                    "message-id",
                    "<reply@example.com>",
                    "in-reply-to",
                    "<" + RUN + "@mail.example.com>",
                    "subject",
                    "Re: " + RUN)))
        .isFalse();
  }

  @Test
  void another_run_of_the_same_monitor_is_no_delivery() {
    assertThat(
            MAIL.is(
                headers(
                    "x-mail-monitor-id",
                    "instance=our-instance; target=eu; run=" + UUID.randomUUID())))
        .isFalse();
  }

  private static boolean mayGo(MailHeaders headers, Duration age) {
    return Cleanup.mayGo(new ReceivedMail(1, NOW.minus(age), headers), "our-instance", NOW);
  }

  @Test
  void our_own_mail_may_go_at_once() {
    assertThat(mayGo(headers("x-mail-monitor", "true", "x-mail-monitor-id", ID), Duration.ZERO))
        .isTrue();
  }

  @Test
  void another_monitors_mail_may_go_after_a_day_only() {
    // Given
    MailHeaders other =
        headers("x-mail-monitor", "true", "x-mail-monitor-id", "instance=other; run=" + RUN);

    // Then
    assertThat(mayGo(other, Duration.ofHours(23))).isFalse();
    assertThat(mayGo(other, Duration.ofHours(25))).isTrue();
  }

  @Test
  void a_mail_of_the_user_never_goes() {
    assertThat(mayGo(headers("subject", "Mail Monitor Test - hello"), Duration.ofDays(9)))
        .isFalse();
    assertThat(mayGo(headers("x-mail-monitor", "yes"), Duration.ofDays(9))).isFalse();
    assertThat(mayGo(headers("x-mail-monitor-id", ID), Duration.ofDays(9))).isFalse();
  }

  @Test
  void its_date_is_written_as_mails_have_it_on_every_day_of_the_year() {
    // Given
    Account account = new Account("probe", Secret.of("test mail secret"));
    Endpoint endpoint = new Endpoint("mail.example.com", 587, TransportSecurity.STARTTLS);
    Route route = new Route(endpoint, account, endpoint, account, "a@x.example", "b@x.example");
    DateTimeFormatter expected =
        DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    for (int day = 0; day < 366; day++) {
      Instant sentAt = NOW.plus(Duration.ofDays(day));

      // When
      TestMail mail = new TestMail("our-instance", "eu", RUN, "mail.example.com", sentAt);

      // Then
      assertThat(mail.outgoing(route).fields())
          .contains(Map.entry("Date", expected.format(sentAt.atOffset(ZoneOffset.UTC))));
    }
  }
}
