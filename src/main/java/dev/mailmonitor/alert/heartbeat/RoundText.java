package dev.mailmonitor.alert.heartbeat;

import dev.mailmonitor.alert.PlainText;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.TestResult;
import dev.mailmonitor.target.TargetName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a heartbeat tells of a round: a line for each target, with the tests that failed. Whoever
/// keeps it learns nothing of what a server said, and no address.
public final class RoundText {
  /// More is kept by nobody.
  static final int MAX_BYTES = 10_000;

  private RoundText() {}

  /// What a round made of a target.
  ///
  /// @param name which target
  /// @param report what the check found, or empty if there was none
  public record Entry(TargetName name, Optional<CheckReport> report) {}

  /// The text about a round.
  ///
  /// @param round all targets, in their order
  /// @return such as `eu: unhealthy (SMTP Auth)`
  public static String of(List<Entry> round) {
    return PlainText.cutToBytes(
        round.stream().map(RoundText::line).collect(Collectors.joining("\n")), MAX_BYTES);
  }

  private static String line(Entry entry) {
    String prefix = entry.name().isNamed() ? entry.name() + ": " : "";
    return prefix + entry.report().map(RoundText::words).orElse("could not be checked");
  }

  private static String words(CheckReport report) {
    String verdict = report.verdict().name().toLowerCase(Locale.ROOT);
    String failed =
        report.failures().stream()
            .map(TestResult.Failed::test)
            .map(test -> test.label())
            .collect(Collectors.joining(", "));
    return failed.isEmpty() ? verdict : verdict + " (" + failed + ")";
  }
}
