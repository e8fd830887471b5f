package dev.mailmonitor.output;

/// The four answers of a monitoring plugin, from the best to the worst. A failure that is known
/// outweighs a target about which nothing is known.
enum NagiosStatus {
  OK(0),
  WARNING(1),
  UNKNOWN(3),
  CRITICAL(2);

  private final int code;

  NagiosStatus(int code) {
    this.code = code;
  }

  /// The exit status.
  int code() {
    return code;
  }

  NagiosStatus orWorse(NagiosStatus other) {
    return other.compareTo(this) > 0 ? other : this;
  }

  static NagiosStatus of(TargetRun run) {
    return run.report()
        .map(report ->
            switch (report.verdict()) {
              case HEALTHY -> OK;
              case DEGRADED -> WARNING;
              case UNHEALTHY -> CRITICAL;
            })
        .orElse(UNKNOWN);
  }
}
