package dev.mailmonitor.target;

import java.util.regex.Pattern;

/// The name of a target: a key of the configuration's `targets`, or nothing for the only target of
/// a configuration without them.
///
/// @param value `[A-Za-z0-9._-]{1,64}`, or empty for the unnamed target
public record TargetName(String value) {
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._-]{0,64}");

  /// The target of a configuration that names none.
  public static final TargetName UNNAMED = new TargetName("");

  /// Checks the name.
  ///
  /// @throws IllegalArgumentException if it has other characters or is longer than 64, or is `.` or
  ///   `..` (names become file names)
  public TargetName {
    if (!VALID.matcher(value).matches() || value.equals(".") || value.equals("..")) {
      throw new IllegalArgumentException(
          "A target's name is 1 to 64 letters, digits, '.', '_' or '-', not \"" + value + "\"");
    }
  }

  /// Whether this is a name at all.
  public boolean isNamed() {
    return !value.isEmpty();
  }

  @Override
  public String toString() {
    return value;
  }
}
