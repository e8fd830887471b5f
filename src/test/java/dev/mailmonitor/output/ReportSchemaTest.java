package dev.mailmonitor.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.mail.Service;
import dev.mailmonitor.probe.FailureCause;
import dev.mailmonitor.probe.LateMail;
import dev.mailmonitor.probe.TestKind;
import dev.mailmonitor.probe.Verdict;
import dev.mailmonitor.state.Status;
import dev.mailmonitor.testing.ReportSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Holds `docs/schema/report.schema.json` to the code.
class ReportSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static List<String> enumeration(String pointer) {
    List<String> values = new ArrayList<>();
    ReportSchema.json().at(pointer + "/enum").forEach(value -> values.add(value.asText()));
    return values;
  }

  private static Stream<String> keys(Enum<?>[] values) {
    return Stream.of(values).map(value -> value.name().toLowerCase(Locale.ROOT));
  }

  @Test
  void its_closed_sets_are_those_of_the_code() {
    assertThat(enumeration("/properties/status"))
        .containsExactlyElementsOf(keys(Status.values()).toList());
    assertThat(enumeration("/$defs/phase"))
        .containsExactlyElementsOf(Stream.of(Phase.values()).map(Phase::key).toList());
    assertThat(enumeration("/$defs/failure/properties/cause"))
        .containsExactlyElementsOf(
            Stream.of(FailureCause.values()).map(FailureCause::key).toList());
    assertThat(enumeration("/properties/late_mails/items/properties/place"))
        .containsExactlyElementsOf(keys(LateMail.Place.values()).toList());
    assertThat(enumeration("/properties/exit_status"))
        .containsExactlyElementsOf(
            Stream.of(ExitStatus.values()).map(status -> "" + status.code()).toList());
    for (String list : List.of("phases", "certificates")) {
      assertThat(enumeration("/properties/" + list + "/items/properties/service"))
          .containsExactlyElementsOf(Stream.of(Service.values()).map(Service::key).toList());
    }
    for (int result = 0; result < 3; result++) {
      assertThat(enumeration("/$defs/test/oneOf/" + result + "/properties/test"))
          .containsExactlyElementsOf(Stream.of(TestKind.values()).map(TestKind::key).toList());
    }
    assertThat(ReportSchema.json().at("/properties/format_version/const").asInt())
        .isEqualTo(JsonReport.FORMAT_VERSION);
  }

  @Test
  void every_object_in_it_is_closed_and_has_every_field() {
    // When
    List<JsonNode> objects = new ArrayList<>();
    collect(ReportSchema.json(), objects);

    // Then
    assertThat(objects).hasSizeGreaterThan(9);
    assertThat(objects)
        .allSatisfy(object -> {
          assertThat(object.path("additionalProperties").isBoolean()).isTrue();
          assertThat(object.path("additionalProperties").asBoolean()).isFalse();
          List<String> required = new ArrayList<>();
          object.path("required").forEach(name -> required.add(name.asText()));
          assertThat(object.path("properties").fieldNames())
              .toIterable()
              .containsExactlyElementsOf(required);
        });
  }

  private static void collect(JsonNode node, List<JsonNode> objects) {
    if (node.path("type").asText().equals("object")) {
      objects.add(node);
    }
    node.forEach(child -> collect(child, objects));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"status\": \"fine\"}",
        "{\"extra\": 1}",
        "{\"started_at\": \"yesterday\"}",
        "{\"exit_status\": 4}",
        "{\"delivery_seconds\": \"2.1\"}",
        "{\"tests\": [{\"test\": \"send\", \"label\": \"Send Test\", \"result\": \"passed\"}]}",
        "{\"target\": \"a b\"}"
      })
  void what_is_not_described_is_refused(String change) throws Exception {
    // Given
    ObjectNode object =
        (ObjectNode) ReportSchema.valid(JsonReport.of(Runs.checked("eu", Verdict.HEALTHY)));

    // When
    object.setAll((ObjectNode) JSON.readTree(change));

    // Then
    assertThat(ReportSchema.complaints(object)).isNotEmpty();
  }
}
