package dev.mailmonitor.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A value as one source gives it.
///
/// @param setting what it is a value of
/// @param value the value, or null if what was given is none (which has been told)
/// @param origin where it was given
record Entry<T>(Setting<T> setting, @Nullable T value, Origin origin) {

  /// Reads a text.
  ///
  /// @param setting what it is a value of
  /// @param text the value as text
  /// @param base where relative paths begin
  /// @param origin where it was given
  /// @param problems told if the text is not a value of the setting
  static <T> Entry<T> read(
      Setting<T> setting, String text, Path base, Origin origin, Problems problems) {
    return switch (setting.type().parse(text, base)) {
      case Parsed.Good<T>(T value) -> new Entry<>(setting, value, origin);
      case Parsed.Bad<T>(String expected, String advice) -> {
        problems.problem(
            "%s must be %s%s.%s"
                .formatted(
                    origin.subject(),
                    expected,
                    not(setting, text),
                    advice.isEmpty() ? "" : " " + advice));
        yield invalid(setting, origin);
      }
    };
  }

  private static String not(Setting<?> setting, String text) {
    if (text.isEmpty()) {
      return ", not empty";
    }
    return setting.isSecret() ? "" : ", not " + Shown.value(setting, text);
  }

  static <T> Entry<T> invalid(Setting<T> setting, Origin origin) {
    return new Entry<>(setting, null, origin);
  }
}
