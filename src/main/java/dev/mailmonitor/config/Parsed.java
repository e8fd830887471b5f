package dev.mailmonitor.config;

/// What became of a text that should be a value of some type.
sealed interface Parsed<T> {
  /// A value.
  record Good<T>(T value) implements Parsed<T> {}

  /// No value.
  ///
  /// @param expected what the text must be, to be read after "must be"
  /// @param advice a sentence on what to write instead, or empty
  record Bad<T>(String expected, String advice) implements Parsed<T> {
    Bad(String expected) {
      this(expected, "");
    }
  }
}
