package dev.mailmonitor.cli;

import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What the completions of all shells have in common.
final class Shells {
  private Shells() {}

  /// A subcommand.
  static CommandSpec subcommand(CommandSpec spec, String... path) {
    CommandSpec found = spec;
    for (String name : path) {
      found = Objects.requireNonNull(found.subcommands().get(name), name).getCommandSpec();
    }
    return found;
  }

  /// An option's description on one line, without picocli's escapes.
  static String words(OptionSpec option) {
    return String.join(" ", option.description()).replace("%%", "%");
  }
}
