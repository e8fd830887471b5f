package dev.mailmonitor.config;

import dev.mailmonitor.schedule.CronExpression;
import dev.mailmonitor.schedule.Schedule;
import dev.mailmonitor.schedule.TimeSpan;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads when the service checks a target. Where there is no `schedule`, nothing about cron is
/// loaded.
final class ScheduleReader {
  /// A check opens two sessions and sends a mail: more often would be a burden, not a watch.
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(10);

  private final Layers layers;
  private final EffectiveConfiguration.Collector values;
  private final Problems problems;

  ScheduleReader(Layers layers, EffectiveConfiguration.Collector values, Problems problems) {
    this.layers = layers;
    this.values = values;
    this.problems = problems;
  }

  /// The schedule, or null if something is wrong with it. The strongest source that says anything
  /// about it decides whether by an interval or by times of the wall clock.
  ///
  /// @param zoneOfMachine the time zone where none is given
  @Nullable Schedule read(ZoneId zoneOfMachine) {
    for (Layer layer : layers.all()) {
      Entry<List<CronExpression>> times = layer.get(Setting.SCHEDULE);
      if (times != null) {
        return cron(times, zoneOfMachine);
      }
      Entry<Duration> interval = layer.get(Setting.INTERVAL);
      if (interval != null) {
        return every(interval);
      }
    }
    return every(Setting.INTERVAL.byDefault());
  }

  private @Nullable Schedule every(@Nullable Entry<Duration> entry) {
    Duration interval = entry == null ? null : entry.value();
    if (entry == null || interval == null) {
      return null;
    }
    if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
      problems.problem(
          "%s must be at least %s, not %s."
              .formatted(
                  entry.origin().subject(),
                  TimeSpan.format(SHORTEST_INTERVAL),
                  TimeSpan.format(interval)));
      return null;
    }
    values.add(entry);
    return new Schedule.Every(interval);
  }

  private @Nullable Schedule cron(Entry<List<CronExpression>> times, ZoneId zoneOfMachine) {
    values.add(times);
    Entry<ZoneId> given = layers.given(Setting.TIMEZONE);
    ZoneId zone = given == null ? zoneOfMachine : given.value();
    return times.value() == null || zone == null ? null : new Schedule.Cron(times.value(), zone);
  }
}
