package dev.mailmonitor.config;

/// Where a value was given.
sealed interface Origin {
  /// On the command line.
  record Flag(Setting<?> setting) implements Origin {}

  /// In an environment variable.
  record Variable(Setting<?> setting) implements Origin {}

  /// In the configuration file.
  ///
  /// @param file the file as the user named it
  /// @param keyPath the key with the keys that it stands below, such as `targets.eu.smtp_port`
  /// @param line the key's line, from 1
  record InFile(String file, String keyPath, int line) implements Origin {}

  /// Nowhere: the default.
  record Default(Setting<?> setting) implements Origin {}

  /// The key and its place, to begin a sentence with.
  default String subject() {
    return switch (this) {
      case Flag(Setting<?> setting) -> setting.key() + " (" + setting.flag() + ")";
      case Variable(Setting<?> setting) -> setting.key() + " (" + setting.variable() + ")";
      case InFile(String file, String keyPath, int line) ->
          keyPath + " (" + file + ", line " + line + ")";
      case Default(Setting<?> setting) -> setting.key() + " (default)";
    };
  }

  /// The place alone, for a list of values.
  default String place() {
    return switch (this) {
      case Flag(Setting<?> setting) -> setting.flag();
      case Variable(Setting<?> setting) -> setting.variable();
      case InFile(String file, String keyPath, int line) ->
          keyPath + " in " + file + ", line " + line;
      case Default(Setting<?> _) -> "default";
    };
  }
}
