package dev.mailmonitor.metrics;

import dev.mailmonitor.monitor.Outcome;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.Verdict;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/// What the checks of one target came to since the service started.
final class CheckTally {
  private final Map<CheckResult, LongAdder> results = new EnumMap<>(CheckResult.class);
  private final Distribution deliveries =
      new Distribution(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 900, 1800);

  CheckTally() {
    for (CheckResult result : CheckResult.values()) {
      results.put(result, new LongAdder());
    }
  }

  /// Counts a check. The delivery of one that failed has nothing to do with how long mails take.
  ///
  /// @param outcome how it ended
  void add(Outcome outcome) {
    Objects.requireNonNull(results.get(CheckResult.of(outcome))).increment();
    if (outcome instanceof Outcome.Checked(CheckReport report, _)
        && report.verdict() != Verdict.UNHEALTHY) {
      report.delivery().ifPresent(deliveries::add);
    }
  }

  /// Tells what was counted.
  ///
  /// @param target the value of the label
  /// @param families take it
  void put(String target, Families families) {
    results.forEach((result, count) ->
        families.put(Metric.CHECKS, List.of(target, result.key()), count.doubleValue()));
    families.put(Metric.DELIVERY, List.of(target), deliveries.snapshot());
  }
}
