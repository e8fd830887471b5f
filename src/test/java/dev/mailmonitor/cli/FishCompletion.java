package dev.mailmonitor.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The command line's grammar as a completion script of the fish shell.
final class FishCompletion {
  private static final String COMPLETE = "complete -c mail-monitor";

  private FishCompletion() {}

  /// The script.
  static String of(CommandLine grammar) {
    List<String> lines = new ArrayList<>();
    lines.add("# Completions of mail-monitor for fish, made from its grammar.");
    lines.add(COMPLETE + " -f");
    CommandSpec root = grammar.getCommandSpec();
    commands(root, "__fish_use_subcommand", lines);
    grammar
        .getSubcommands()
        .forEach((name, sub) ->
            commands(sub.getCommandSpec(), "__fish_seen_subcommand_from " + name, lines));
    root.options().forEach(option -> lines.add(COMPLETE + option(option)));
    lines.add(
        COMPLETE
            + " -n '__fish_seen_subcommand_from config'"
            + option(Shells.subcommand(root, "config", "check").findOption(Grammar.SYNTAX)));
    return String.join("\n", lines) + "\n";
  }

  private static void commands(CommandSpec spec, String condition, List<String> lines) {
    for (Map.Entry<String, CommandLine> command : spec.subcommands().entrySet()) {
      lines.add(
          COMPLETE
              + " -n '"
              + condition
              + "' -a "
              + command.getKey()
              + " -d "
              + quoted(command.getValue().getCommandSpec().usageMessage().description()[0]));
    }
  }

  private static String option(OptionSpec option) {
    StringBuilder text = new StringBuilder();
    for (String name : option.names()) {
      text.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    if (option.arity().min() > 0) {
      text.append(option.type() == Path.class ? " -rF" : " -x");
    }
    if (option.completionCandidates() != null) {
      text.append(" -a ").append(quoted(String.join(" ", option.completionCandidates())));
    }
    return text.append(" -d ").append(quoted(Shells.words(option))).toString();
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
