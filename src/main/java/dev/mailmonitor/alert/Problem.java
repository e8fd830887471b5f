package dev.mailmonitor.alert;

import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.Failure;
import dev.mailmonitor.probe.TestKind;
import dev.mailmonitor.probe.TestResult;
import dev.mailmonitor.probe.Warning;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing that is wrong: a bullet of an alert and what stands below the bullets. Every part is
/// made harmless and bounded at birth, because servers may say anything.
///
/// @param summary one line, with the server's own words where it said any
/// @param discreetSummary the same without anything that a server said
/// @param step where it happened, or null
/// @param serverReply everything the server said, or null
/// @param details further findings, one a line; they may quote the server
/// @param advice what to do about it, or null
public record Problem(
    String summary,
    String discreetSummary,
    @Nullable String step,
    @Nullable String serverReply,
    List<String> details,
    @Nullable String advice) {

  /// The longest summary, step or finding, in code points.
  public static final int MAX_LINE = 300;

  /// The longest text of a server that is worth telling, in code points.
  public static final int MAX_SERVER_REPLY = 600;

  private static final int MAX_DETAILS = 10;

  /// Makes every part harmless.
  public Problem {
    summary = PlainText.line(summary, MAX_LINE);
    discreetSummary = PlainText.line(discreetSummary, MAX_LINE);
    step = step == null ? null : PlainText.line(step, MAX_LINE);
    serverReply = serverReply == null ? null : PlainText.line(serverReply, MAX_SERVER_REPLY);
    details =
        details.stream().limit(MAX_DETAILS).map(line -> PlainText.line(line, MAX_LINE)).toList();
    advice = advice == null ? null : PlainText.line(advice, MAX_LINE);
  }

  /// A problem of which nothing is known but a line that no server had a part in.
  ///
  /// @param summary the line
  /// @return the problem
  public static Problem of(String summary) {
    return new Problem(summary, summary, null, null, List.of(), null);
  }

  /// A warning as a problem.
  ///
  /// @param warning the warning
  /// @return the problem
  public static Problem of(Warning warning) {
    return new Problem(
        warning.summary(), warning.summary(), null, null, List.of(), warning.advice());
  }

  /// A failure as a problem.
  ///
  /// @param failure the failure
  /// @return the problem
  public static Problem of(Failure failure) {
    return new Problem(
        failure.summary(),
        failure.discreetSummary(),
        failure.step(),
        failure.serverReply(),
        failure.details(),
        failure.advice());
  }

  /// What a failed check has to tell: each failed test and a skipped send test, in their order. A
  /// skipped receive test says nothing that the send test has not said.
  ///
  /// @param report what the check found
  /// @return one problem a bullet
  public static List<Problem> failuresOf(CheckReport report) {
    List<Problem> problems = new ArrayList<>();
    for (TestResult result : report.results()) {
      switch (result) {
        case TestResult.Passed passed -> {}
        case TestResult.Failed failed -> problems.add(of(failed.failure()));
        case TestResult.Skipped skipped -> {
          if (skipped.test() == TestKind.SEND) {
            problems.add(
                of(TestKind.SEND.label() + ": " + whySendWasSkipped(report, skipped.reason())));
          }
        }
      }
    }
    return List.copyOf(problems);
  }

  private static String whySendWasSkipped(CheckReport report, String otherwise) {
    if (failed(report, TestKind.SMTP_AUTH)) {
      return "SMTP auth failed";
    }
    return failed(report, TestKind.IMAP_AUTH) ? "IMAP auth failed" : otherwise;
  }

  private static boolean failed(CheckReport report, TestKind test) {
    return report.of(test).filter(TestResult.Failed.class::isInstance).isPresent();
  }

  /// The summary that an alert may show.
  ///
  /// @param alertDetails how much it tells
  /// @return one line
  public String summary(AlertDetails alertDetails) {
    return switch (alertDetails) {
      case FULL -> summary;
      case SHORT -> discreetSummary;
    };
  }
}
