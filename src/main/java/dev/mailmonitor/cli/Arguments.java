package dev.mailmonitor.cli;

import dev.mailmonitor.config.Setting;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/// What was asked for on the command line. The flags of the settings are made from the settings
/// themselves, so that none can be forgotten.
///
/// @param command what to do
/// @param flags the settings' flags that were given, and no others: key to text
/// @param target the name given with `--target`, or null
/// @param configFile the path given with `--config`, or null
/// @param verbose whether to show timings and transcript
/// @param syntaxOnly whether `config check` may open only the configuration file
record Arguments(
    Command command,
    Map<String, String> flags,
    @Nullable String target,
    @Nullable String configFile,
    boolean verbose,
    boolean syntaxOnly) {

  /// What can be asked for.
  enum Command {
    /// One check of each target.
    CHECK,
    /// Validate the configuration and print it.
    CONFIG_CHECK,
    /// Send a test message through every channel.
    ALERT_TEST,
    /// Print what the state says.
    STATUS
  }

  private static final String CONFIG = "--config";
  private static final String TARGET = "--target";
  private static final String VERBOSE = "--verbose";
  private static final String SYNTAX = "--syntax";

  /// Is for the launcher, which needs no program for it; here it is only described.
  private static final String MAKE_CACHE = "--make-cache";

  /// The command line's grammar.
  ///
  /// @param version what `--version` prints
  /// @return a parser
  static CommandLine grammar(String version) {
    CommandSpec root =
        command(
            "mail-monitor",
            "Sends a tracked test mail through a mail server, waits until that very mail is in the"
                + " mailbox, removes it, and sends one ntfy message when the state changes.");
    root.version(version);
    root.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("Print the version and exit.")
            .build());
    root.addOption(
        OptionSpec.builder(MAKE_CACHE)
            .description(
                "On its own: make this installation's start-up cache for the present Java.")
            .build());
    addGeneralOptions(root);
    addSettings(root);
    root.addSubcommand("check", command("check", "Run one check of each target (the default)."));
    CommandSpec config = command("config", "Look at the configuration.");
    CommandSpec configCheck =
        command("check", "Validate the configuration and print it, secrets hidden.");
    configCheck.addOption(
        OptionSpec.builder(SYNTAX)
            .description("Open no file that the configuration names.")
            .build());
    config.addSubcommand("check", configCheck);
    root.addSubcommand("config", config);
    CommandSpec alert = command("alert", "Look after alerts.");
    alert.addSubcommand(
        "test",
        command("test", "Send a test message through every channel; print the server's answer."));
    root.addSubcommand("alert", alert);
    root.addSubcommand("status", command("status", "Print what the state file says."));
    return new CommandLine(root).setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static CommandSpec command(String name, String description) {
    CommandSpec spec = CommandSpec.create().name(name);
    spec.usageMessage()
        .description(description)
        .sortOptions(false)
        .width(80)
        .abbreviateSynopsis(true);
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description("Print this help and exit.")
            .build());
    return spec;
  }

  private static void addGeneralOptions(CommandSpec root) {
    root.addOption(
        inherited(CONFIG)
            .paramLabel("FILE")
            .description("Read the configuration from this JSON file.")
            .build());
    root.addOption(
        inherited(TARGET)
            .paramLabel("NAME")
            .description("Only this target; connection options apply to it.")
            .build());
    root.addOption(
        OptionSpec.builder("-v", VERBOSE)
            .scopeType(ScopeType.INHERIT)
            .description("Show how long each step took and what was said.")
            .build());
  }

  private static OptionSpec.Builder inherited(String name) {
    return OptionSpec.builder(name).arity("1").type(String.class).scopeType(ScopeType.INHERIT);
  }

  private static void addSettings(CommandSpec root) {
    for (Setting<?> setting : Setting.all()) {
      OptionSpec option =
          inherited(setting.flag()).paramLabel("VALUE").description(description(setting)).build();
      root.addOption(option);
    }
    root.usageMessage().footer(footer());
  }

  private static String description(Setting<?> setting) {
    String plain = setting.defaultWords().replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1");
    String note =
        switch (plain) {
          case "–", "none", "see State file" -> "";
          case "required" -> " (required)";
          default -> " (default: " + plain + ")";
        };
    String type = setting.type().name();
    String values = type.contains("`") ? ": " + type : "";
    // picocli formats descriptions; a setting's words are plain.
    return (setting.description() + values + note).replace("%", "%%").replace("`", "");
  }

  private static String[] footer() {
    return new String[] {
      "",
      "Every option is also a key of the configuration file (smtp_host for",
      "--smtp-host) and an environment variable (MAIL_MONITOR_SMTP_HOST). Options",
      "come first, then the environment, then the file.",
      "",
      "Exit status: 0 healthy or degraded, 1 a test failed, 2 the command line or the",
      "configuration is wrong, 3 the monitor could not do its work."
    };
  }

  /// The same request as if no flag but the configuration file had been given.
  Arguments withoutFlags() {
    return new Arguments(command, Map.of(), null, configFile, verbose, syntaxOnly);
  }

  /// What is wrong with a command line. Values are not repeated: behind a misspelt `--password`
  /// stands a secret.
  ///
  /// @param wrong what the parser found
  /// @return a sentence
  static String explain(CommandLine.ParameterException wrong) {
    if (!(wrong instanceof CommandLine.UnmatchedArgumentException unmatched)) {
      return String.valueOf(wrong.getMessage());
    }
    String first =
        unmatched.getUnmatched().stream()
            .filter(argument -> argument.startsWith("-"))
            .map(argument -> argument.replaceFirst("=.*", ""))
            .findFirst()
            .orElse("");
    if (first.isEmpty()) {
      return "an argument belongs to no option and is no command. The commands are check, config check,"
          + " alert test and status; a value with spaces must be quoted.";
    }
    return Setting.nearest(first.replaceFirst("^-+", "").replace('-', '_'))
        .map(key -> "--" + key.replace('_', '-'))
        .or(() ->
            unmatched.getSuggestions().stream().filter(name -> name.startsWith("-")).findFirst())
        .map(nearest -> "unknown option " + first + "; did you mean " + nearest + "?")
        .orElse("unknown option " + first + ".");
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
    boolean verbose = false;
    boolean syntaxOnly = false;
    ParseResult last = parsed;
    for (ParseResult level = parsed; level != null; level = next(level)) {
      last = level;
      for (OptionSpec option : level.matchedOptions()) {
        String name = option.longestName();
        switch (name) {
          case CONFIG -> configFile = option.getValue();
          case TARGET -> target = option.getValue();
          case VERBOSE -> verbose = true;
          case SYNTAX -> syntaxOnly = true;
          case MAKE_CACHE ->
              throw new CommandLine.ParameterException(
                  level.commandSpec().commandLine(),
                  MAKE_CACHE + " must be the only argument of bin/mail-monitor.");
          default -> {
            String key = name.substring(2).replace('-', '_');
            if (Setting.named(key).isPresent()) {
              flags.put(key, option.getValue());
            }
          }
        }
      }
    }
    return new Arguments(command(last), flags, target, configFile, verbose, syntaxOnly);
  }

  private static @Nullable ParseResult next(ParseResult level) {
    return level.hasSubcommand() ? level.subcommand() : null;
  }

  private static Command command(ParseResult last) {
    CommandSpec spec = last.commandSpec();
    return switch (spec.qualifiedName(" ")) {
      case "mail-monitor", "mail-monitor check" -> Command.CHECK;
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
