package dev.mailmonitor.probe;

/// What a check says about its target.
public enum Verdict {
  /// All tests passed.
  HEALTHY,
  /// All tests passed, with warnings.
  DEGRADED,
  /// At least one test failed.
  UNHEALTHY
}
