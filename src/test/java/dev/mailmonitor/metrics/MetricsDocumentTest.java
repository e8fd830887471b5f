package dev.mailmonitor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Holds `docs/metrics.md` to the code.
class MetricsDocumentTest {
  private static final Path DOCUMENT = Path.of("docs/metrics.md");

  private static String text() throws IOException {
    return Files.readString(DOCUMENT);
  }

  private static String row(Metric metric) {
    String labels =
        metric.labels().isEmpty()
            ? "–"
            : metric.labels().stream()
                .map(label -> "`" + label + "`")
                .collect(Collectors.joining(", "));
    return "| `%s` | %s | %s | %s |"
        .formatted(metric.title(), metric.kind().key(), labels, metric.help());
  }

  @Test
  void every_metric_stands_in_the_tables_first_those_of_file_and_service() throws Exception {
    // When
    List<String> rows =
        text().lines().filter(line -> line.matches("\\| `\\w+_\\w+` \\| .*")).toList();

    // Then
    assertThat(rows)
        .containsExactlyElementsOf(
            Arrays.stream(Metric.values())
                .sorted(Comparator.comparing(Metric::place))
                .map(MetricsDocumentTest::row)
                .toList());
  }

  @Test
  void every_result_and_every_label_is_explained() throws Exception {
    // When
    String text = text();

    // Then
    for (CheckResult result : CheckResult.values()) {
      assertThat(text).contains("`" + result.key() + "`");
    }
    for (DeliveryResult result : DeliveryResult.values()) {
      assertThat(text).contains("`" + result.key() + "`");
    }
  }

  @Test
  void the_example_queries_ask_for_what_there_is() throws Exception {
    // When
    List<String> queries =
        Pattern.compile("^```promql\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
            .matcher(text())
            .results()
            .map(match -> match.group(1))
            .toList();

    // Then
    Set<String> known = new TreeSet<>(PromQl.known());
    known.add("postfix_showq_count");
    assertThat(queries)
        .isNotEmpty()
        .allSatisfy(query -> assertThat(PromQl.metrics(query)).isNotEmpty().isSubsetOf(known));
  }
}
