package dev.mailmonitor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.mailmonitor.testing.Dashboard;
import dev.mailmonitor.testing.NeedsPromtool;
import dev.mailmonitor.testing.Promtool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DashboardTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Dashboard DASHBOARD = Dashboard.shipped();

  @Test
  void it_asks_for_nothing_that_is_not_told_but_the_length_of_postfix_queue() {
    // Given
    Set<String> asked = new TreeSet<>();

    // When
    DASHBOARD.queries().forEach(query -> asked.addAll(PromQl.metrics(query)));

    // Then
    assertThat(asked).contains("postfix_showq_count", "mailmonitor_delivery_seconds_bucket");
    asked.removeAll(Set.of("postfix_showq_count", "up"));
    assertThat(asked).isSubsetOf(PromQl.known());
    assertThat(DASHBOARD.queries())
        .noneMatch(query -> query.contains("$"))
        .noneMatch(String::isBlank);
  }

  @NeedsPromtool
  @Test
  void prometheus_understands_every_question(@TempDir Path directory) throws Exception {
    // Given
    ArrayNode rules = JSON.createArrayNode();
    for (String query : DASHBOARD.queries()) {
      rules.addObject().put("record", "question:" + rules.size()).put("expr", query);
    }
    Path file = directory.resolve("questions.yml");
    Files.write(
        file,
        JSON.writeValueAsBytes(
            Map.of("groups", List.of(Map.of("name", "questions", "rules", rules)))));

    // When
    String answer = Promtool.checkRules(file);

    // Then
    assertThat(answer).contains("SUCCESS: " + DASHBOARD.queries().size() + " rules found");
  }

  @Test
  void it_takes_the_place_of_its_former_version_and_loads_nothing_from_elsewhere() {
    // Then
    assertThat(DASHBOARD.json().path("uid").asText()).isEqualTo("mail-monitor");
    assertThat(DASHBOARD.json().path("id").isNull()).isTrue();
    assertThat(DASHBOARD.json().toString()).doesNotContain("http:", "https:", "data:");
  }

  @Test
  void every_panel_asks_the_data_source_that_was_chosen() {
    // Then
    for (JsonNode panel : DASHBOARD.panels()) {
      assertThat(panel.path("title").asText()).isNotEmpty();
      assertThat(panel.path("targets")).as(panel.path("title").asText()).isNotEmpty();
      List<JsonNode> sources = new ArrayList<>(panel.findValues("datasource"));
      assertThat(sources)
          .as(panel.path("title").asText())
          .hasSize(panel.path("targets").size() + 1)
          .allMatch(source -> source.path("uid").asText().equals("${datasource}"))
          .allMatch(source -> source.path("type").asText().equals("prometheus"));
    }
    assertThat(DASHBOARD.json().path("templating").path("list"))
        .extracting(variable -> variable.path("name").asText())
        .containsExactly("datasource", "target", "window");
  }

  @Test
  void no_panel_covers_another_and_each_has_an_id_of_its_own() {
    // Given
    Set<String> taken = new TreeSet<>();
    Set<Integer> ids = new TreeSet<>();

    // Then
    for (JsonNode panel : DASHBOARD.json().path("panels")) {
      assertThat(ids.add(panel.path("id").asInt())).isTrue();
      JsonNode place = panel.path("gridPos");
      assertThat(place.path("x").asInt() + place.path("w").asInt()).isBetween(1, 24);
      for (int x = 0; x < place.path("w").asInt(); x++) {
        for (int y = 0; y < place.path("h").asInt(); y++) {
          String cell = (place.path("x").asInt() + x) + "," + (place.path("y").asInt() + y);
          assertThat(taken.add(cell)).as(panel.path("title").asText() + " at " + cell).isTrue();
        }
      }
    }
  }
}
