package dev.mailmonitor.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads JSON (RFC 8259) and keeps the places of its keys. It says where JSON is malformed and what
/// was expected there, never what stands there: that may be a password.
///
/// It calls itself for each object and list, so their depth is bounded.
final class JsonReader {
  /// A text that is no JSON.
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    private Malformed(JsonLocation location, String expected) {
      super(
          "line %d, column %d: expected %s"
              .formatted(
                  Math.max(1, location.getLineNr()),
                  Math.max(1, location.getColumnNr()),
                  expected));
    }

    /// Line, column and what was expected there.
    String where() {
      return String.valueOf(getMessage());
    }
  }

  private static final String VALUE =
      "a value: a string in double quotes, a number, true, false, an object or a list";
  private static final int MAX_DEPTH = 1000;

  /// Words of Jackson's messages and what they mean to somebody who writes a configuration; the
  /// first that fits counts.
  private static final List<Map.Entry<String, String>> EXPECTATIONS =
      List.of(
          Map.entry("nesting depth", "at most " + MAX_DEPTH + " objects and lists in each other"),
          Map.entry("Number value length", "a shorter number"),
          Map.entry("Name length", "a shorter key"),
          Map.entry("end-of-input in VALUE_STRING", "a closing double quote"),
          Map.entry("end-of-input in field name", "a closing double quote"),
          Map.entry("was expecting closing quote", "a closing double quote"),
          Map.entry("close marker for Object", "a closing } (the file ends too early)"),
          Map.entry("close marker for Array", "a closing ] (the file ends too early)"),
          Map.entry("end-of-input", "more (the file ends too early)"),
          Map.entry(
              "double-quote to start",
              "a key in double quotes (no comma may follow the last entry; JSON has no comments)"),
          Map.entry("separate Object entries", "a comma or a closing }"),
          Map.entry("separate Array entries", "a comma or a closing ]"),
          Map.entry("colon to separate", "a colon between key and value"),
          Map.entry("Unexpected close marker", "the other kind of bracket"),
          Map.entry(
              "Illegal unquoted character",
              "a closing double quote (a string must not contain a line break or a tab)"),
          Map.entry(
              "character escape",
              "one of \" \\ / b f n r t u after a backslash (a backslash itself is written \\\\)"),
          Map.entry("hex-digit", "four hexadecimal digits after \\u"),
          Map.entry("umeric value", "a number without leading zeros or a + sign"),
          Map.entry("comment", "no comment (JSON has none; use a key that begins with _)"),
          Map.entry("Unrecognized token", VALUE),
          Map.entry("value", VALUE));

  private static final String ELSE = "something else (JSON allows nothing of the kind here)";
  private static final String END = "nothing more after the closing bracket";

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private JsonReader() {}

  /// Reads a text that is one JSON value.
  ///
  /// @throws Malformed if it is not
  static Json parse(String text) throws Malformed {
    try (JsonParser parser = FACTORY.createParser(text)) {
      Json value = whole(parser);
      requireEnd(parser);
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException("Reading from memory failed", e);
    }
  }

  private static Json whole(JsonParser parser) throws IOException, Malformed {
    try {
      if (parser.nextToken() == null) {
        throw new Malformed(parser.currentLocation(), "an object: the file is empty");
      }
      return value(parser);
    } catch (JsonProcessingException e) {
      throw new Malformed(place(e, parser), expected(e));
    }
  }

  private static void requireEnd(JsonParser parser) throws IOException, Malformed {
    JsonLocation place;
    try {
      if (parser.nextToken() == null) {
        return;
      }
      place = parser.currentTokenLocation();
    } catch (JsonProcessingException e) {
      place = place(e, parser);
    }
    throw new Malformed(place, END);
  }

  /// Jackson names no place where one of its limits is exceeded.
  private static JsonLocation place(JsonProcessingException e, JsonParser parser) {
    JsonLocation place = e.getLocation();
    return place == null ? parser.currentLocation() : place;
  }

  private static Json value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> members(parser);
      case START_ARRAY -> items(parser);
      case VALUE_STRING -> new Json.Text(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Numeral(parser.getText());
      case VALUE_TRUE -> new Json.Truth(true);
      case VALUE_FALSE -> new Json.Truth(false);
      case VALUE_NULL -> new Json.Nothing();
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("No value begins with " + parser.currentToken());
    };
  }

  private static Json.Members members(JsonParser parser) throws IOException {
    List<Json.Member> members = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      JsonLocation place = parser.currentTokenLocation();
      parser.nextToken();
      members.add(new Json.Member(key, place.getLineNr(), place.getColumnNr(), value(parser)));
    }
    return new Json.Members(List.copyOf(members));
  }

  private static Json.Array items(JsonParser parser) throws IOException {
    List<Json> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser));
    }
    return new Json.Array(List.copyOf(items));
  }

  private static String expected(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    return EXPECTATIONS.stream()
        .filter(expectation -> message.contains(expectation.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(ELSE);
  }
}
