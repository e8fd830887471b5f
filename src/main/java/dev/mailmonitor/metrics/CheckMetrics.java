package dev.mailmonitor.metrics;

import dev.mailmonitor.monitor.Outcome;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.watch.TargetView;
import dev.mailmonitor.watch.WatchListener;
import io.prometheus.client.Collector;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// What the service tells of its targets and their checks. A thousand targets have sixty thousand
/// series: as Micrometer's meters they would take 35 MB, so they are read off the targets when
/// somebody asks.
final class CheckMetrics extends Collector implements Collector.Describable, WatchListener {
  private static final Collection<Metric> TOLD = told();

  private final Supplier<List<TargetView>> views;
  private final InstantSource clock;
  private final Map<TargetName, CheckTally> tallies = new ConcurrentHashMap<>();
  private final Distribution lateness = new Distribution(0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300);

  /// Tells of targets.
  ///
  /// @param views how each target stands now
  /// @param clock tells the time
  CheckMetrics(Supplier<List<TargetView>> views, InstantSource clock) {
    this.views = views;
    this.clock = clock;
  }

  private static Collection<Metric> told() {
    EnumSet<Metric> told = EnumSet.of(Metric.LATENESS);
    for (Metric metric : Metric.values()) {
      if (metric.labels().contains("target")) {
        told.add(metric);
      }
    }
    return told;
  }

  @Override
  public void assigned(Target target) {
    tallies.computeIfAbsent(target.name(), _ -> new CheckTally());
  }

  @Override
  public void started(TargetName target, Duration late) {
    lateness.add(late);
  }

  @Override
  public void ended(TargetView view, Outcome outcome) {
    // The check of a target that was dismissed meanwhile is of no interest any more.
    tallies.computeIfPresent(
        view.name(),
        (_, tally) -> {
          tally.add(outcome);
          return tally;
        });
  }

  @Override
  public void dismissed(TargetName target) {
    tallies.remove(target);
  }

  /// The registry asks for this at once, when no target can be looked at yet.
  @Override
  public List<MetricFamilySamples> describe() {
    return new Families(TOLD).list();
  }

  @Override
  public List<MetricFamilySamples> collect() {
    Families families = new Families(TOLD);
    TargetGauges gauges = new TargetGauges(families, clock.instant());
    for (TargetView view : views.get()) {
      gauges.put(sample(view));
      String target = TargetGauges.label(view.name());
      families.put(
          Metric.NEXT_RUN,
          List.of(target),
          view.nextRun().map(TargetGauges::timestamp).orElse(Double.NaN));
      tallies.getOrDefault(view.name(), new CheckTally()).put(target, families);
    }
    families.put(Metric.LATENESS, List.of(), lateness.snapshot());
    return families.list();
  }

  /// What was measured before the monitor got into trouble is not how the target stands.
  private static TargetSample sample(TargetView view) {
    return new TargetSample(
        view.name(),
        view.state(),
        view.trouble().isPresent() ? null : view.lastReport(),
        view.timings());
  }
}
