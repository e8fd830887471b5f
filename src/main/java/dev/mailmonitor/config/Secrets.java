package dev.mailmonitor.config;

import dev.mailmonitor.config.Parsed.Bad;
import dev.mailmonitor.config.Parsed.Good;
import dev.mailmonitor.target.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// Finds passwords and tokens: in values, in files and among systemd's credentials.
final class Secrets {
  /// What became of the search for a secret.
  sealed interface Found {
    /// It is known.
    ///
    /// @param secret the secret
    /// @param place where it was found, for a list of values
    record Known(Secret secret, String place) implements Found {}

    /// It is given nowhere.
    record Absent() implements Found {}

    /// It is given, but cannot be used; that has been told.
    record Invalid() implements Found {}
  }

  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,1024}");
  private static final String DIRECTORY = "CREDENTIALS_DIRECTORY";

  private final Sources sources;
  private final SecretFiles files;
  private final Problems problems;

  Secrets(Sources sources, SecretFiles files, Problems problems) {
    this.sources = sources;
    this.files = files;
    this.problems = problems;
  }

  static Parsed<Secret> parse(String text) {
    if (text.isEmpty()) {
      return new Bad<>("a secret");
    }
    // NUL separates user and password in SASL PLAIN (RFC 4616).
    return text.indexOf('\0') >= 0
        ? new Bad<>("a text without the NUL character")
        : new Good<>(Secret.of(text));
  }

  /// A token stands in an HTTP header.
  static Parsed<Secret> parseToken(String text) {
    return TOKEN.matcher(text).matches()
        ? new Good<>(Secret.of(text))
        : new Bad<>("a token: ASCII letters, digits and signs without spaces");
  }

  /// Finds a secret.
  ///
  /// @param layers where it may be given
  /// @param ranks the settings that can give it, the most specific group first
  /// @param type how it is read from a file
  /// @param credentials names of systemd credentials that hold it where no setting gives it; the
  ///   first that exists counts
  Found find(
      Layers layers,
      List<List<Setting<?>>> ranks,
      SettingType<Secret> type,
      List<String> credentials) {
    Entry<?> entry = layers.mostSpecific(ranks);
    if (entry == null) {
      return credential(credentials, type);
    }
    String place = entry.origin().place();
    if (entry.value() instanceof Secret secret) {
      return new Found.Known(secret, place);
    }
    if (!(entry.value() instanceof Path file)) {
      return new Found.Invalid();
    }
    return sources.opensFiles()
        ? fromFile(entry.origin().subject() + " names " + file + ", which", file, type, place)
        : new Found.Known(Secret.of(""), "file " + file + " (" + place + ")");
  }

  private Found credential(List<String> names, SettingType<Secret> type) {
    String directory = sources.variable(DIRECTORY);
    if (directory == null || !sources.opensFiles()) {
      return new Found.Absent();
    }
    for (String name : names) {
      Path file = sources.workingDirectory().resolve(directory).resolve(name);
      if (Files.exists(file)) {
        String place = "$" + DIRECTORY + "/" + name;
        return fromFile("The credential " + place, file, type, place);
      }
    }
    return new Found.Absent();
  }

  /// @param subject the file, to begin a sentence with
  private Found fromFile(String subject, Path file, SettingType<Secret> type, String place) {
    String text;
    try {
      text = files.text(file);
    } catch (SmallFile.Unusable e) {
      problems.problem(subject + " " + e.reason() + ".");
      return new Found.Invalid();
    }
    if (text.isEmpty()) {
      problems.problem(subject + " is empty.");
      return new Found.Invalid();
    }
    if (text.indexOf('\n') >= 0 && type == SettingType.SECRET) {
      problems.warning(
          subject + " has several lines; all but the last line break belong to the password.");
    }
    return type.parse(text, file)
        .<Found>fold(
            secret -> new Found.Known(secret, place),
            bad -> {
              problems.problem(subject + " must hold " + bad.expected() + ".");
              return new Found.Invalid();
            });
  }
}
