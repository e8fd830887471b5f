package dev.mailmonitor.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The command line's grammar as a completion function of the Z shell.
final class ZshCompletion {
  private ZshCompletion() {}

  /// The file `_mail-monitor`, to be put into a directory of `fpath`.
  static String of(CommandLine grammar) {
    List<String> lines = new ArrayList<>();
    lines.add("#compdef mail-monitor");
    lines.add("# Completions of mail-monitor for zsh, made from its grammar.");
    function("_mail-monitor", grammar.getCommandSpec(), lines);
    lines.add("_mail-monitor \"$@\"");
    return String.join("\n", lines) + "\n";
  }

  private static void function(String name, CommandSpec spec, List<String> lines) {
    spec.subcommands()
        .forEach((sub, command) -> function(name + "_" + sub, command.getCommandSpec(), lines));
    lines.add(name + "() {");
    lines.add("  local context state line");
    lines.add("  typeset -A opt_args");
    lines.add("  _arguments -s -S \\");
    List<String> specs =
        new ArrayList<>(spec.options().stream().map(ZshCompletion::option).toList());
    if (!spec.subcommands().isEmpty()) {
      specs.add("'1: :->command'");
      specs.add("'*:: :->rest'");
    }
    lines.add("    " + String.join(" \\\n    ", specs));
    if (!spec.subcommands().isEmpty()) {
      lines.add("  case $state in");
      lines.add("    command)");
      lines.add("      local -a commands=(");
      spec.subcommands()
          .forEach((sub, command) ->
              lines.add(
                  "        "
                      + quoted(
                          sub + ":" + command.getCommandSpec().usageMessage().description()[0])));
      lines.add("      )");
      lines.add("      _describe command commands ;;");
      lines.add("    rest)");
      lines.add("      case $words[1] in");
      for (String sub : spec.subcommands().keySet()) {
        lines.add("        " + sub + ") " + name + "_" + sub + " ;;");
      }
      lines.add("      esac ;;");
      lines.add("  esac");
    }
    lines.add("}");
  }

  private static String option(OptionSpec option) {
    String description = "[" + escaped(Shells.words(option)) + "]";
    String value = "";
    if (option.arity().min() > 0) {
      value =
          ":" + option.paramLabel().replaceAll("\\|.*", "").replace(":", "") + ":" + values(option);
    }
    String names = String.join(",", option.names());
    String equals = option.arity().min() > 0 ? "=" : "";
    if (option.names().length == 1) {
      return quoted(names + equals + description + value);
    }
    return "'("
        + String.join(" ", option.names())
        + ")'{"
        + names
        + "}"
        + quoted(equals + description + value);
  }

  private static String values(OptionSpec option) {
    if (option.completionCandidates() != null) {
      List<String> candidates = new ArrayList<>();
      option.completionCandidates().forEach(candidates::add);
      return candidates.stream().collect(Collectors.joining(" ", "(", ")"));
    }
    return option.type() == Path.class ? "_files" : " ";
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
