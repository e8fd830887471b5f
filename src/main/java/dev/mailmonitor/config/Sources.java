package dev.mailmonitor.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything that a configuration is read from.
///
/// @param flags the flags that were given on the command line, and no others: key of the setting
///   (`smtp_host` for `--smtp-host`) to text
/// @param target the name given with `--target`, or null
/// @param configFile the path given with `--config`, or null; `MAIL_MONITOR_CONFIG` comes second
/// @param environment the environment variables
/// @param workingDirectory what relative paths in flags and environment are relative to
/// @param typedPassword the password that came in on the standard input, or null; it counts as a
///   flag
/// @param mode how much of the machine may be looked at
public record Sources(
    Map<String, String> flags,
    @Nullable String target,
    @Nullable String configFile,
    Map<String, String> environment,
    Path workingDirectory,
    @Nullable String typedPassword,
    Mode mode) {

  /// How much of the machine is looked at.
  public enum Mode {
    /// Everything: secrets and certificates are read.
    FULL,
    /// Only the configuration file itself is opened. Secrets that stand elsewhere stay unknown: a
    /// missing password is no problem, and a secret from a file is empty. Such settings describe a
    /// configuration; they cannot run.
    SYNTAX
  }

  /// Sources without a password on the standard input.
  ///
  /// @param flags the flags that were given
  /// @param target the name given with `--target`, or null
  /// @param configFile the path given with `--config`, or null
  /// @param environment the environment variables
  /// @param workingDirectory what relative paths are relative to
  /// @param mode how much of the machine may be looked at
  /// @throws IllegalArgumentException if a flag is not the key of a setting
  public Sources(
      Map<String, String> flags,
      @Nullable String target,
      @Nullable String configFile,
      Map<String, String> environment,
      Path workingDirectory,
      Mode mode) {
    this(flags, target, configFile, environment, workingDirectory, null, mode);
  }

  /// Copies the maps.
  ///
  /// @throws IllegalArgumentException if a flag is not the key of a setting
  public Sources {
    for (String key : flags.keySet()) {
      if (Setting.named(key).isEmpty()) {
        throw new IllegalArgumentException("No setting has the key " + key);
      }
    }
    flags = Collections.unmodifiableMap(new LinkedHashMap<>(flags));
    environment = Map.copyOf(environment);
  }

  boolean opensFiles() {
    return mode == Mode.FULL;
  }

  /// A variable that is set and not empty; an empty one counts as not set.
  @Nullable String variable(String name) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /// Names only: values may be secrets.
  @Override
  public String toString() {
    return "Sources[flags=%s, target=%s, configFile=%s, mode=%s]"
        .formatted(flags.keySet(), target, configFile, mode);
  }
}
