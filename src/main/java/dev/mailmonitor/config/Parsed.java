package dev.mailmonitor.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What became of a text that should be a value of some type.
sealed interface Parsed<T> {
  /// One of two answers.
  <R extends @Nullable Object> R fold(Function<T, R> ifGood, Function<Bad<T>, R> ifBad);

  /// A value.
  record Good<T>(T value) implements Parsed<T> {
    @Override
    public <R extends @Nullable Object> R fold(Function<T, R> ifGood, Function<Bad<T>, R> ifBad) {
      return ifGood.apply(value);
    }
  }

  /// No value.
  ///
  /// @param expected what the text must be, to be read after "must be"
  /// @param advice a sentence on what to write instead, or empty
  record Bad<T>(String expected, String advice) implements Parsed<T> {
    Bad(String expected) {
      this(expected, "");
    }

    @Override
    public <R extends @Nullable Object> R fold(Function<T, R> ifGood, Function<Bad<T>, R> ifBad) {
      return ifBad.apply(this);
    }
  }
}
