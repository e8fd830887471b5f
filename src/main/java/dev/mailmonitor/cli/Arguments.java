package dev.mailmonitor.cli;

import dev.mailmonitor.config.OutputFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What was asked for on the command line.
///
/// @param command what to do
/// @param flags the settings' flags that were given, and no others: key to text
/// @param target the name given with `--target`, or null
/// @param configFile the path given with `--config`, or null
/// @param syntaxOnly whether `config check` may open only the configuration file
/// @param passwordFromInput whether the password comes in on the standard input
record Arguments(
    Command command,
    Map<String, String> flags,
    @Nullable String target,
    @Nullable String configFile,
    boolean syntaxOnly,
    boolean passwordFromInput) {

  /// What can be asked for.
  enum Command {
    /// One check of each target.
    CHECK,
    /// Check the targets again and again.
    SERVE,
    /// Validate the configuration and print it.
    CONFIG_CHECK,
    /// Send a test message through every channel.
    ALERT_TEST,
    /// Print what the state says.
    STATUS
  }

  /// The same request as if no flag but the configuration file had been given.
  Arguments withoutFlags() {
    return new Arguments(command, Map.of(), null, configFile, syntaxOnly, false);
  }

  /// For whom to print, where the command line could not be understood or the program failed: what
  /// reads the output would not notice otherwise.
  ///
  /// @param arguments the command line as it is
  /// @param environment the environment variables
  /// @return what the command line asks for, else what the environment does
  static OutputFormat outputFormat(String[] arguments, Map<String, String> environment) {
    String asked = environment.getOrDefault("MAIL_MONITOR_OUTPUT", "");
    for (int index = 0; index < arguments.length; index++) {
      if (arguments[index].startsWith("--output=")) {
        asked = arguments[index].substring("--output=".length());
      } else if (arguments[index].equals("--output") && index + 1 < arguments.length) {
        asked = arguments[index + 1];
      }
    }
    String name = asked;
    return Stream.of(OutputFormat.values())
        .filter(format -> format.name().equalsIgnoreCase(name))
        .findFirst()
        .orElse(OutputFormat.TEXT);
  }
}
