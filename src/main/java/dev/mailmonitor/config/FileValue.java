package dev.mailmonitor.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a value as JSON writes it.
final class FileValue {
  private static final Pattern NUMERAL = Pattern.compile("[0-9][0-9.eE+-]*");

  private FileValue() {}

  /// A value of a setting.
  ///
  /// @return the value, or null if there is none as if the key were not there
  static <T> @Nullable Entry<T> read(
      Setting<T> setting, Json value, Path directory, Origin origin, Problems problems) {
    if (value instanceof Json.Nothing) {
      problems.warning(origin.subject() + " is null and counts as not written; leave the key out.");
      return null;
    }
    // The old tool took an empty recipient for none.
    if (setting == Setting.TEST_RECIPIENT && value.equals(new Json.Text(""))) {
      problems.warning(
          origin.subject() + " is empty and counts as not written; leave the key out.");
      return null;
    }
    return switch (setting.type().shape()) {
      case TEXT ->
          value instanceof Json.Text(String text)
              ? Entry.read(setting, text, directory, origin, problems)
              : mismatch(setting, "a string in double quotes", value, origin, problems);
      case NUMBER -> number(setting, "a number", value, directory, origin, problems);
      case NUMBER_OR_NAME ->
          number(setting, "a number or a string", value, directory, origin, problems);
      case LIST ->
          list(
              setting,
              ",",
              "a list of strings without commas such as [\"mail\", \"home\"]",
              value,
              directory,
              origin,
              problems);
      case LIST_WITH_COMMAS ->
          value instanceof Json.Text(String text)
              ? Entry.read(setting, text, directory, origin, problems)
              : list(
                  setting,
                  ";",
                  "a string or a list of strings without semicolons",
                  value,
                  directory,
                  origin,
                  problems);
      case SWITCH ->
          value instanceof Json.Truth(boolean on)
              ? Entry.read(setting, String.valueOf(on), directory, origin, problems)
              : mismatch(setting, "true or false", value, origin, problems);
    };
  }

  private static <T> Entry<T> number(
      Setting<T> setting,
      String expected,
      Json value,
      Path directory,
      Origin origin,
      Problems problems) {
    if (value instanceof Json.Numeral(String literal)) {
      return Entry.read(setting, literal, directory, origin, problems);
    }
    if (!(value instanceof Json.Text(String text))) {
      return mismatch(setting, expected, value, origin, problems);
    }
    Entry<T> entry = Entry.read(setting, text, directory, origin, problems);
    if (entry.value() != null && NUMERAL.matcher(text).matches()) {
      problems.warning(
          "%s is a number written as a string; write %s without quotes."
              .formatted(origin.subject(), text));
    }
    return entry;
  }

  private static <T> Entry<T> list(
      Setting<T> setting,
      String separator,
      String expected,
      Json value,
      Path directory,
      Origin origin,
      Problems problems) {
    if (!(value instanceof Json.Array(List<Json> items))) {
      return mismatch(setting, expected, value, origin, problems);
    }
    List<String> texts = new ArrayList<>();
    for (Json item : items) {
      if (!(item instanceof Json.Text(String text))) {
        return mismatch(setting, expected, item, origin, problems);
      }
      if (text.isBlank() || text.contains(separator)) {
        problems.problem(
            "%s must be %s, not contain %s."
                .formatted(origin.subject(), expected, Shown.value(setting, text)));
        return Entry.invalid(setting, origin);
      }
      texts.add(text);
    }
    return Entry.read(setting, String.join(separator, texts), directory, origin, problems);
  }

  /// What stands there, with its value where that can be no secret.
  private static String kind(Setting<?> setting, Json value) {
    return switch (value) {
      case Json.Text(String text) when !setting.isSecret() ->
          "the string " + Shown.value(setting, text);
      case Json.Numeral(String literal) when !setting.isSecret() && literal.length() <= 40 ->
          "the number " + literal;
      case Json.Text _,
          Json.Numeral _,
          Json.Truth _,
          Json.Nothing _,
          Json.Array _,
          Json.Members _ ->
          value.kind();
    };
  }

  private static <T> Entry<T> mismatch(
      Setting<T> setting, String expected, Json value, Origin origin, Problems problems) {
    problems.problem(
        "%s must be %s, not %s.".formatted(origin.subject(), expected, kind(setting, value)));
    return Entry.invalid(setting, origin);
  }
}
