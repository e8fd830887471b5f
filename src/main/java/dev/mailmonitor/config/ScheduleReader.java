package dev.mailmonitor.config;

import dev.mailmonitor.schedule.CronExpression;
import dev.mailmonitor.schedule.Schedule;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads when the service checks a target. Where there is no `schedule`, nothing about cron is
/// loaded.
final class ScheduleReader {
  private ScheduleReader() {}

  /// The schedule, or null if something is wrong with it, which has been told. The strongest source
  /// that says anything about it decides whether by an interval or by times of the wall clock.
  ///
  /// @param layers where it is given
  /// @param values is told each value and its place
  static @Nullable Schedule read(Layers layers, EffectiveConfiguration.Collector values) {
    for (Layer layer : layers.all()) {
      Entry<List<CronExpression>> times = layer.get(Setting.SCHEDULE);
      if (times != null) {
        return cron(times, layers, values);
      }
      Entry<Duration> interval = layer.get(Setting.INTERVAL);
      if (interval != null) {
        return every(interval, values);
      }
    }
    return every(Setting.INTERVAL.byDefault(), values);
  }

  private static @Nullable Schedule every(
      @Nullable Entry<Duration> interval, EffectiveConfiguration.Collector values) {
    if (interval == null || interval.value() == null) {
      return null;
    }
    values.add(interval);
    return new Schedule.Every(interval.value());
  }

  private static @Nullable Schedule cron(
      Entry<List<CronExpression>> times, Layers layers, EffectiveConfiguration.Collector values) {
    values.add(times);
    ZoneId zone = zone(layers.given(Setting.TIMEZONE), values);
    return times.value() == null || zone == null ? null : new Schedule.Cron(times.value(), zone);
  }

  private static @Nullable ZoneId zone(
      @Nullable Entry<ZoneId> given, EffectiveConfiguration.Collector values) {
    if (given != null) {
      values.add(given);
      return given.value();
    }
    ZoneId zone = ZoneId.systemDefault();
    values.add(Setting.TIMEZONE.key(), zone.getId(), "default: this machine's");
    return zone;
  }
}
