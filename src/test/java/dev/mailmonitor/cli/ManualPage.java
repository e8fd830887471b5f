package dev.mailmonitor.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The command line's grammar as a manual page (man(7) macros).
final class ManualPage {
  private ManualPage() {}

  /// The page `mail-monitor(1)`.
  static String of(CommandLine grammar) {
    CommandSpec root = grammar.getCommandSpec();
    List<String> lines = new ArrayList<>();
    lines.add(".\\\" Made from the program's grammar.");
    lines.add(".TH MAIL-MONITOR 1 \"\" \"mail-monitor\" \"User Commands\"");
    lines.add(".SH NAME");
    lines.add("mail\\-monitor \\- check that a mail server really delivers mail");
    lines.add(".SH SYNOPSIS");
    lines.add(".B mail\\-monitor");
    lines.add("[\\fIOPTIONS\\fR] [\\fBcheck\\fR]");
    synopses(root, "mail-monitor", lines);
    lines.add(".SH DESCRIPTION");
    lines.add(text(root.usageMessage().description()[0]));
    lines.add(".PP");
    lines.add(
        text(
            "Every setting is an option, a key of the configuration file (smtp_host for"
                + " --smtp-host) and an environment variable (MAIL_MONITOR_SMTP_HOST). Options come"
                + " first, then the environment, then the file."));
    lines.add(".SH COMMANDS");
    commands(root, "", lines);
    lines.add(".SH OPTIONS");
    for (Map.Entry<String, List<OptionSpec>> group : Grammar.groups(root).entrySet()) {
      lines.add(".SS " + group.getKey());
      group.getValue().forEach(option -> add(option, lines));
    }
    lines.add(".SS Of \\(lqconfig check\\(rq");
    add(Shells.subcommand(root, "config", "check").findOption(Grammar.SYNTAX), lines);
    lines.add(".SH EXIT STATUS");
    status("0", "healthy or degraded, or the command did what it was asked to", lines);
    status("1", "a test failed, or a channel did not accept the test message", lines);
    status("2", "the command line or the configuration is wrong; nothing was touched", lines);
    status("3", "the monitor could not do its work", lines);
    lines.add(".SH EXAMPLES");
    lines.add("Check a server once, with the password from a file:");
    lines.add(".PP");
    lines.add(".nf");
    lines.add(".RS");
    lines.add(
        "mail\\-monitor \\-\\-smtp\\-host mail.example.com \\-\\-imap\\-host mail.example.com \\e");
    lines.add(
        "  \\-\\-username monitor@example.com \\-\\-password\\-file /etc/mail\\-monitor/password");
    lines.add(".RE");
    lines.add(".fi");
    lines.add(".PP");
    lines.add("Validate a configuration, and say how things are:");
    lines.add(".PP");
    lines.add(".nf");
    lines.add(".RS");
    lines.add("mail\\-monitor config check \\-\\-config /etc/mail\\-monitor/config.json");
    lines.add("mail\\-monitor status \\-\\-config /etc/mail\\-monitor/config.json");
    lines.add(".RE");
    lines.add(".fi");
    return String.join("\n", lines) + "\n";
  }

  private static void synopses(CommandSpec spec, String path, List<String> lines) {
    for (Map.Entry<String, CommandLine> sub : spec.subcommands().entrySet()) {
      String name = path + " " + sub.getKey();
      CommandSpec command = sub.getValue().getCommandSpec();
      if (!command.subcommands().isEmpty()) {
        synopses(command, name, lines);
      } else if (!name.equals("mail-monitor check")) {
        lines.add(".br");
        lines.add(".B " + text(name));
        lines.add("[\\fIOPTIONS\\fR]");
      }
    }
  }

  private static void commands(CommandSpec spec, String path, List<String> lines) {
    for (Map.Entry<String, CommandLine> sub : spec.subcommands().entrySet()) {
      String name = path + sub.getKey();
      CommandSpec command = sub.getValue().getCommandSpec();
      if (command.subcommands().isEmpty()) {
        lines.add(".TP");
        lines.add(".B " + text(name));
        lines.add(text(command.usageMessage().description()[0]));
      } else {
        commands(command, name + " ", lines);
      }
    }
  }

  private static void add(OptionSpec option, List<String> lines) {
    String value = option.arity().min() > 0 ? "=\\fI" + text(option.paramLabel()) + "\\fR" : "";
    List<String> names = new ArrayList<>();
    for (String name : option.names()) {
      names.add("\\fB" + text(name) + "\\fR" + (name.startsWith("--") ? value : ""));
    }
    lines.add(".TP");
    lines.add(String.join(", ", names));
    lines.add(text(Shells.words(option)));
  }

  private static void status(String code, String meaning, List<String> lines) {
    lines.add(".TP");
    lines.add(".B " + code);
    lines.add(meaning);
  }

  /// Escapes what roff would take for its own.
  private static String text(String plain) {
    String escaped =
        plain.replace("\\", "\\e").replace("-", "\\-").replace("–", "\\(en").replace("'", "\\(aq");
    return escaped.startsWith(".") ? "\\&" + escaped : escaped;
  }
}
