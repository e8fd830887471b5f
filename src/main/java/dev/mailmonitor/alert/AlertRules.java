package dev.mailmonitor.alert;

import dev.mailmonitor.schedule.Maintenance;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// When people are told about a target.
///
/// @param failureThreshold how many checks in a row must fail before the target is unhealthy
/// @param recoveryThreshold how many checks in a row must pass before it is not any more
/// @param confirmation how long after a failed check a second one decides, or null for none
/// @param reminder how often people are told again while the target stays unhealthy, or null for
///   never
/// @param maintenance when nobody is called
public record AlertRules(
    int failureThreshold,
    int recoveryThreshold,
    @Nullable Duration confirmation,
    @Nullable Duration reminder,
    Maintenance maintenance) {
  /// Every change is told at once, and once.
  public static final AlertRules AT_ONCE = new AlertRules(1, 1, null, null, Maintenance.NONE);

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if a threshold or a span is not positive
  public AlertRules {
    if (failureThreshold < 1 || recoveryThreshold < 1) {
      throw new IllegalArgumentException("A threshold is at least one check");
    }
    if ((confirmation != null && !confirmation.isPositive())
        || (reminder != null && !reminder.isPositive())) {
      throw new IllegalArgumentException("A span must be positive");
    }
  }

  /// How long after a failed check a second one decides.
  public Optional<Duration> confirmAfter() {
    return Optional.ofNullable(confirmation);
  }

  /// How often people are told again while the target stays unhealthy.
  public Optional<Duration> remindEvery() {
    return Optional.ofNullable(reminder);
  }
}
