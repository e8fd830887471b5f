package dev.mailmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How a run is told to tell what it finds.
class OutputSettingsTest {
  @TempDir Path directory;

  private static OutputSettings output(Scenario scenario) throws ConfigurationException {
    return scenario.read().settings().output();
  }

  @Test
  void by_default_it_prints_text_for_people() throws Exception {
    assertThat(output(Scenario.in(directory).file("")))
        .isEqualTo(new OutputSettings(OutputFormat.TEXT, null, false, false));
  }

  @Test
  void the_file_can_say_everything_and_its_paths_are_relative_to_it() throws Exception {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .file(
                "\"output\": \"json\", \"metrics_file\": \"mail.prom\", \"quiet\": true,"
                    + " \"verbose\": true");

    // When
    OutputSettings output = output(scenario);

    // Then
    assertThat(output)
        .isEqualTo(
            new OutputSettings(OutputFormat.JSON, directory.resolve("mail.prom"), true, true));
  }

  @Test
  void flags_come_before_the_environment_before_the_file() throws Exception {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .file("\"output\": \"json\", \"quiet\": true, \"verbose\": true")
            .variable("MAIL_MONITOR_OUTPUT", "Nagios")
            .variable("MAIL_MONITOR_QUIET", "false")
            .flag("verbose", "false");

    // When
    OutputSettings output = output(scenario);

    // Then
    assertThat(output).isEqualTo(new OutputSettings(OutputFormat.NAGIOS, null, false, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"quiet\": \"true\" | quiet (config.json, line 2) must be true or false, not the string \"true\".",
        "\"quiet\": 1 | quiet (config.json, line 2) must be true or false, not the number 1.",
        "\"output\": \"xml\" | output (config.json, line 2) must be text, json or nagios, not \"xml\".",
        "\"output\": true | output (config.json, line 2) must be a string in double quotes, not true.",
      })
  void a_wrong_value_is_told(String key, String problem) {
    assertThat(Scenario.in(directory).file("\n" + key).problems())
        .singleElement()
        .asString()
        .endsWith(problem.strip().replaceFirst("^.*must", "must"));
  }

  @Test
  void a_target_cannot_say_how_the_run_prints() {
    // Given
    Scenario scenario =
        Scenario.in(directory).file("\"targets\": {\"eu\": {\"output\": \"json\"}}");

    // When / Then
    assertThat(scenario.problems()).singleElement().asString().contains("targets.eu.output");
  }

  @Test
  void what_is_asked_for_is_known_although_the_configuration_is_wrong() {
    // Given
    Scenario broken = Scenario.in(directory).file("\"smtp_port\": 0, \"output\": \"json\"");

    // Then
    assertThat(broken.failure().outputFormat()).isEqualTo(OutputFormat.JSON);
    assertThat(broken.flag("output", "nagios").failure().outputFormat())
        .isEqualTo(OutputFormat.NAGIOS);
    assertThat(broken.flag("output", "wrong").failure().outputFormat())
        .isEqualTo(OutputFormat.TEXT);
    assertThat(
            Scenario.in(directory)
                .json("{")
                .variable("MAIL_MONITOR_OUTPUT", "nagios")
                .failure()
                .outputFormat())
        .isEqualTo(OutputFormat.NAGIOS);
  }
}
