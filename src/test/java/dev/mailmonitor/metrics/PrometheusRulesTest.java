package dev.mailmonitor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.mailmonitor.testing.NeedsPromtool;
import dev.mailmonitor.testing.Promtool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The alert rules that are shipped.
class PrometheusRulesTest {
  private static final Path DIRECTORY = Path.of("deploy/prometheus");
  private static final Path RULES = DIRECTORY.resolve("mail-monitor.rules.yml");
  private static final Path TESTS = DIRECTORY.resolve("mail-monitor.rules.test.yml");

  private static JsonNode yaml(Path file) throws Exception {
    return new YAMLMapper().readTree(Files.readAllBytes(file));
  }

  private static List<JsonNode> rules() throws Exception {
    List<JsonNode> rules = new ArrayList<>();
    yaml(RULES).path("groups").forEach(group -> group.path("rules").forEach(rules::add));
    assertThat(rules).isNotEmpty();
    return rules;
  }

  @NeedsPromtool
  @Test
  void prometheus_own_tool_finds_them_valid_and_passes_their_tests() {
    // Then
    assertThat(Promtool.checkRules(RULES)).contains("SUCCESS");
    assertThat(Promtool.testRules(TESTS)).contains("SUCCESS");
  }

  @NeedsPromtool
  @Test
  void the_configuration_beside_them_is_valid_and_finds_them() {
    // When
    String answer = Promtool.checkConfiguration(DIRECTORY.resolve("prometheus.yml"));

    // Then
    assertThat(answer).contains("1 rule files found");
  }

  @Test
  void each_alert_is_seen_to_fire_in_a_test() throws Exception {
    // Given
    Set<String> fired = new TreeSet<>();
    for (JsonNode test : yaml(TESTS).path("tests")) {
      for (JsonNode alert : test.path("alert_rule_test")) {
        if (!alert.path("exp_alerts").isEmpty()) {
          fired.add(alert.path("alertname").asText());
        }
      }
    }

    // Then
    assertThat(rules()).extracting(rule -> rule.path("alert").asText()).hasSameElementsAs(fired);
  }

  @Test
  void they_ask_for_nothing_that_is_not_told() throws Exception {
    // Given
    Set<String> known = new TreeSet<>(PromQl.known());
    known.add("up");

    // Then
    for (JsonNode rule : rules()) {
      assertThat(PromQl.metrics(rule.path("expr").asText()))
          .as(rule.path("alert").asText())
          .isNotEmpty()
          .isSubsetOf(known);
    }
  }

  @Test
  void each_says_how_bad_it_is_what_it_means_and_where_to_read_on() throws Exception {
    // Given
    List<String> sections =
        Files.readAllLines(Path.of("docs/metrics.md")).stream()
            .filter(line -> line.startsWith("### "))
            .map(line -> line.substring("### ".length()))
            .toList();

    // Then
    for (JsonNode rule : rules()) {
      String alert = rule.path("alert").asText();
      assertThat(sections).contains(alert);
      assertThat(rule.path("annotations").path("runbook").asText())
          .isEqualTo("docs/metrics.md#" + alert.toLowerCase(Locale.ROOT));
      assertThat(rule.path("annotations").path("summary").asText()).as(alert).isNotEmpty();
      assertThat(rule.path("annotations").path("description").asText()).as(alert).isNotEmpty();
      assertThat(rule.path("labels").path("severity").asText())
          .as(alert)
          .isIn("critical", "warning");
      assertThat(rule.path("for").asText()).as(alert).matches("[1-9][0-9]*[mh]");
    }
  }
}
