package dev.mailmonitor.cli;

import dev.mailmonitor.config.Setting;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// Makes sense of a command line by its [Grammar]. Whoever does not call this loads nothing of the
/// parser's library, which is why all that needs it is here.
final class CommandLineParser {
  /// What a command line turned out to be.
  sealed interface Outcome {
    /// It asks for something.
    record Asked(Arguments arguments) implements Outcome {}

    /// It asked for a text that has been printed.
    record Answered() implements Outcome {}

    /// It is wrong.
    ///
    /// @param problem what is wrong with it
    /// @param command whose help says how it is right
    record Wrong(String problem, String command) implements Outcome {}
  }

  private CommandLineParser() {}

  /// Parses a command line; prints the help or the version if it asks for them.
  static Outcome parse(String... arguments) {
    try {
      ParseResult parsed = Grammar.parser("mail-monitor " + Version.VALUE).parseArgs(arguments);
      return CommandLine.printHelpIfRequested(parsed)
          ? new Outcome.Answered()
          : new Outcome.Asked(of(parsed));
    } catch (CommandLine.ParameterException wrong) {
      return new Outcome.Wrong(
          explain(wrong), wrong.getCommandLine().getCommandSpec().qualifiedName());
    }
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

  /// The value as it was written; of a switch without one, what it stands for.
  private static String text(OptionSpec option) {
    return option.originalStringValues().isEmpty()
        ? String.valueOf(option.<Object>getValue())
        : option.originalStringValues().getLast();
  }

  private static @Nullable ParseResult next(ParseResult level) {
    return level.hasSubcommand() ? level.subcommand() : null;
  }

  private static Arguments.Command command(ParseResult last) {
    CommandSpec spec = last.commandSpec();
    return switch (spec.qualifiedName(" ")) {
      case "mail-monitor", "mail-monitor check" -> Arguments.Command.CHECK;
      case "mail-monitor serve" -> Arguments.Command.SERVE;
      case "mail-monitor config check" -> Arguments.Command.CONFIG_CHECK;
      case "mail-monitor alert test" -> Arguments.Command.ALERT_TEST;
      case "mail-monitor status" -> Arguments.Command.STATUS;
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
