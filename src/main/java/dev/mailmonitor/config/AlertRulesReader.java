package dev.mailmonitor.config;

import dev.mailmonitor.alert.AlertRules;
import dev.mailmonitor.schedule.Maintenance;
import dev.mailmonitor.schedule.MaintenanceWindow;
import dev.mailmonitor.schedule.TimeSpan;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads when people are told about a target.
final class AlertRulesReader {
  /// Until the second check the state is held, and people wait who run the program by hand.
  private static final Duration LONGEST_CONFIRMATION = Duration.ofMinutes(10);

  private final Layers layers;
  private final EffectiveConfiguration.Collector values;
  private final Problems problems;

  AlertRulesReader(Layers layers, EffectiveConfiguration.Collector values, Problems problems) {
    this.layers = layers;
    this.values = values;
    this.problems = problems;
  }

  /// When they are told, or null if something is wrong with that.
  ///
  /// @param zoneOfMachine the time zone where none is given
  @Nullable AlertRules read(ZoneId zoneOfMachine) {
    Integer failures = AlertReader.value(Setting.FAILURE_THRESHOLD, layers, values);
    Integer recoveries = AlertReader.value(Setting.RECOVERY_THRESHOLD, layers, values);
    Duration confirmation = confirmation();
    Duration reminder = AlertReader.value(Setting.REMIND_EVERY, layers, values);
    List<MaintenanceWindow> windows = windows();
    ZoneId zone = zone(zoneOfMachine);
    if (failures == null
        || recoveries == null
        || confirmation == null
        || reminder == null
        || windows == null
        || zone == null) {
      return null;
    }
    return new AlertRules(
        failures,
        recoveries,
        confirmation.isZero() ? null : confirmation,
        reminder.isZero() ? null : reminder,
        new Maintenance(windows, zone));
  }

  private @Nullable Duration confirmation() {
    Duration span = AlertReader.value(Setting.CONFIRM_AFTER, layers, values);
    if (span != null && span.compareTo(LONGEST_CONFIRMATION) > 0) {
      Entry<Duration> given = layers.given(Setting.CONFIRM_AFTER);
      problems.problem(
          "%s must be at most %s, because the run goes on until the second check, not %s."
              .formatted(
                  given == null ? Setting.CONFIRM_AFTER.key() : given.origin().subject(),
                  TimeSpan.format(LONGEST_CONFIRMATION),
                  TimeSpan.format(span)));
      return null;
    }
    return span;
  }

  private @Nullable List<MaintenanceWindow> windows() {
    Entry<List<MaintenanceWindow>> given = layers.given(Setting.MAINTENANCE);
    if (given == null) {
      values.none(Setting.MAINTENANCE);
      return List.of();
    }
    values.add(given);
    return given.value();
  }

  private @Nullable ZoneId zone(ZoneId zoneOfMachine) {
    Entry<ZoneId> given = layers.given(Setting.TIMEZONE);
    if (given == null) {
      values.add(Setting.TIMEZONE.key(), zoneOfMachine.getId(), "default: this machine's");
      return zoneOfMachine;
    }
    values.add(given);
    return given.value();
  }
}
