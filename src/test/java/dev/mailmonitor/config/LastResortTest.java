package dev.mailmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.alert.ntfy.NtfySettings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a broken configuration still says about whom to tell.
class LastResortTest {
  @TempDir Path directory;

  @Test
  void valid_ntfy_settings_survive_whatever_else_is_broken() {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .json(
                """
                { "smtp_port": 0, "nonsense": 1, "ntfy_topic": "mail",
                  "ntfy_token": "tk", "state_file": "state.json" }
                """);

    // When
    ConfigurationException failure = scenario.failure();

    // Then
    assertThat(failure.alerts().orElseThrow().ntfy().map(NtfySettings::topic)).contains("mail");
    assertThat(failure.stateFile()).contains(directory.resolve("state.json"));
    assertThat(failure.problems()).hasSize(6);
    assertThat(failure).hasMessageContaining("smtp_port (config.json, line 1)");
  }

  @Test
  void a_malformed_file_leaves_what_the_environment_says() {
    // Given
    Scenario scenario =
        Scenario.in(directory).json("{").variable("MAIL_MONITOR_NTFY_TOPIC", "mail");

    // When
    ConfigurationException failure = scenario.failure();

    // Then
    assertThat(failure.alerts()).isPresent();
    assertThat(failure.stateFile()).isPresent();
    assertThat(failure.problems()).hasSize(1);
  }

  @Test
  void the_first_target_with_a_topic_speaks_for_all() {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .file(
                "\"timeout\": 0, \"targets\": {\"a\": {}, \"b\": {\"ntfy_topic\": \"b\"},"
                    + " \"c\": {\"ntfy_topic\": \"c\"}}");

    // When
    ConfigurationException failure = scenario.failure();

    // Then
    assertThat(failure.alerts().orElseThrow().ntfy().map(NtfySettings::topic)).contains("b");
  }

  @Test
  void broken_ntfy_settings_are_not_used() {
    // Given
    Scenario scenario =
        Scenario.in(directory).file("\"ntfy_topic\": \"mail\", \"ntfy_server\": \"x\"");

    // When
    ConfigurationException failure = scenario.failure();

    // Then
    assertThat(failure.alerts()).isEmpty();
  }

  @Test
  void no_topic_means_nobody_to_tell() {
    // Given
    Scenario scenario = Scenario.in(directory).json("{}");

    // When
    ConfigurationException failure = scenario.failure();

    // Then
    assertThat(failure.alerts()).isEmpty();
  }

  @Test
  void a_ca_file_that_cannot_be_used_is_left_out_of_the_trust() {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .file("\"ntfy_topic\": \"mail\", \"ca_file\": \"missing.pem\"")
            .existing("/etc/ssl/cert.pem");

    // When
    ConfigurationException failure = scenario.failure();

    // Then
    assertThat(failure.trust().additional()).isEmpty();
    assertThat(failure.trust().systemBundle()).contains(Path.of("/etc/ssl/cert.pem"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "", "{} x", "nothing", "[]", "{\"targets\": []}", "\u0000"})
  void whatever_is_wrong_with_the_file_the_environment_says_whom_to_tell(String content) {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .json(content)
            .variable("MAIL_MONITOR_NTFY_TOPIC", "mail")
            .variable("MAIL_MONITOR_NTFY_SERVER", "https://ntfy.example.com")
            .variable("MAIL_MONITOR_STATE_FILE", "kept/state.json");

    // When
    ConfigurationException failure = scenario.failure();

    // Then
    assertTells(failure);
  }

  @Test
  void a_file_nested_without_end_leaves_what_the_flags_say() {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .json("[".repeat(200_000))
            .flag("ntfy_topic", "mail")
            .flag("ntfy_server", "https://ntfy.example.com")
            .flag("state_file", "kept/state.json");

    // When
    ConfigurationException failure = scenario.failure();

    // Then
    assertThat(failure.problems())
        .containsExactly(
            "config.json is not valid JSON: line 1, column 1002: expected at most 1000 objects and"
                + " lists in each other.");
    assertTells(failure);
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing.json", "folder", "", "\u0000"})
  void a_file_that_cannot_be_read_leaves_what_the_flags_say(String name) throws Exception {
    // Given
    Files.createDirectory(directory.resolve("folder"));
    Scenario scenario =
        Scenario.in(directory)
            .config(name)
            .flag("ntfy_topic", "mail")
            .flag("ntfy_server", "https://ntfy.example.com")
            .flag("state_file", "kept/state.json");

    // When
    ConfigurationException failure = scenario.failure();

    // Then
    assertThat(failure.problems()).hasSize(1);
    assertTells(failure);
  }

  private void assertTells(ConfigurationException failure) {
    NtfySettings ntfy = failure.alerts().orElseThrow().ntfy().orElseThrow();
    assertThat(ntfy.topic()).isEqualTo("mail");
    assertThat(ntfy.server()).hasToString("https://ntfy.example.com");
    assertThat(failure.stateFile()).contains(directory.resolve("kept/state.json"));
  }
}
