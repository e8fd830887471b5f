package dev.mailmonitor.config;

import dev.mailmonitor.alert.ntfy.NtfySettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Flags, environment and file of one test, and the reading of them. Its machine has no files and
/// nothing writable but what a test names; its user lives in `/home/monitor`.
record Scenario(
    Path directory,
    Map<String, String> flags,
    @Nullable String target,
    @Nullable String configFile,
    Map<String, String> environment,
    Set<Path> files,
    Set<Path> writable,
    Sources.Mode mode) {

  /// All that is required, as keys of a configuration file.
  static final String REQUIRED =
      """
      "smtp_host": "smtp.example.com", "imap_host": "imap.example.com",
      "username": "monitor@example.com", "password": "s3cret"
      """;

  static Scenario in(Path directory) {
    return new Scenario(
        directory,
        Map.of(),
        null,
        null,
        Map.of("HOME", "/home/monitor"),
        Set.of(),
        Set.of(),
        Sources.Mode.FULL);
  }

  /// With a file of these keys beside the required ones.
  Scenario file(String keys) {
    return json("{" + REQUIRED + (keys.isBlank() ? "" : ", " + keys) + "}");
  }

  /// With a file of this content, which only its owner may read.
  Scenario json(String content) {
    write("config.json", content);
    return config("config.json");
  }

  Scenario config(@Nullable String name) {
    return new Scenario(directory, flags, target, name, environment, files, writable, mode);
  }

  Scenario flag(String key, String text) {
    return new Scenario(
        directory, with(flags, key, text), target, configFile, environment, files, writable, mode);
  }

  Scenario variable(String name, String text) {
    return new Scenario(
        directory, flags, target, configFile, with(environment, name, text), files, writable, mode);
  }

  Scenario target(String name) {
    return new Scenario(directory, flags, name, configFile, environment, files, writable, mode);
  }

  Scenario withoutEnvironment() {
    return new Scenario(directory, flags, target, configFile, Map.of(), files, writable, mode);
  }

  Scenario existing(String... paths) {
    return new Scenario(
        directory, flags, target, configFile, environment, paths(paths), writable, mode);
  }

  Scenario writable(String... paths) {
    return new Scenario(
        directory, flags, target, configFile, environment, files, paths(paths), mode);
  }

  Scenario syntaxOnly() {
    return new Scenario(
        directory, flags, target, configFile, environment, files, writable, Sources.Mode.SYNTAX);
  }

  /// Writes a file that only its owner may read.
  Path write(String name, String content) {
    try {
      Path file = directory.resolve(name);
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, content);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  EffectiveConfiguration read() throws ConfigurationException {
    return reader().read(sources());
  }

  /// Only how people are told.
  AlertRoute.All alerts() throws ConfigurationException {
    return reader().readAlerts(sources());
  }

  private Sources sources() {
    return new Sources(flags, target, configFile, environment, directory, mode);
  }

  private ConfigurationReader reader() {
    Machine machine =
        new Machine() {
          @Override
          public boolean isFile(Path path) {
            return files.contains(path);
          }

          @Override
          public boolean isWritable(Path path) {
            return writable.contains(path);
          }

          @Override
          public ZoneId timeZone() {
            return ZoneId.of("Europe/Berlin");
          }
        };
    return new ConfigurationReader(machine);
  }

  List<MonitoredTarget> targets() throws ConfigurationException {
    return read().settings().targets();
  }

  /// The first target.
  MonitoredTarget only() throws ConfigurationException {
    return targets().getFirst();
  }

  NtfySettings ntfy() throws ConfigurationException {
    return only().alerts().ntfy().orElseThrow();
  }

  List<String> warnings() throws ConfigurationException {
    return read().settings().warnings();
  }

  /// What is wrong; nothing if all is well.
  List<String> problems() {
    try {
      read();
      return List.of();
    } catch (ConfigurationException e) {
      return e.problems();
    }
  }

  /// The exception that must come.
  ConfigurationException failure() {
    try {
      read();
    } catch (ConfigurationException e) {
      return e;
    }
    throw new AssertionError("The configuration is valid");
  }

  private static Set<Path> paths(String... paths) {
    return Set.copyOf(List.of(paths).stream().map(Path::of).toList());
  }

  private static Map<String, String> with(Map<String, String> map, String key, String value) {
    Map<String, String> copy = new LinkedHashMap<>(map);
    copy.put(key, value);
    return copy;
  }
}
