package dev.mailmonitor.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Reads the sources that know only texts: command line and environment.
final class TextLayers {
  static final String PREFIX = "MAIL_MONITOR_";

  /// Names the configuration file.
  static final String CONFIG = PREFIX + "CONFIG";

  private TextLayers() {}

  /// The values in the environment. An empty variable counts as not set: compose files and unit
  /// files pass variables on that are not there.
  static Layer environment(Sources sources, Problems problems) {
    Map<Setting<?>, Entry<?>> entries = new HashMap<>();
    for (Setting<?> setting : Setting.all()) {
      String text = sources.variable(setting.variable());
      if (text != null) {
        entries.put(
            setting,
            Entry.read(
                setting, text, sources.workingDirectory(), new Origin.Variable(setting), problems));
      }
    }
    warnAboutUnknown(sources, problems);
    return new Layer(entries);
  }

  /// The values on the command line.
  static Layer flags(Sources sources, Problems problems) {
    Map<Setting<?>, Entry<?>> entries = new HashMap<>();
    sources
        .flags()
        .forEach((key, text) -> {
          Setting<?> setting = Setting.named(key).orElseThrow();
          entries.put(
              setting,
              Entry.read(
                  setting, text, sources.workingDirectory(), new Origin.Flag(setting), problems));
          if (setting.isSecret()) {
            problems.warning(
                "%s can be seen by every user of this machine; use %s-file."
                    .formatted(setting.flag(), setting.flag()));
          }
        });
    addTypedPassword(sources, entries, problems);
    return new Layer(entries);
  }

  private static void addTypedPassword(
      Sources sources, Map<Setting<?>, Entry<?>> entries, Problems problems) {
    String text = sources.typedPassword();
    if (text == null) {
      return;
    }
    for (Setting<?> other : List.of(Setting.PASSWORD, Setting.PASSWORD_FILE)) {
      if (entries.remove(other) != null) {
        problems.problem(
            "--password-stdin and %s both give the password; leave one out."
                .formatted(other.flag()));
      }
    }
    entries.put(
        Setting.PASSWORD,
        Entry.read(
            Setting.PASSWORD,
            text,
            sources.workingDirectory(),
            new Origin.StandardInput(),
            problems));
  }

  private static void warnAboutUnknown(Sources sources, Problems problems) {
    List<String> known =
        Stream.concat(Setting.all().stream().map(Setting::variable), Stream.of(CONFIG)).toList();
    sources.environment().keySet().stream()
        .filter(name -> name.startsWith(PREFIX) && !known.contains(name))
        .sorted()
        .forEach(name ->
            problems.warning(
                name.equals(PREFIX + "TARGETS")
                    ? name + " is ignored: targets stand in a configuration file."
                    : "%s is not known and ignored; the nearest known variable is %s."
                        .formatted(name, NearestKey.to(name, known))));
  }
}
