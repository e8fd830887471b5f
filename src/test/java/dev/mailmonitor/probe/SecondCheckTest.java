package dev.mailmonitor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.mail.Timings;
import dev.mailmonitor.probe.TestResult.Failed;
import dev.mailmonitor.probe.TestResult.Passed;
import dev.mailmonitor.probe.TestResult.Skipped;
import dev.mailmonitor.target.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a second check says of the first one.
class SecondCheckTest {
  private static final Instant FIRST = Instant.parse("2026-01-16T09:30:00Z");
  private static final Instant SECOND = FIRST.plusMillis(22_900);
  private static final Passed IMAP = new Passed(TestKind.IMAP_AUTH, "OK");
  private static final Passed SMTP = new Passed(TestKind.SMTP_AUTH, "OK");
  private static final Passed SENT = new Passed(TestKind.SEND, "OK (Message-ID: <1@x>)");
  private static final Passed RECEIVED =
      new Passed(TestKind.RECEIVE, "Email delivered in 2.1s", List.of("greylisted for 2 s"));

  private static Failed failed(TestKind test, String summary) {
    return new Failed(
        test,
        new Failure(
            FailureCause.CONNECTION_REFUSED,
            Phase.CONNECT,
            summary,
            summary,
            "the server",
            null,
            List.of("192.0.2.7: refused")));
  }

  private static CheckReport report(Instant startedAt, TestResult... results) {
    return new CheckReport(
        TargetName.UNNAMED,
        startedAt,
        Duration.ofSeconds(2),
        List.of(results),
        List.of(),
        Timings.NONE,
        null);
  }

  private static CheckReport smtpDown(Instant startedAt) {
    return report(
        startedAt,
        IMAP,
        failed(TestKind.SMTP_AUTH, "SMTP auth failed: Connection refused"),
        new Skipped(TestKind.SEND, "SMTP Auth failed"),
        new Skipped(TestKind.RECEIVE, "Send Test did not run"));
  }

  private static CheckReport notReceived(Instant startedAt) {
    return report(
        startedAt,
        IMAP,
        SMTP,
        SENT,
        failed(TestKind.RECEIVE, "Email not received within 60s timeout"));
  }

  @Test
  void the_same_failure_is_confirmed() {
    // When
    CheckReport report = smtpDown(SECOND).deciding(smtpDown(FIRST));

    // Then
    assertThat(report.verdict()).isEqualTo(Verdict.UNHEALTHY);
    assertThat(report.failures())
        .singleElement()
        .satisfies(failed ->
            assertThat(failed.failure().details())
                .containsExactly(
                    "192.0.2.7: refused",
                    "confirmed: a first check 22 s earlier failed in the same way"));
    assertThat(report.of(TestKind.IMAP_AUTH)).contains(IMAP);
    assertThat(report.startedAt()).isEqualTo(SECOND);
  }

  @Test
  void another_failure_names_the_first_one() {
    // When
    CheckReport report = smtpDown(SECOND).deciding(notReceived(FIRST));

    // Then
    assertThat(report.failures().getFirst().failure().details())
        .last()
        .isEqualTo(
            "confirmed: a first check 22 s earlier failed too: Email not received within 60s"
                + " timeout");
  }

  @Test
  void a_test_that_passes_now_says_that_it_failed_before() {
    // When
    CheckReport report = report(SECOND, IMAP, SMTP, SENT, RECEIVED).deciding(notReceived(FIRST));

    // Then
    assertThat(report.verdict()).isEqualTo(Verdict.HEALTHY);
    assertThat(report.results())
        .containsExactly(
            IMAP,
            SMTP,
            SENT,
            new Passed(
                TestKind.RECEIVE,
                "Email delivered in 2.1s",
                List.of(
                    "greylisted for 2 s",
                    "not confirmed: a first check 22 s earlier had failed: Email not received within"
                        + " 60s timeout")));
  }

  @Test
  void both_are_said_where_one_failure_went_and_another_came() {
    // When
    CheckReport report = notReceived(SECOND).deciding(smtpDown(FIRST));

    // Then
    assertThat(report.of(TestKind.SMTP_AUTH))
        .contains(
            new Passed(
                TestKind.SMTP_AUTH,
                "OK",
                List.of(
                    "not confirmed: a first check 22 s earlier had failed: SMTP auth failed:"
                        + " Connection refused")));
    assertThat(report.failures().getFirst().failure().details())
        .last()
        .isEqualTo(
            "confirmed: a first check 22 s earlier failed too: SMTP auth failed: Connection"
                + " refused");
  }

  @Test
  void a_clock_that_was_put_back_in_between_gives_no_time() {
    // When
    CheckReport report = smtpDown(FIRST).deciding(smtpDown(SECOND));

    // Then
    assertThat(report.failures().getFirst().failure().details())
        .last()
        .isEqualTo("confirmed: a first check just before failed in the same way");
  }

  @Test
  void of_two_mails_the_one_that_is_left_counts() {
    assertThat(Check.Trace.REMOVED.orWorse(Check.Trace.LEFT)).isEqualTo(Check.Trace.LEFT);
    assertThat(Check.Trace.LEFT.orWorse(Check.Trace.REMOVED)).isEqualTo(Check.Trace.LEFT);
    assertThat(Check.Trace.NONE.orWorse(Check.Trace.REMOVED)).isEqualTo(Check.Trace.REMOVED);
    assertThat(Check.Trace.NONE.orWorse(Check.Trace.NONE)).isEqualTo(Check.Trace.NONE);
  }
}
