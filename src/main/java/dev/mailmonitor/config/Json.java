package dev.mailmonitor.config;

import java.util.List;

/// A JSON value of a configuration file, with its place.
sealed interface Json {
  /// A string. It may be a secret, so it does not show itself.
  record Text(String value) implements Json {
    @Override
    public String toString() {
      return "Text";
    }
  }

  /// A number, as it is written.
  record Numeral(String literal) implements Json {
    @Override
    public String toString() {
      return "Numeral";
    }
  }

  /// `true` or `false`.
  record Truth(boolean value) implements Json {}

  /// `null`.
  record Nothing() implements Json {}

  /// An array.
  record Array(List<Json> items) implements Json {}

  /// An object; keys may stand in it twice.
  record Members(List<Member> list) implements Json {}

  /// An entry of an object.
  ///
  /// @param key its key
  /// @param line the key's line, from 1
  /// @param column the key's column, from 1
  /// @param value what it holds
  record Member(String key, int line, int column, Json value) {}

  /// What it is, for people.
  default String kind() {
    return switch (this) {
      case Text _ -> "a string";
      case Numeral _ -> "a number";
      case Truth(boolean value) -> Boolean.toString(value);
      case Nothing _ -> "null";
      case Array _ -> "a list";
      case Members _ -> "an object";
    };
  }
}
