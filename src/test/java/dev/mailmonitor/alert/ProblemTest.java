package dev.mailmonitor.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.mail.Timings;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.Failure;
import dev.mailmonitor.probe.FailureCause;
import dev.mailmonitor.probe.TestKind;
import dev.mailmonitor.probe.TestResult;
import dev.mailmonitor.probe.TestResult.Failed;
import dev.mailmonitor.probe.TestResult.Passed;
import dev.mailmonitor.probe.TestResult.Skipped;
import dev.mailmonitor.probe.Warning;
import dev.mailmonitor.target.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {
  private static final TestResult IMAP_FAILED =
      new Failed(TestKind.IMAP_AUTH, failure("IMAP auth failed: NO denied"));
  private static final TestResult SMTP_FAILED =
      new Failed(TestKind.SMTP_AUTH, failure("SMTP auth failed: 535 denied"));
  private static final TestResult IMAP_PASSED = new Passed(TestKind.IMAP_AUTH, "OK");
  private static final TestResult SMTP_PASSED = new Passed(TestKind.SMTP_AUTH, "OK");
  private static final TestResult SEND_SKIPPED = new Skipped(TestKind.SEND, "SMTP Auth failed");
  private static final TestResult RECEIVE_SKIPPED =
      new Skipped(TestKind.RECEIVE, "Send Test did not run");

  @Test
  void a_failed_smtp_login_is_named_by_the_skipped_send_test() {
    // When
    List<Problem> problems =
        Problem.failuresOf(report(IMAP_PASSED, SMTP_FAILED, SEND_SKIPPED, RECEIVE_SKIPPED));

    // Then
    assertThat(problems)
        .extracting(Problem::summary)
        .containsExactly("SMTP auth failed: 535 denied", "Send Test: SMTP auth failed");
  }

  @Test
  void a_failed_imap_login_alone_is_named_by_the_skipped_send_test() {
    // When
    List<Problem> problems =
        Problem.failuresOf(report(IMAP_FAILED, SMTP_PASSED, SEND_SKIPPED, RECEIVE_SKIPPED));

    // Then
    assertThat(problems)
        .extracting(Problem::summary)
        .containsExactly("IMAP auth failed: NO denied", "Send Test: IMAP auth failed");
  }

  @Test
  void with_both_logins_failed_the_skipped_send_test_names_smtp() {
    // When
    List<Problem> problems =
        Problem.failuresOf(report(IMAP_FAILED, SMTP_FAILED, SEND_SKIPPED, RECEIVE_SKIPPED));

    // Then
    assertThat(problems)
        .extracting(Problem::summary)
        .containsExactly(
            "IMAP auth failed: NO denied",
            "SMTP auth failed: 535 denied",
            "Send Test: SMTP auth failed");
  }

  @Test
  void a_failure_brings_everything_that_is_known_of_it() {
    // When
    Problem problem = Problem.of(failure("SMTP auth failed: 535 denied"));

    // Then
    assertThat(problem)
        .isEqualTo(
            new Problem(
                "SMTP auth failed: 535 denied",
                "discreet",
                "login with mail.example.com:587",
                "535 denied, says the server",
                List.of("10.0.0.1: refused"),
                FailureCause.AUTH_REJECTED.advice()));
  }

  @Test
  void a_warning_is_a_problem_with_advice() {
    // When
    Problem problem = Problem.of(new Warning("The certificate ends soon", "Renew it."));

    // Then
    assertThat(problem.summary()).isEqualTo("The certificate ends soon");
    assertThat(problem.discreetSummary()).isEqualTo("The certificate ends soon");
    assertThat(problem.advice()).isEqualTo("Renew it.");
  }

  @Test
  void whatever_a_server_says_is_bounded_and_harmless() {
    // Given
    String hostile = "\u202e\r\n" + "x".repeat(100_000);

    // When
    Problem problem =
        new Problem(hostile, hostile, hostile, hostile, Collections.nCopies(99, hostile), hostile);

    // Then
    assertThat(problem.summary()).hasSize(Problem.MAX_LINE).startsWith("xx").endsWith("…");
    assertThat(problem.discreetSummary()).hasSize(Problem.MAX_LINE);
    assertThat(problem.step()).hasSize(Problem.MAX_LINE);
    assertThat(problem.serverReply()).hasSize(Problem.MAX_SERVER_REPLY);
    assertThat(problem.details()).hasSize(10).allMatch(line -> line.length() <= Problem.MAX_LINE);
    assertThat(problem.advice()).hasSize(Problem.MAX_LINE);
  }

  private static Failure failure(String summary) {
    return new Failure(
        FailureCause.AUTH_REJECTED,
        Phase.AUTH,
        summary,
        "discreet",
        "mail.example.com:587",
        "535 denied, says the server",
        List.of("10.0.0.1: refused"));
  }

  private static CheckReport report(TestResult... results) {
    return new CheckReport(
        TargetName.UNNAMED,
        Instant.EPOCH,
        Duration.ofSeconds(1),
        List.of(results),
        List.of(),
        Timings.NONE,
        null);
  }
}
