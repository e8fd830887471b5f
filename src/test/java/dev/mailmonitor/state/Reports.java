package dev.mailmonitor.state;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.mail.Timings;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.Failure;
import dev.mailmonitor.probe.FailureCause;
import dev.mailmonitor.probe.TestKind;
import dev.mailmonitor.probe.TestResult.Failed;
import dev.mailmonitor.probe.TestResult.Passed;
import dev.mailmonitor.probe.TestResult.Skipped;
import dev.mailmonitor.probe.Verdict;
import dev.mailmonitor.probe.Warning;
import dev.mailmonitor.target.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Reports of checks that never took place.
public final class Reports {
  /// What an unhealthy report has found.
  public static final Failure REFUSED =
      new Failure(
          FailureCause.SERVICE_UNAVAILABLE,
          Phase.GREETING,
          "SMTP auth failed: 421 go away",
          "SMTP auth failed: the service is not available",
          "mail.example.com:587",
          "421 go away",
          List.of());

  /// What a degraded report has found.
  public static final Warning SLOW = new Warning("Delivery took 40 s", "Look at the queue.");

  private Reports() {}

  /// A report of the unnamed target.
  ///
  /// @param verdict what it comes to
  public static CheckReport of(Verdict verdict) {
    return of(verdict, TargetName.UNNAMED);
  }

  /// A report of a target.
  ///
  /// @param verdict what it comes to
  /// @param target which target
  public static CheckReport of(Verdict verdict, TargetName target) {
    return switch (verdict) {
      case HEALTHY -> passed(target, List.of());
      case DEGRADED -> passed(target, List.of(SLOW));
      case UNHEALTHY ->
          new CheckReport(
              target,
              Instant.EPOCH,
              Duration.ofSeconds(1),
              List.of(
                  new Passed(TestKind.IMAP_AUTH, "OK"),
                  new Failed(TestKind.SMTP_AUTH, REFUSED),
                  new Skipped(TestKind.SEND, "SMTP Auth failed"),
                  new Skipped(TestKind.RECEIVE, "Send Test did not run")),
              List.of(),
              Timings.NONE,
              null);
    };
  }

  private static CheckReport passed(TargetName target, List<Warning> warnings) {
    return new CheckReport(
        target,
        Instant.EPOCH,
        Duration.ofSeconds(1),
        List.of(
            new Passed(TestKind.IMAP_AUTH, "OK"),
            new Passed(TestKind.SMTP_AUTH, "OK"),
            new Passed(TestKind.SEND, "OK"),
            new Passed(TestKind.RECEIVE, "Email delivered in 2.1s")),
        warnings,
        Timings.NONE,
        Duration.ofMillis(2100));
  }
}
