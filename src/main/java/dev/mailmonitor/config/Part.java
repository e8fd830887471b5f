package dev.mailmonitor.config;

import org.jspecify.annotations.Nullable;

/// A part of the configuration that need not be there.
///
/// @param valid whether nothing is wrong with it; what is has been told
/// @param value the part, or null if it is not there or not valid
record Part<T>(boolean valid, @Nullable T value) {
  static <T> Part<T> absent() {
    return new Part<>(true, null);
  }

  static <T> Part<T> invalid() {
    return new Part<>(false, null);
  }

  static <T> Part<T> of(T value) {
    return new Part<>(true, value);
  }
}
