package dev.mailmonitor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.mail.MailHeaders;
import dev.mailmonitor.mail.Mailbox;
import dev.mailmonitor.mail.ReceivedMail;
import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.AddressFamily;
import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.JunkRule;
import dev.mailmonitor.target.Limits;
import dev.mailmonitor.target.Route;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.target.Tolerance;
import dev.mailmonitor.target.TransportSecurity;
import dev.mailmonitor.tls.PeerCertificate;
import dev.mailmonitor.tls.TrustSources;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarningsTest {
  private static final Instant NOW = Instant.parse("2026-01-16T10:30:00Z");
  private static final Account ACCOUNT = new Account("probe@mail.test", Secret.of("x"));
  private static final Target TARGET =
      new Target(
          TargetName.UNNAMED,
          new Route(
              new Endpoint("smtp.mail.test", 587, TransportSecurity.STARTTLS),
              ACCOUNT,
              new Endpoint("imap.mail.test", 993, TransportSecurity.TLS),
              ACCOUNT,
              "probe@mail.test",
              "probe@mail.test"),
          Limits.receivingWithin(Duration.ofSeconds(60)),
          AddressFamily.ANY,
          null,
          new TrustSources(null, null));

  private static Optional<PeerCertificate> expiringIn(Duration left) {
    return Optional.of(
        new PeerCertificate("CN=x", "CN=ca", Instant.EPOCH, NOW.plus(left), List.of("x"), false));
  }

  private static Delivery delivery(Target target, Arrival arrival) {
    return new Delivery(
        target, TestMail.of(target, "instance", NOW), new Sent.Accepted(0), arrival);
  }

  private static List<String> summaries(
      Tolerance tolerance, Duration imap, Duration smtp, @Nullable Arrival arrival) {
    Target target = TARGET.tolerating(tolerance);
    return new Warnings(target, NOW)
            .of(
                expiringIn(imap),
                expiringIn(smtp),
                arrival == null ? null : delivery(target, arrival))
            .stream()
            .map(Warning::summary)
            .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "PT335H, 13 days (2026-01-30)",
    "PT120H, 5 days (2026-01-21)",
    "PT30H, 1 day (2026-01-17)",
    "PT7H, 7 h (2026-01-16)",
    "PT5M, 5 min (2026-01-16)"
  })
  void a_certificate_that_expires_soon_is_warned_of_on_both_services(Duration left, String said) {
    // When
    List<String> summaries = summaries(Tolerance.DEFAULT, left, left, null);

    // Then
    assertThat(summaries)
        .containsExactly(
            "The IMAP certificate of imap.mail.test:993 expires in " + said,
            "The SMTP certificate of smtp.mail.test:587 expires in " + said);
  }

  @Test
  void only_the_service_whose_certificate_expires_is_named() {
    // When
    List<String> summaries =
        summaries(Tolerance.DEFAULT, Duration.ofDays(14), Duration.ofDays(3), null);

    // Then
    assertThat(summaries)
        .singleElement()
        .asString()
        .startsWith("The SMTP certificate of smtp.mail.test:587 expires in 3 days");
  }

  @Test
  void zero_days_turn_the_warning_off() {
    // Given
    Tolerance never = new Tolerance(0, null, JunkRule.FAIL);

    // When
    List<String> summaries = summaries(never, Duration.ofHours(1), Duration.ofHours(1), null);

    // Then
    assertThat(summaries).isEmpty();
  }

  private static Arrival arrival(Duration took) {
    return new Arrival.InInbox(
        took, new Mailbox("INBOX", 1, 1, 0), new ReceivedMail(1, null, new MailHeaders(Map.of())));
  }

  @ParameterizedTest
  @CsvSource({"PT30S, 0", "PT30.001S, 1", "PT40S, 1"})
  void a_delivery_that_is_slower_than_configured_is_warned_of(Duration took, int warnings) {
    // Given
    Tolerance tolerance = new Tolerance(14, Duration.ofSeconds(30), JunkRule.FAIL);

    // When
    List<String> summaries =
        summaries(tolerance, Duration.ofDays(99), Duration.ofDays(99), arrival(took));

    // Then
    assertThat(summaries).hasSize(warnings);
    assertThat(String.join("", summaries)).matches("|Delivery took (30|40)\\.0s, more than 30s");
  }

  @Test
  void no_delivery_is_slow_where_nothing_is_configured() {
    // When
    List<String> summaries =
        summaries(
            Tolerance.DEFAULT,
            Duration.ofDays(99),
            Duration.ofDays(99),
            arrival(Duration.ofHours(1)));

    // Then
    assertThat(summaries).isEmpty();
  }

  @Test
  void junk_is_a_failure_unless_it_is_softened() {
    // Given
    Arrival junk = new Arrival.InJunk("Junk", Duration.ofMillis(2100));
    Target softened = TARGET.tolerating(new Tolerance(14, null, JunkRule.DEGRADED));

    // When
    List<TestResult> strict = delivery(TARGET, junk).results();
    List<TestResult> soft = delivery(softened, junk).results();

    // Then
    String text = "Email delivered to Junk (\"Junk\") after 2.1s";
    assertThat(strict.getLast()).isInstanceOf(TestResult.Failed.class);
    assertThat(delivery(TARGET, junk).toleratedJunk()).isEmpty();
    assertThat(soft.getLast()).isEqualTo(new TestResult.Passed(TestKind.RECEIVE, text));
    assertThat(delivery(softened, junk).toleratedJunk()).contains(text);
    assertThat(delivery(softened, junk).time()).isNull();
  }
}
