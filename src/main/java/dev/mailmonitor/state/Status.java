package dev.mailmonitor.state;

import java.util.Locale;

/// How a target was when it was last checked.
public enum Status {
  /// It was never checked.
  UNKNOWN,
  /// All tests passed.
  HEALTHY,
  /// All tests passed, with warnings.
  DEGRADED,
  /// A test failed.
  UNHEALTHY;

  /// The status as it stands in the state file: lower case.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
