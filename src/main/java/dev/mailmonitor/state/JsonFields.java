package dev.mailmonitor.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads the fields of a JSON object strictly: a wrong type is an error that names the field.
final class JsonFields {
  /// What lies beyond cannot be reckoned with in every zone.
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-30T00:00:00Z");

  private final JsonNode object;

  private JsonFields(JsonNode object) {
    this.object = object;
  }

  static JsonFields of(JsonNode node, String what) throws UnreadableStateException {
    if (!node.isObject()) {
      throw wrong(what, "a JSON object");
    }
    return new JsonFields(node);
  }

  /// The value of a field; null if it is absent or JSON's null.
  @Nullable JsonNode optional(String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  JsonNode required(String name) throws UnreadableStateException {
    JsonNode value = optional(name);
    if (value == null) {
      throw new UnreadableStateException("\"" + name + "\" is missing");
    }
    return value;
  }

  @Nullable String optionalText(String name) throws UnreadableStateException {
    return optional(name) == null ? null : text(name);
  }

  String text(String name) throws UnreadableStateException {
    JsonNode value = required(name);
    if (!value.isTextual()) {
      throw wrong(name, "a text");
    }
    return value.textValue();
  }

  int number(String name) throws UnreadableStateException {
    JsonNode value = required(name);
    if (!value.isInt() || value.intValue() < 0) {
      throw wrong(name, "a whole number");
    }
    return value.intValue();
  }

  Instant instant(String name) throws UnreadableStateException {
    try {
      Instant instant = Instant.parse(text(name));
      if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
        throw new UnreadableStateException("\"" + name + "\" is a time that no clock shows");
      }
      return instant;
    } catch (DateTimeException exception) {
      throw new UnreadableStateException("\"" + name + "\" is not a time in UTC", exception);
    }
  }

  UUID uuid(String name) throws UnreadableStateException {
    try {
      return UUID.fromString(text(name));
    } catch (IllegalArgumentException exception) {
      throw new UnreadableStateException("\"" + name + "\" is not a UUID", exception);
    }
  }

  <E extends Enum<E>> E constant(String name, Class<E> type) throws UnreadableStateException {
    String key = text(name);
    for (E value : type.getEnumConstants()) {
      if (value.name().toLowerCase(Locale.ROOT).equals(key)) {
        return value;
      }
    }
    throw new UnreadableStateException("\"" + name + "\" has a value that is not known");
  }

  static Iterable<JsonNode> elements(JsonNode array, String name) throws UnreadableStateException {
    if (!array.isArray()) {
      throw wrong(name, "a list");
    }
    return array;
  }

  static List<String> readStrings(JsonNode array, String name) throws UnreadableStateException {
    List<String> strings = new ArrayList<>();
    for (JsonNode element : elements(array, name)) {
      if (!element.isTextual()) {
        throw wrong(name, "a list of texts");
      }
      strings.add(element.textValue());
    }
    return strings;
  }

  static ArrayNode strings(List<String> values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    values.forEach(array::add);
    return array;
  }

  private static UnreadableStateException wrong(String name, String expected) {
    return new UnreadableStateException("\"" + name + "\" is not " + expected);
  }
}
