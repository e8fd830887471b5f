package dev.mailmonitor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.OutputDocument;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds the table of metrics in `docs/output.md` to the code.
class MetricsDocumentTest {
  @Test
  void every_metric_stands_in_the_table_with_its_help() {
    // When
    List<String> rows =
        OutputDocument.text()
            .lines()
            .filter(line -> line.startsWith("| `mailmonitor_"))
            .map(line -> line.replaceFirst("^\\| `(\\w+)` \\| [^|]*\\| (.*) \\|$", "$1: $2"))
            .toList();

    // Then
    assertThat(rows)
        .containsExactlyElementsOf(
            Stream.of(Metric.values())
                .map(metric ->
                    metric.title() + (metric == Metric.BUILD ? "_info: " : ": ") + metric.help())
                .toList());
  }
}
