package dev.mailmonitor.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Prometheus' own checker of metrics. No server is needed for it.
public final class Promtool {
  private static final Duration BOUND = Duration.ofSeconds(60);

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
    return run("check", "rules", file.toString());
  }

  /// Runs tests of alerting rules.
  ///
  /// @param file the file with the tests
  /// @return what it says; if a test fails, an exception is thrown that says which
  public static String testRules(Path file) {
    return run("test", "rules", file.toString());
  }

  /// Checks a configuration of Prometheus and the rules that it names.
  ///
  /// @param file the file
  /// @return what it says; if the configuration is wrong, an exception is thrown
  public static String checkConfiguration(Path file) {
    return run("check", "config", file.toString());
  }

  private static String run(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Commands.find("promtool").orElseThrow().toString());
    command.addAll(List.of(arguments));
    return Commands.run(BOUND, Map.of(), command.toArray(String[]::new));
  }
}
