package dev.mailmonitor.output;

/// What the process says by its exit status.
public enum ExitStatus {
  /// Healthy or degraded, or the command did what it was asked to.
  OK(0),
  /// A test failed.
  FAILED(1),
  /// The command line or the configuration is wrong; nothing was touched.
  USAGE(2),
  /// The monitor could not do its work.
  TROUBLE(3);

  private final int code;

  ExitStatus(int code) {
    this.code = code;
  }

  /// The number that the process ends with.
  public int code() {
    return code;
  }

  /// The worse of two: trouble of the monitor leaves a target unwatched, which is worse than
  /// knowing that it fails.
  ///
  /// @param other the other one
  /// @return the worse one
  public ExitStatus orWorse(ExitStatus other) {
    return other.code > code ? other : this;
  }
}
