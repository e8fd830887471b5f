package dev.mailmonitor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The shipped description of the objects that `--output json` prints.
public final class ReportSchema {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FILE = Path.of("docs/schema/report.schema.json");

  private ReportSchema() {}

  /// The schema itself.
  public static JsonNode json() {
    try {
      return JSON.readTree(Files.readAllBytes(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " is no JSON", e);
    }
  }

  /// What an object does not keep to.
  ///
  /// @param object anything
  /// @return a line for each complaint
  public static List<String> complaints(JsonNode object) {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(json());
    return schema
        .validate(object, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true))
        .stream()
        .map(ValidationMessage::getMessage)
        .toList();
  }

  /// Reads the one object of a line and asserts that it keeps to the schema.
  ///
  /// @param line a line of output
  /// @return the object
  public static JsonNode valid(String line) {
    try {
      JsonNode object = JSON.readTree(line);
      assertThat(complaints(object)).as(line).isEmpty();
      return object;
    } catch (IOException e) {
      throw new UncheckedIOException("This is no JSON: " + line, e);
    }
  }
}
