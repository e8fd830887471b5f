package dev.mailmonitor.metrics;

import dev.mailmonitor.monitor.Outcome;
import java.util.Locale;

/// What a check of the service came to: each check is counted once.
enum CheckResult {
  /// All tests passed.
  HEALTHY,
  /// All tests passed, with warnings.
  DEGRADED,
  /// A test failed.
  UNHEALTHY,
  /// The monitor could not do its work.
  TROUBLE,
  /// It was ended before it had a result, because the service stops or the target has changed.
  CALLED_OFF;

  /// What an outcome counts as.
  ///
  /// @param outcome how a check ended
  static CheckResult of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Checked checked ->
          switch (checked.report().verdict()) {
            case HEALTHY -> HEALTHY;
            case DEGRADED -> DEGRADED;
            case UNHEALTHY -> UNHEALTHY;
          };
      case Outcome.Trouble _ -> TROUBLE;
      case Outcome.CalledOff _ -> CALLED_OFF;
    };
  }

  /// The value of `result`.
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
