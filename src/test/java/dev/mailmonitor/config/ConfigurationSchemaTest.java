package dev.mailmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The schema that editors complete the configuration with. `mvn test
/// -Dtest=ConfigurationSchemaTest -Dwrite` rewrites it.
class ConfigurationSchemaTest {
  private static final Path FILE = Path.of("docs/schema/config.schema.json");
  private static final Pattern EXAMPLE = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  @Test
  void the_shipped_schema_is_made_from_the_table_of_settings() throws Exception {
    // Given
    String expected = ConfigurationSchema.text();

    // When
    if (System.getProperty("write") != null) {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, expected);
    }

    // Then
    assertThat(FILE)
        .as("to be written anew with: mvn test -Dtest=ConfigurationSchemaTest -Dwrite")
        .hasContent(expected);
  }

  @Test
  void an_editor_finds_nothing_wrong_with_the_documents_examples() throws Exception {
    // Given
    List<String> examples = new ArrayList<>();
    for (String document : List.of("README.md", "docs/configuration.md")) {
      EXAMPLE
          .matcher(Files.readString(Path.of(document)))
          .results()
          .map(match -> match.group(1))
          .forEach(examples::add);
    }

    // When
    List<String> complaints = new ArrayList<>();
    for (String example : examples) {
      complaints.addAll(complaints(example));
    }

    // Then
    assertThat(examples).hasSizeGreaterThan(2);
    assertThat(complaints).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"smtp_prot\": 25",
        "\"smtp_port\": 0",
        "\"smtp_port\": 65536",
        "\"smtp_port\": true",
        "\"smtp_security\": \"ssl\"",
        "\"receive_timeout\": 0",
        "\"receive_timeout\": 86401",
        "\"timeout\": []",
        "\"certificate_warning_days\": 1.5",
        "\"certificate_warning_days\": -1",
        "\"junk\": \"ignore\"",
        "\"ntfy_topic\": \"a/b\"",
        "\"ntfy_priority\": 6",
        "\"ntfy_priority\": \"urgent!\"",
        "\"ntfy_tags\": [1]",
        "\"ntfy_server\": \"ftp://example.com\"",
        "\"alert_details\": \"none\"",
        "\"email_to\": \"ops@example.com\"",
        "\"email_to\": [\"ops\"]",
        "\"email_port\": 0",
        "\"heartbeat_url\": \"hc-ping.com/x\"",
        "\"targets\": {\"a\": {\"email_host\": \"relay.example.com\"}}",
        "\"test_recipient\": 1",
        "\"targets\": {\"a b\": {}}",
        "\"targets\": {\"a\": {\"state_file\": \"x\"}}",
        "\"targets\": []"
      })
  void what_an_editor_marks_the_program_refuses_too(String keys) throws Exception {
    // Given
    String json = "{" + Scenario.REQUIRED + ", " + keys + "}";

    // When
    List<String> marked = complaints(json);
    List<String> refused = Scenario.in(directory).json(json).problems();

    // Then
    assertThat(marked).isNotEmpty();
    assertThat(refused).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"smtp_port\": 65535",
        "\"receive_timeout\": 0.5",
        "\"ntfy_topic\": \"\"",
        "\"ntfy_priority\": 5",
        "\"ntfy_priority\": \"max\"",
        "\"ntfy_tags\": [\"mail\", \"eu\"]",
        "\"ntfy_server\": \"http://ntfy.example.com:8080/\"",
        "\"email_to\": []",
        "\"email_to\": [\"ops@example.com\"], \"email_host\": \"relay.example.com\"",
        "\"heartbeat_url\": \"https://hc-ping.com/0d9f?create=1\"",
        "\"_comment\": {\"anything\": [1]}",
        "\"$schema\": \"config.schema.json\"",
        "\"address_family\": \"ipv6\"",
        "\"targets\": {\"eu\": {\"_note\": 1, \"junk\": \"degraded\"}}"
      })
  void what_the_program_takes_an_editor_takes_too(String keys) throws Exception {
    // Given
    String json = "{" + Scenario.REQUIRED + ", " + keys + "}";

    // When
    List<String> marked = complaints(json);
    List<String> refused = Scenario.in(directory).json(json).problems();

    // Then
    assertThat(marked).isEmpty();
    assertThat(refused).isEmpty();
  }

  private static List<String> complaints(String json) throws Exception {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(ConfigurationSchema.text());
    return schema.validate(JSON.readTree(json)).stream().map(Object::toString).toList();
  }
}
