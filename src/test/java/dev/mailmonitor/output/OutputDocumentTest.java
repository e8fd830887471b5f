package dev.mailmonitor.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.OutputDocument;
import dev.mailmonitor.testing.ReportSchema;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds what `docs/output.md` says of JSON and exit statuses to the code.
class OutputDocumentTest {
  @Test
  void every_json_example_is_an_object_as_the_program_prints_it() {
    // Given
    List<String> examples = OutputDocument.examples("json");

    // When / Then
    assertThat(examples).hasSize(2);
    examples.forEach(ReportSchema::valid);
  }

  @Test
  void the_exit_statuses_of_a_plugin_are_listed() {
    // When
    Stream<String> rows =
        OutputDocument.text().lines().filter(line -> line.matches("\\| [0-3] \\| `.*"));

    // Then
    assertThat(rows.map(row -> row.replaceFirst("(\\| [0-3] \\| `[A-Z]+` \\|).*", "$1")))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(NagiosStatus.values())
                .map(status -> "| " + status.code() + " | `" + status + "` |")
                .toList());
  }
}
