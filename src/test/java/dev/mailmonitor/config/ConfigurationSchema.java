package dev.mailmonitor.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;

/// The table of settings as a JSON Schema (2020-12) of the configuration file, for editors that
/// complete and mark mistakes. What no schema can say (which secrets exclude each other, which
/// defaults follow from other keys) only `config check` says.
final class ConfigurationSchema {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ConfigurationSchema() {}

  /// The schema's text.
  static String text() throws Exception {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Configuration of mail-monitor");
    ObjectNode properties = schema.put("type", "object").putObject("properties");
    properties
        .putObject("$schema")
        .put("description", "Where this schema is, for editors; ignored.")
        .put("type", "string");
    Setting.all().forEach(setting -> add(properties, setting));
    ObjectNode targets = properties.putObject(Setting.TARGETS);
    targets
        .put(
            "description",
            "Several targets: the keys of each that differ from those beside this one.")
        .put("type", "object")
        .put("minProperties", 1);
    targets.putObject("propertyNames").put("pattern", "^[A-Za-z0-9._-]{1,64}$");
    targets.putObject("additionalProperties").put("$ref", "#/$defs/target");
    close(schema);
    ObjectNode target = schema.putObject("$defs").putObject("target");
    ObjectNode own = target.put("type", "object").putObject("properties");
    Setting.all().stream()
        .filter(setting -> setting.scope() != Setting.Scope.RUN)
        .forEach(setting -> add(own, setting));
    close(target);
    return JSON.writeValueAsString(schema) + "\n";
  }

  private static void close(ObjectNode object) {
    object.putObject("patternProperties").putObject("^_").put("description", "A comment; ignored.");
    object.put("additionalProperties", false);
  }

  private static void add(ObjectNode properties, Setting<?> setting) {
    ObjectNode property = properties.putObject(setting.key());
    property.put("description", setting.description().replace("`", ""));
    describe(property, setting.type());
    Entry<?> byDefault = setting.byDefault();
    if (byDefault != null) {
      String text = setting.defaultWords().replace("`", "");
      if (setting.type().shape() == SettingType.Shape.NUMBER) {
        property.put("default", Integer.valueOf(text));
      } else if (setting.isSwitch()) {
        property.put("default", Boolean.valueOf(text));
      } else {
        property.put("default", text);
      }
    }
  }

  private static void describe(ObjectNode property, SettingType<?> type) {
    if (type == SettingType.SWITCH) {
      property.put("type", "boolean");
    } else if (type == SettingType.PORT) {
      property.put("type", "integer").put("minimum", 1).put("maximum", 65535);
    } else if (type == SettingType.SECONDS) {
      property.put("type", "number").put("minimum", 0.001).put("maximum", 86400);
    } else if (type == SettingType.DAYS) {
      property.put("type", "integer").put("minimum", 0).put("maximum", 3650);
    } else if (type == SettingType.PRIORITY) {
      List.of("min", "low", "default", "high", "max", 1, 2, 3, 4, 5)
          .forEach(value -> property.withArray("enum").addPOJO(value));
    } else if (type == SettingType.ADDRESSES) {
      property
          .put("type", "array")
          .put("maxItems", 20)
          .putObject("items")
          .put("type", "string")
          .put("pattern", "^[^@,<>\\s]+@[^@,<>\\s]+$");
    } else if (type == SettingType.HEARTBEAT) {
      property.put("type", "string").put("pattern", "^[Hh][Tt][Tt][Pp][Ss]?://[^/]+");
    } else if (type == SettingType.TAGS) {
      property.put("type", "array").putObject("items").put("type", "string").put("minLength", 1);
    } else if (type == SettingType.TOPIC) {
      property.put("type", "string").put("pattern", "^[-_A-Za-z0-9]{0,64}$");
    } else if (type == SettingType.SERVER) {
      property.put("type", "string").put("pattern", "^https?://[^/]+/?$");
    } else if (type.placeholder().contains("|")) {
      property.put("type", "string");
      List.of(type.placeholder().split("\\|"))
          .forEach(value -> property.withArray("enum").add(value));
    } else {
      Objects.requireNonNull(property.put("type", "string")).put("minLength", 1);
    }
  }
}
