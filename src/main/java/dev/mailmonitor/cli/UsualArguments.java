package dev.mailmonitor.cli;

import dev.mailmonitor.config.Setting;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Understands the command lines of every day without the parser, which costs a tenth of a check's
/// CPU time: known commands, and known options with values that cannot be anything else. All other
/// command lines, the wrong ones among them, are the parser's. What is understood here means the
/// same to the parser.
final class UsualArguments {
  private static final Map<String, Arguments.Command> COMMANDS =
      Map.of(
          "", Arguments.Command.CHECK,
          "check", Arguments.Command.CHECK,
          "serve", Arguments.Command.SERVE,
          "config check", Arguments.Command.CONFIG_CHECK,
          "alert test", Arguments.Command.ALERT_TEST,
          "status", Arguments.Command.STATUS);

  /// What may stand before the second word of a command.
  private static final Set<String> GROUPS = Set.of("config", "alert");

  /// What the parser takes for a command wherever it stands.
  private static final Set<String> WORDS =
      Set.of("check", "serve", "config", "alert", "test", "status");

  private final String[] arguments;
  private final Map<String, String> flags = new LinkedHashMap<>();
  private String words = "";
  private @Nullable String target;
  private @Nullable String configFile;
  private boolean syntaxOnly;
  private boolean passwordFromInput;
  private int next;

  private UsualArguments(String... arguments) {
    this.arguments = arguments;
  }

  /// Tries to understand a command line.
  ///
  /// @param arguments the command's arguments
  /// @return what was asked for; empty if the parser must say
  static Optional<Arguments> of(String... arguments) {
    return new UsualArguments(arguments).read();
  }

  private Optional<Arguments> read() {
    while (next < arguments.length) {
      String argument = arguments[next++];
      boolean understood = argument.startsWith("-") ? option(argument) : word(argument);
      if (!understood) {
        return Optional.empty();
      }
    }
    return Optional.ofNullable(COMMANDS.get(words))
        .map(command ->
            new Arguments(command, flags, target, configFile, syntaxOnly, passwordFromInput));
  }

  private boolean word(String word) {
    words = words.isEmpty() ? word : words + " " + word;
    return WORDS.contains(word) && (COMMANDS.containsKey(words) || GROUPS.contains(words));
  }

  private boolean option(String argument) {
    int equals = argument.indexOf('=');
    String name = equals < 0 ? argument : argument.substring(0, equals);
    String attached = equals < 0 ? null : argument.substring(equals + 1);
    return switch (name) {
      case Grammar.CONFIG -> {
        configFile = value(attached);
        yield configFile != null;
      }
      case Grammar.TARGET -> {
        target = value(attached);
        yield target != null;
      }
      case Grammar.SYNTAX -> {
        syntaxOnly = true;
        yield attached == null && words.equals("config check");
      }
      case Grammar.PASSWORD_STDIN -> {
        passwordFromInput = true;
        yield attached == null;
      }
      default -> setting(name, attached);
    };
  }

  private boolean setting(String name, @Nullable String attached) {
    Setting<?> setting = Setting.withFlag(name).orElse(null);
    if (setting == null) {
      return false;
    }
    String value = setting.isSwitch() && attached == null ? switchedOn() : value(attached);
    if (value == null) {
      return false;
    }
    flags.put(setting.key(), value);
    return true;
  }

  /// A switch takes what follows for its value, unless that is an option.
  private @Nullable String switchedOn() {
    return next == arguments.length || arguments[next].startsWith("--") ? "true" : null;
  }

  /// The value of an option, or null if it is missing or may be something else.
  private @Nullable String value(@Nullable String attached) {
    if (attached != null) {
      return attached.isEmpty() ? null : attached;
    }
    if (next == arguments.length) {
      return null;
    }
    String value = arguments[next];
    if (value.isEmpty() || value.startsWith("-") || WORDS.contains(value)) {
      return null;
    }
    next++;
    return value;
  }
}
