package dev.mailmonitor.config;

import dev.mailmonitor.target.TargetName;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where state is kept.
///
/// @param file the state of the unnamed target, or null if there is no place (which has been told)
/// @param place what says so
record StatePlace(@Nullable Path file, String place) {
  private static final Path SYSTEM = Path.of("/var/lib/mail-monitor/state.json");

  static StatePlace find(Layers layers, Sources sources, Machine machine, Problems problems) {
    Entry<Path> entry = layers.given(Setting.STATE_FILE);
    if (entry == null) {
      return byDefault(sources, machine, problems);
    }
    Path file = entry.value();
    if (file != null && sources.opensFiles() && Files.isDirectory(file)) {
      problems.problem(
          "%s names %s, which is a directory; a file in it is expected, such as %s."
              .formatted(entry.origin().subject(), file, file.resolve("state.json")));
      return new StatePlace(null, "");
    }
    return new StatePlace(file, entry.origin().place());
  }

  /// The file of a target: the state file itself, or one named after the target beside it.
  @Nullable Path of(TargetName target) {
    return file == null || !target.isNamed()
        ? file
        : file.resolveSibling("targets").resolve(target + ".json");
  }

  private static StatePlace byDefault(Sources sources, Machine machine, Problems problems) {
    String systemd = sources.variable("STATE_DIRECTORY");
    if (systemd != null) {
      // systemd separates several state directories by colons.
      String first = systemd.split(":", 2)[0];
      Path directory = sources.workingDirectory().resolve(first);
      return new StatePlace(directory.resolve("state.json"), "default: $STATE_DIRECTORY");
    }
    Path directory = SYSTEM.resolveSibling("");
    if (machine.isWritable(directory) || machine.isWritable(SYSTEM)) {
      return new StatePlace(SYSTEM, "default");
    }
    String xdg = sources.variable("XDG_STATE_HOME");
    // Relative paths are invalid and to be ignored (XDG Base Directory Specification).
    if (xdg != null && xdg.startsWith("/")) {
      return new StatePlace(Path.of(xdg, "mail-monitor/state.json"), "default: $XDG_STATE_HOME");
    }
    String home = sources.variable("HOME");
    if (home != null && home.startsWith("/")) {
      return new StatePlace(
          Path.of(home, ".local/state/mail-monitor/state.json"), "default: below $HOME");
    }
    if (!sources.opensFiles()) {
      return new StatePlace(SYSTEM, "default; another place where this cannot be written");
    }
    problems.problem(
        ("state_file is missing, and there is no default place for it: %s cannot be"
                + " written and neither XDG_STATE_HOME nor HOME is set; give state_file in"
                + " the configuration file, %s or %s.")
            .formatted(directory, Setting.STATE_FILE.flag(), Setting.STATE_FILE.variable()));
    return new StatePlace(null, "");
  }
}
