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
    return setting
        .type()
        .parse(text, base)
        .fold(
            value -> new Entry<>(setting, value, origin),
            bad -> {
              problems.problem(
                  "%s must be %s%s.%s"
                      .formatted(
                          origin.subject(),
                          bad.expected(),
                          not(setting, text),
                          bad.advice().isEmpty() ? "" : " " + bad.advice()));
              return invalid(setting, origin);
            });
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
