package dev.mailmonitor.cli;

import dev.mailmonitor.config.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ScopeType;

/// The command line's grammar: commands and options, and how the help shows them. The options of
/// the settings are made from the settings themselves, so that none can be forgotten.
final class Grammar {
  static final String CONFIG = "--config";
  static final String TARGET = "--target";
  static final String SYNTAX = "--syntax";
  static final String PASSWORD_STDIN = "--password-stdin";

  /// Is for the launcher, which needs no program for it; here it is only described.
  static final String MAKE_CACHE = "--make-cache";

  /// The heading of options that are no settings.
  static final String GENERAL = "General";

  private static final int WIDTH = 80;

  private Grammar() {}

  /// A parser of command lines.
  ///
  /// @param version what `--version` prints
  /// @return the parser
  static CommandLine parser(String version) {
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
    root.usageMessage().footer(footer());
    root.addSubcommand("check", command("check", "Run one check of each target (the default)."));
    root.addSubcommand(
        "serve", command("serve", "Check the targets again and again, as a service."));
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
    // Of an option that is given twice the last one counts, as wrappers expect that add their own;
    // the parser would say so on standard error, with the values, which may be secret.
    CommandLine.tracer().setLevel(CommandLine.TraceLevel.OFF);
    return new CommandLine(root)
        .setOverwrittenOptionsAllowed(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        // A password may begin with @; it is no file of arguments.
        .setExpandAtFiles(false);
  }

  private static CommandSpec command(String name, String description) {
    CommandSpec spec = CommandSpec.create().name(name);
    spec.usageMessage()
        .description(description)
        .sortOptions(false)
        .width(WIDTH)
        .abbreviateSynopsis(true);
    Map<String, IHelpSectionRenderer> sections =
        new LinkedHashMap<>(spec.usageMessage().sectionMap());
    sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, Grammar::optionList);
    spec.usageMessage().sectionMap(sections);
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description("Print this help and exit.")
            .build());
    return spec;
  }

  private static void addGeneralOptions(CommandSpec root) {
    root.addOption(
        file(inherited(CONFIG))
            .paramLabel("FILE")
            .description("Read the configuration from this JSON file.")
            .build());
    root.addOption(
        inherited(TARGET)
            .paramLabel("NAME")
            .description("Only this target; connection options apply to it.")
            .build());
  }

  private static void addSettings(CommandSpec root) {
    for (Setting<?> setting : Setting.all()) {
      root.addOption(option(setting));
      if (setting.key().equals("password_file")) {
        root.addOption(
            OptionSpec.builder(PASSWORD_STDIN)
                .scopeType(ScopeType.INHERIT)
                .description("read the password from the standard input; ask for it on a terminal")
                .build());
      }
    }
  }

  private static OptionSpec.Builder inherited(String name) {
    return OptionSpec.builder(name).arity("1").type(String.class).scopeType(ScopeType.INHERIT);
  }

  /// For the shells' completion only: the text is taken as it was written.
  private static OptionSpec.Builder file(OptionSpec.Builder option) {
    return option.type(Path.class).converters(_ -> Path.of(""));
  }

  private static OptionSpec option(Setting<?> setting) {
    String placeholder = setting.type().placeholder();
    OptionSpec.Builder option =
        inherited(setting.flag())
            .paramLabel(placeholder)
            .hideParamSyntax(true)
            .description(description(setting));
    if (setting.isSwitch()) {
      option.arity("0..1").fallbackValue("true").hideParamSyntax(false);
    }
    if (setting.key().equals("verbose")) {
      option.names("-v", setting.flag());
    }
    if (placeholder.equals("FILE")) {
      file(option);
    }
    if (placeholder.contains("|") && !setting.isSwitch()) {
      option.completionCandidates(List.of(placeholder.split("\\|")));
    }
    return option.build();
  }

  private static String description(Setting<?> setting) {
    if (setting.isSwitch()) {
      return setting.description().replace("`", "");
    }
    String plain = setting.defaultWords().replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1");
    String note =
        switch (plain) {
          case "–", "none", "see State file" -> "";
          case "required" -> " (required)";
          default -> " (default: " + plain + ")";
        };
    String type = setting.type().name();
    boolean valuesAreShown = setting.type().placeholder().contains("|");
    String values = type.contains("`") && !valuesAreShown ? ": " + type : "";
    // picocli formats descriptions; a setting's words are plain.
    return (setting.description() + values + note).replace("%", "%%").replace("`", "");
  }

  /// The options of a command by what they are about, in the order in which they were added.
  ///
  /// @param spec the command
  /// @return heading to options
  static Map<String, List<OptionSpec>> groups(CommandSpec spec) {
    Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
    groups.put(GENERAL, new ArrayList<>());
    for (OptionSpec option : spec.options()) {
      groups.computeIfAbsent(heading(option), _ -> new ArrayList<>()).add(option);
    }
    return groups;
  }

  private static String heading(OptionSpec option) {
    if (option.longestName().equals(PASSWORD_STDIN)) {
      return Setting.Group.ACCOUNT.title();
    }
    return Setting.named(option.longestName().substring(2).replace('-', '_'))
        .map(setting -> setting.group().title())
        .orElse(GENERAL);
  }

  private static String optionList(Help help) {
    StringBuilder text = new StringBuilder();
    groups(help.commandSpec())
        .forEach((heading, options) -> {
          Help.Layout layout = help.createDefaultLayout();
          layout.addOptions(options, help.parameterLabelRenderer());
          text.append(String.format("%n%s:%n", heading)).append(layout);
        });
    return text.append(String.format("%n")).toString();
  }

  private static String[] footer() {
    return new String[] {
      "",
      "Every setting is an option, a key of the configuration file (smtp_host for",
      "--smtp-host) and an environment variable (MAIL_MONITOR_SMTP_HOST). Options",
      "come first, then the environment, then the file.",
      "",
      "Exit status: 0 healthy or degraded, 1 a test failed, 2 the command line or the",
      "configuration is wrong, 3 the monitor could not do its work."
    };
  }
}
