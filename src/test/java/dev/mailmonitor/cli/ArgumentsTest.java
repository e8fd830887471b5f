package dev.mailmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.config.OutputFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
  private static Arguments parsed(String line) {
    return CommandLineParser.of(Grammar.parser("test").parseArgs(line.split(" ")));
  }

  @Test
  void of_an_option_that_is_given_twice_the_last_one_counts() {
    // When
    Arguments arguments = parsed("--receive-timeout 4 --smtp-host a --receive-timeout 30 -v -v");

    // Then
    assertThat(arguments.flags())
        .containsEntry("receive_timeout", "30")
        .containsEntry("smtp_host", "a")
        .containsEntry("verbose", "true");
  }

  @ParameterizedTest
  @CsvSource({
    "--quiet, quiet, true, CHECK",
    "--quiet=false, quiet, false, CHECK",
    "-v, verbose, true, CHECK",
    "--verbose, verbose, true, CHECK",
    "-v check, verbose, true, CHECK",
    "check --verbose, verbose, true, CHECK",
    "--quiet status, quiet, true, STATUS",
    "--quiet --output json, quiet, true, CHECK",
    "config check -v --syntax, verbose, true, CONFIG_CHECK"
  })
  void a_switch_stands_alone(String line, String key, String value, Arguments.Command command) {
    // When
    Arguments arguments = parsed(line);

    // Then
    assertThat(arguments.flags()).containsEntry(key, value);
    assertThat(arguments.command()).isEqualTo(command);
  }

  @ParameterizedTest
  @CsvSource({
    "--output nagios --smtp-hots x, text, NAGIOS",
    "--output=json x, '', JSON",
    "--smtp-hots x --output NAGIOS, '', NAGIOS",
    "--smtp-hots x, nagios, NAGIOS",
    "--output, nagios, NAGIOS",
    "--output wrong, nagios, TEXT",
    "--smtp-hots x, '', TEXT"
  })
  void who_reads_the_output_is_known_although_the_command_line_is_wrong(
      String line, String variable, OutputFormat format) {
    assertThat(Arguments.outputFormat(line.split(" "), Map.of("MAIL_MONITOR_OUTPUT", variable)))
        .isEqualTo(format);
  }

  @Test
  void without_the_variable_it_is_text() {
    assertThat(Arguments.outputFormat(new String[0], Map.of())).isEqualTo(OutputFormat.TEXT);
  }
}
