package dev.mailmonitor.config;

import dev.mailmonitor.target.TargetName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a configuration file says.
///
/// @param readable whether it could be read so far that what is missing in it is really missing
/// @param topLevel the defaults of all targets
/// @param targets the named targets, in the order of the file; none if there is no `targets`
record ConfigurationFile(boolean readable, Layer topLevel, Map<TargetName, Layer> targets) {
  /// No file at all.
  static final ConfigurationFile NONE = new ConfigurationFile(true, Layer.EMPTY, Map.of());

  /// A file of which nothing is known.
  static final ConfigurationFile BROKEN = new ConfigurationFile(false, Layer.EMPTY, Map.of());

  private static final int LIMIT = 1024 * 1024;

  ConfigurationFile {
    targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets));
  }

  /// Reads a file.
  ///
  /// @param name the file as the user named it
  /// @param givenBy the flag or the variable that names it
  /// @param path where it is
  /// @param problems told everything that is wrong with it
  static ConfigurationFile read(String name, String givenBy, Path path, Problems problems) {
    Json json;
    try {
      String text = SmallFile.text(path, LIMIT);
      json = JsonReader.parse(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (SmallFile.Unusable e) {
      problems.problem(
          "%s names the configuration file %s, which %s.".formatted(givenBy, name, e.reason()));
      return BROKEN;
    } catch (JsonReader.Malformed e) {
      problems.problem("%s is not valid JSON: %s.".formatted(name, e.where()));
      return BROKEN;
    }
    if (!(json instanceof Json.Members members)) {
      problems.problem("%s must hold a JSON object {…}, not %s.".formatted(name, json.kind()));
      return BROKEN;
    }
    Path directory = path.toAbsolutePath().getParent();
    Reader reader = new Reader(name, directory == null ? path : directory, problems);
    ConfigurationFile file = reader.topLevel(members);
    if (Stream.concat(Stream.of(file.topLevel), file.targets.values().stream())
        .anyMatch(ConfigurationFile::holdsSecret)) {
      warnIfOthersMayRead(name, path, problems);
    }
    return file;
  }

  private static boolean holdsSecret(Layer layer) {
    return layer.entries().keySet().stream().anyMatch(Setting::isSecret);
  }

  private static void warnIfOthersMayRead(String name, Path path, Problems problems) {
    try {
      if (Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ)) {
        problems.warning(
            ("%s holds a secret and can be read by every user of this machine:"
                    + " chmod o-rwx it, or move the secret to a file of its own"
                    + " (password_file, ntfy_token_file).")
                .formatted(name));
      }
    } catch (IOException | UnsupportedOperationException e) {
      // No POSIX permissions here, so nothing to warn of.
    }
  }

  /// Reads the objects of one file.
  private record Reader(String name, Path directory, Problems problems) {
    private static final List<String> KEYS =
        Stream.concat(Setting.all().stream().map(Setting::key), Stream.of(Setting.TARGETS))
            .toList();
    private static final List<String> TARGET_KEYS =
        Setting.all().stream()
            .filter(setting -> setting.scope() != Setting.Scope.RUN)
            .map(Setting::key)
            .toList();

    ConfigurationFile topLevel(Json.Members object) {
      Map<Setting<?>, Entry<?>> entries = new HashMap<>();
      Map<TargetName, Layer> targets = new LinkedHashMap<>();
      boolean readable = true;
      for (Json.Member member : unique("", object)) {
        if (member.key().equals(Setting.TARGETS)) {
          targets = targets(member);
          readable = !targets.isEmpty();
        } else {
          put(entries, "", member, KEYS);
        }
      }
      return new ConfigurationFile(readable, new Layer(entries), targets);
    }

    private Map<TargetName, Layer> targets(Json.Member member) {
      Map<TargetName, Layer> targets = new LinkedHashMap<>();
      String subject = subject(Setting.TARGETS, member);
      if (!(member.value() instanceof Json.Members object)) {
        problems.problem(
            "%s must be an object, NAME to the keys that differ, not %s."
                .formatted(subject, member.value().kind()));
        return targets;
      }
      List<Json.Member> members = unique(Setting.TARGETS + ".", object);
      if (members.isEmpty()) {
        problems.problem(
            subject
                + " is empty: name at least one target, or leave the key out for one"
                + " target without a name.");
      }
      for (Json.Member target : members) {
        readTarget(target, targets);
      }
      return targets;
    }

    private void readTarget(Json.Member member, Map<TargetName, Layer> targets) {
      String path = Setting.TARGETS + "." + member.key();
      TargetName targetName = targetName(member);
      if (targetName == null) {
        return;
      }
      if (!(member.value() instanceof Json.Members object)) {
        problems.problem(
            "%s must be an object, not %s."
                .formatted(subject(path, member), member.value().kind()));
        return;
      }
      Map<Setting<?>, Entry<?>> entries = new HashMap<>();
      for (Json.Member own : unique(path + ".", object)) {
        boolean misplaced = KEYS.contains(own.key()) && !TARGET_KEYS.contains(own.key());
        if (misplaced) {
          problems.problem(
              "%s belongs to the top level of the file, not into a target."
                  .formatted(subject(path + "." + own.key(), own)));
        } else {
          put(entries, path + ".", own, TARGET_KEYS);
        }
      }
      targets.put(targetName, new Layer(entries));
    }

    private @Nullable TargetName targetName(Json.Member member) {
      try {
        TargetName targetName = new TargetName(member.key());
        if (targetName.isNamed()) {
          return targetName;
        }
      } catch (IllegalArgumentException e) {
        // Told below, with the place.
      }
      problems.problem(
          ("targets.%s must have a name of 1 to 64 letters, digits, '.', '_' or '-'"
                  + " (and not . or ..).")
              .formatted(subject(Shown.text(member.key()), member)));
      return null;
    }

    /// The members that count: of those with the same key, the first.
    private List<Json.Member> unique(String prefix, Json.Members object) {
      Map<String, Json.Member> seen = new LinkedHashMap<>();
      for (Json.Member member : object.list()) {
        if (member.key().startsWith("_") || member.key().equals("$schema")) {
          continue;
        }
        Json.Member first = seen.putIfAbsent(member.key(), member);
        if (first != null) {
          problems.problem(
              "%s (%s, line %d, column %d) was given before, in line %d: keep one of the two."
                  .formatted(
                      path(prefix, member), name, member.line(), member.column(), first.line()));
        }
      }
      return List.copyOf(seen.values());
    }

    private void put(
        Map<Setting<?>, Entry<?>> entries, String prefix, Json.Member member, List<String> known) {
      Setting<?> setting = Setting.named(member.key()).orElse(null);
      if (setting == null) {
        problems.problem(
            "%s is not a known key; the nearest known key is %s."
                .formatted(
                    subject(path(prefix, member), member), NearestKey.to(member.key(), known)));
        return;
      }
      Origin.InFile origin = new Origin.InFile(name, prefix + member.key(), member.line());
      Entry<?> entry = FileValue.read(setting, member.value(), directory, origin, problems);
      if (entry != null) {
        entries.put(setting, entry);
      }
    }

    private static String path(String prefix, Json.Member member) {
      boolean plain = member.key().matches("[A-Za-z0-9._$-]{1,64}");
      return prefix + (plain ? member.key() : Shown.text(member.key()));
    }

    private String subject(String path, Json.Member member) {
      return new Origin.InFile(name, path, member.line()).subject();
    }
  }
}
