package dev.mailmonitor.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Prometheus' own checker of metrics. No server is needed for it.
public final class Promtool {
  private static final Duration BOUND = Duration.ofSeconds(30);

  private Promtool() {}

  /// Why it cannot be used here; empty if it can.
  public static Optional<String> available() {
    return Commands.find("promtool").isPresent()
        ? Optional.empty()
        : Optional.of("promtool is missing; install the packages that .ci/packages lists");
  }

  /// Checks a file in the text format.
  ///
  /// @param file the file
  /// @return what it complains about, syntax and style; empty if nothing
  public static String complaints(Path file) {
    String promtool = Commands.find("promtool").orElseThrow().toString();
    // A complaint is no failure of the command, so that it can be told.
    return Commands.run(
        BOUND,
        Map.of(),
        "/bin/sh",
        "-c",
        "\"$1\" check metrics < \"$2\" 2>&1 || true",
        "sh",
        promtool,
        file.toString());
  }

  /// Checks a file of alerting rules.
  ///
  /// @param file the file
  /// @return what it says; if the rules are wrong, an exception is thrown
  public static String checkRules(Path file) {
    return Commands.run(
        BOUND,
        Map.of(),
        Commands.find("promtool").orElseThrow().toString(),
        "check",
        "rules",
        file.toString());
  }
}
