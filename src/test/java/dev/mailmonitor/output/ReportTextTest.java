package dev.mailmonitor.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.mail.Timings;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.Failure;
import dev.mailmonitor.probe.FailureCause;
import dev.mailmonitor.probe.LateMail;
import dev.mailmonitor.probe.TestKind;
import dev.mailmonitor.probe.TestResult;
import dev.mailmonitor.probe.Warning;
import dev.mailmonitor.target.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReportTextTest {
  private static final Failure REJECTED =
      new Failure(
          FailureCause.AUTH_REJECTED,
          Phase.AUTH,
          "SMTP auth failed: 535 5.7.8 no",
          "SMTP auth failed: the login was rejected",
          "the SMTP server mail.example.com:587",
          "535 5.7.8 no",
          List.of("a finding"));

  private static CheckReport report(
      TargetName name, List<Warning> warnings, TestResult... results) {
    return new CheckReport(
        name, Instant.EPOCH, Duration.ofSeconds(1), List.of(results), warnings, Timings.NONE, null);
  }

  @Test
  void a_failed_check_is_told_line_by_line_with_detail_below_each_failure() {
    // Given
    CheckReport report =
        report(
            TargetName.UNNAMED,
            List.of(),
            new TestResult.Passed(TestKind.IMAP_AUTH, "OK"),
            new TestResult.Failed(TestKind.SMTP_AUTH, REJECTED),
            new TestResult.Skipped(TestKind.SEND, "SMTP Auth failed"),
            new TestResult.Skipped(TestKind.RECEIVE, "Send Test did not run"));

    // When
    List<String> lines = ReportText.lines(report, ZoneOffset.UTC);

    // Then
    assertThat(lines)
        .containsExactly(
            "✓ IMAP Auth: OK",
            "❌ SMTP Auth: SMTP auth failed: 535 5.7.8 no",
            "    step:   login with the SMTP server mail.example.com:587",
            "    server: 535 5.7.8 no",
            "    a finding",
            "    advice: " + FailureCause.AUTH_REJECTED.advice(),
            "- Send Test: skipped (SMTP Auth failed)",
            "- Receive Test: skipped (Send Test did not run)");
    assertThat(ReportText.status(report.verdict())).isEqualTo(ExitStatus.FAILED);
  }

  @Test
  void a_named_target_heads_its_block() {
    // Given
    CheckReport report =
        report(new TargetName("eu"), List.of(), new TestResult.Passed(TestKind.IMAP_AUTH, "OK"));

    // When
    List<String> lines = ReportText.lines(report, ZoneOffset.UTC);

    // Then
    assertThat(lines).containsExactly("eu:", "✓ IMAP Auth: OK");
  }

  @Test
  void notes_and_late_mails_stand_below_the_tests() {
    // Given
    Instant sent = Instant.parse("2026-01-16T10:02:00Z");
    CheckReport report =
        new CheckReport(
            TargetName.UNNAMED,
            Instant.EPOCH,
            Duration.ofSeconds(1),
            List.of(
                new TestResult.Passed(TestKind.SEND, "OK", List.of("a note")),
                new TestResult.Passed(TestKind.RECEIVE, "Email delivered in 2.1s")),
            List.of(),
            Timings.NONE,
            Duration.ofMillis(2100),
            List.of(
                new LateMail(
                    new UUID(1, 1), sent, sent.plus(Duration.ofMinutes(23)), LateMail.Place.INBOX)),
            null);

    // When
    List<String> lines = ReportText.lines(report, ZoneOffset.UTC);

    // Then
    assertThat(lines)
        .containsExactly(
            "✓ Send Test: OK",
            "    a note",
            "✓ Receive Test: Email delivered in 2.1s",
            "    the mail of 10:02 arrived after 23 min");
  }

  @Test
  void a_warning_is_told_and_is_no_failure() {
    // Given
    CheckReport report =
        report(
            TargetName.UNNAMED,
            List.of(new Warning("slow", "Make it fast.")),
            new TestResult.Passed(TestKind.IMAP_AUTH, "OK"));

    // When
    List<String> lines = ReportText.lines(report, ZoneOffset.UTC);

    // Then
    assertThat(lines).containsExactly("✓ IMAP Auth: OK", "⚠ slow", "    Make it fast.");
    assertThat(ReportText.status(report.verdict())).isEqualTo(ExitStatus.OK);
  }
}
