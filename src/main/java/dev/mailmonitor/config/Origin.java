package dev.mailmonitor.config;

/// Where a value was given.
sealed interface Origin {
  /// The key and its place, to begin a sentence with.
  String subject();

  /// The place alone, for a list of values.
  String place();

  /// On the command line.
  record Flag(Setting<?> setting) implements Origin {
    @Override
    public String subject() {
      return setting.key() + " (" + setting.flag() + ")";
    }

    @Override
    public String place() {
      return setting.flag();
    }
  }

  /// On the standard input.
  record StandardInput() implements Origin {
    @Override
    public String subject() {
      return "password (--password-stdin)";
    }

    @Override
    public String place() {
      return "--password-stdin";
    }
  }

  /// In an environment variable.
  record Variable(Setting<?> setting) implements Origin {
    @Override
    public String subject() {
      return setting.key() + " (" + setting.variable() + ")";
    }

    @Override
    public String place() {
      return setting.variable();
    }
  }

  /// In the configuration file.
  ///
  /// @param file the file as the user named it
  /// @param keyPath the key with the keys that it stands below, such as `targets.eu.smtp_port`
  /// @param line the key's line, from 1
  record InFile(String file, String keyPath, int line) implements Origin {
    @Override
    public String subject() {
      return keyPath + " (" + file + ", line " + line + ")";
    }

    @Override
    public String place() {
      return keyPath + " in " + file + ", line " + line;
    }
  }

  /// Nowhere: the default.
  record Default(Setting<?> setting) implements Origin {
    @Override
    public String subject() {
      return setting.key() + " (default)";
    }

    @Override
    public String place() {
      return "default";
    }
  }
}
