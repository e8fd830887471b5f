package dev.mailmonitor.output;

import dev.mailmonitor.mail.ServerReply;
import dev.mailmonitor.probe.CheckReport;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What a run found, in the words of a monitoring plugin (Monitoring Plugins Development
/// Guidelines, "Plugin Output for Nagios"): a status line with performance data behind a `|`, and
/// more lines for whoever asks.
final class NagiosText {
  private static final String BEGIN = "MAIL ";
  private static final int LONGEST = 240;

  private NagiosText() {}

  /// The whole output.
  ///
  /// @param runs what became of each target
  /// @param zone the zone of times
  static List<String> of(List<TargetRun> runs, ZoneId zone) {
    NagiosStatus status = status(runs);
    boolean several = runs.size() > 1;
    String data =
        runs.stream()
            .flatMap(
                run -> PerformanceData.of(run, several ? run.target().name().value() : "").stream())
            .collect(Collectors.joining(" "));
    List<String> lines = new ArrayList<>();
    lines.add(statusLine(status, summary(runs, status)) + " | " + data);
    for (TargetRun run : runs) {
      run.trouble().ifPresent(trouble -> lines.add(harmless(run.prefix() + trouble)));
      run.report()
          .ifPresent(
              report -> ReportText.lines(report, zone).forEach(line -> lines.add(harmless(line))));
    }
    return lines;
  }

  /// What is said where nothing could be checked.
  ///
  /// @param problems what is wrong, one sentence each; at least one
  static List<String> refusal(List<String> problems) {
    List<String> lines = new ArrayList<>();
    lines.add(statusLine(NagiosStatus.UNKNOWN, problems.getFirst() + more(problems.size() - 1)));
    if (problems.size() > 1) {
      problems.forEach(problem -> lines.add(harmless("- " + problem)));
    }
    return lines;
  }

  /// The worst status of some targets.
  static NagiosStatus status(List<TargetRun> runs) {
    return runs.stream().map(NagiosStatus::of).reduce(NagiosStatus.OK, NagiosStatus::orWorse);
  }

  private static String statusLine(NagiosStatus status, String summary) {
    return BEGIN + status + " - " + shortened(harmless(summary));
  }

  private static String summary(List<TargetRun> runs, NagiosStatus status) {
    if (runs.size() == 1) {
      return summary(runs.getFirst());
    }
    if (status == NagiosStatus.OK) {
      return runs.size()
          + " targets: "
          + runs.stream().map(run -> run.prefix() + summary(run)).collect(Collectors.joining(", "));
    }
    // What is worst must not be cut off.
    String troubled =
        runs.stream()
            .filter(run -> NagiosStatus.of(run) != NagiosStatus.OK)
            .sorted((one, other) -> NagiosStatus.of(other).compareTo(NagiosStatus.of(one)))
            .map(run -> run.prefix() + summary(run))
            .collect(Collectors.joining("; "));
    long count = runs.stream().filter(run -> NagiosStatus.of(run) != NagiosStatus.OK).count();
    return count + " of " + runs.size() + " targets: " + troubled;
  }

  private static String summary(TargetRun run) {
    return run.report().map(NagiosText::summary).or(run::trouble).orElseThrow();
  }

  private static String summary(CheckReport report) {
    return switch (report.verdict()) {
      case HEALTHY ->
          report.delivery().map(took -> "delivered in " + Seconds.words(took)).orElse("healthy");
      case DEGRADED -> report.warnings().getFirst().summary() + more(report.warnings().size() - 1);
      case UNHEALTHY ->
          report.failures().getFirst().failure().summary() + more(report.failures().size() - 1);
    };
  }

  private static String more(int count) {
    return count == 0 ? "" : " (and " + count + " more)";
  }

  /// A `|` begins performance data, wherever it stands, and a line break begins another line.
  static String harmless(String line) {
    int indent = line.length() - line.stripLeading().length();
    return " ".repeat(indent) + ServerReply.clean(line.strip()).replace('|', '¦');
  }

  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST - 1)) + "…";
  }
}
