package dev.mailmonitor.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/// Reads and writes trees of JSON. Without an object mapper: that looks at calendars, locales and
/// classes before its first byte, which costs each check more than all its files do.
final class StateJson {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private StateJson() {}

  /// Reads one value.
  ///
  /// @param bytes its text in any encoding of JSON
  /// @return the value; a missing one if there is none
  /// @throws com.fasterxml.jackson.core.JsonProcessingException if it is no JSON, has a key twice
  ///   or is followed by something else
  /// @throws IOException if it is not a text
  static JsonNode read(byte[] bytes) throws IOException {
    try (JsonParser parser = JSON.createParser(bytes)) {
      return whole(parser);
    }
  }

  /// Reads a value that was written before.
  static JsonNode read(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      return whole(parser);
    } catch (IOException impossible) {
      throw new UncheckedIOException("What was read before cannot be read", impossible);
    }
  }

  private static JsonNode whole(JsonParser parser) throws IOException {
    if (parser.nextToken() == null) {
      return MissingNode.getInstance();
    }
    JsonNode value = value(parser);
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "Something follows the value");
    }
    return value;
  }

  /// The value that begins here. It calls itself as deep as the parser allows.
  private static JsonNode value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_NUMBER_INT -> number(parser);
      // Numbers of a newer version are kept digit by digit.
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("No value begins with " + parser.currentToken());
    };
  }

  private static JsonNode number(JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }

  private static ObjectNode object(JsonParser parser) throws IOException {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      object.set(key, value(parser));
    }
    return object;
  }

  private static ArrayNode array(JsonParser parser) throws IOException {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return array;
  }

  /// A value in one line.
  static String line(JsonNode value) {
    return text(value, false);
  }

  /// A value in lines, for people.
  static String lines(JsonNode value) {
    return text(value, true);
  }

  private static String text(JsonNode value, boolean pretty) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(text)) {
      if (pretty) {
        generator.setPrettyPrinter(new DefaultPrettyPrinter());
      }
      write(generator, value);
    } catch (IOException impossible) {
      throw new UncheckedIOException("Nothing is written but a string", impossible);
    }
    return text.toString();
  }

  private static void write(JsonGenerator generator, JsonNode value) throws IOException {
    if (value.isObject()) {
      generator.writeStartObject();
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        generator.writeFieldName(field.getKey());
        write(generator, field.getValue());
      }
      generator.writeEndObject();
      return;
    }
    if (value.isArray()) {
      generator.writeStartArray();
      for (JsonNode item : value) {
        write(generator, item);
      }
      generator.writeEndArray();
      return;
    }
    if (value.isNull()) {
      generator.writeNull();
      return;
    }
    // A text, a number and a truth need no settings to be written.
    value.serialize(generator, null);
  }
}
