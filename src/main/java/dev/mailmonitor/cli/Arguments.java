package dev.mailmonitor.cli;

import dev.mailmonitor.config.OutputFormat;
import dev.mailmonitor.config.Setting;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// What was asked for on the command line, by its [Grammar].
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

  /// What is wrong with a command line. Values are not repeated: behind a misspelt `--password`
  /// stands a secret.
  ///
  /// @param wrong what the parser found
  /// @return a sentence
  static String explain(CommandLine.ParameterException wrong) {
    if (!(wrong instanceof CommandLine.UnmatchedArgumentException unmatched)) {
      // What was found instead of a value may be a value that looks like an option.
      String message = String.valueOf(wrong.getMessage()).replaceFirst("(?s) but found '.*", "");
      String value = wrong.getValue();
      return value == null || value.isEmpty() ? message : message.replace(value, "(hidden)");
    }
    String first =
        unmatched.getUnmatched().stream()
            .filter(argument -> argument.startsWith("-"))
            .map(argument -> argument.replaceFirst("=.*", ""))
            .findFirst()
            .orElse("");
    if (first.isEmpty()) {
      return "an argument belongs to no option and is no command. The commands are check, serve, config"
          + " check, alert test and status; a value with spaces must be quoted.";
    }
    return Setting.nearest(first.replaceFirst("^-+", "").replace('-', '_'))
        .map(key -> "--" + key.replace('_', '-'))
        .or(() ->
            unmatched.getSuggestions().stream().filter(name -> name.startsWith("-")).findFirst())
        .map(nearest -> "unknown option " + first + "; did you mean " + nearest + "?")
        .orElseGet(() -> "unknown option " + withoutAttachedValue(first) + ".");
  }

  /// Other programs take a password right behind a letter, as in `-psecret`.
  private static String withoutAttachedValue(String option) {
    return option.startsWith("--")
        ? option
        : option.substring(
            0,
            option.offsetByCodePoints(0, Math.min(2, option.codePointCount(0, option.length()))));
  }

  /// Makes sense of a parsed command line.
  ///
  /// @param parsed what the parser found
  /// @return what was asked for
  /// @throws CommandLine.ParameterException if a command is incomplete
  static Arguments of(ParseResult parsed) {
    Map<String, String> flags = new LinkedHashMap<>();
    String target = null;
    String configFile = null;
    boolean syntaxOnly = false;
    boolean passwordFromInput = false;
    ParseResult last = parsed;
    for (ParseResult level = parsed; level != null; level = next(level)) {
      last = level;
      for (OptionSpec option : level.matchedOptions()) {
        String name = option.longestName();
        switch (name) {
          case Grammar.CONFIG -> configFile = text(option);
          case Grammar.TARGET -> target = text(option);
          case Grammar.SYNTAX -> syntaxOnly = true;
          case Grammar.PASSWORD_STDIN -> passwordFromInput = true;
          case Grammar.MAKE_CACHE ->
              throw new CommandLine.ParameterException(
                  level.commandSpec().commandLine(),
                  Grammar.MAKE_CACHE + " must be the only argument of bin/mail-monitor.");
          default -> {
            String key = name.substring(2).replace('-', '_');
            if (Setting.named(key).isPresent()) {
              flags.put(key, text(option));
            }
          }
        }
      }
    }
    return new Arguments(command(last), flags, target, configFile, syntaxOnly, passwordFromInput);
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

  /// The value as it was written; of a switch without one, what it stands for.
  private static String text(OptionSpec option) {
    return option.originalStringValues().isEmpty()
        ? String.valueOf(option.<Object>getValue())
        : option.originalStringValues().getLast();
  }

  private static @Nullable ParseResult next(ParseResult level) {
    return level.hasSubcommand() ? level.subcommand() : null;
  }

  private static Command command(ParseResult last) {
    CommandSpec spec = last.commandSpec();
    return switch (spec.qualifiedName(" ")) {
      case "mail-monitor", "mail-monitor check" -> Command.CHECK;
      case "mail-monitor serve" -> Command.SERVE;
      case "mail-monitor config check" -> Command.CONFIG_CHECK;
      case "mail-monitor alert test" -> Command.ALERT_TEST;
      case "mail-monitor status" -> Command.STATUS;
      default ->
          throw new CommandLine.ParameterException(
              spec.commandLine(),
              "'"
                  + spec.qualifiedName(" ")
                  + "' needs one of: "
                  + String.join(", ", spec.subcommands().keySet()));
    };
  }
}
