package dev.mailmonitor.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateFileTest {
  private static final UUID INSTANCE = new UUID(5, 5);

  private static StateFile.Content read(String json) throws UnreadableStateException {
    return StateFile.read(json.getBytes(UTF_8), INSTANCE);
  }

  private static String write(TargetState state) {
    return new String(StateFile.write(state), UTF_8);
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void every_status_of_the_old_tool_is_read(Status status) throws Exception {
    // When
    StateFile.Content content =
        read("{\"last_status\": \"" + status.key() + "\", \"last_failure\": null}");

    // Then
    assertThat(content.state().status()).isEqualTo(status);
    assertThat(content.state().memory()).isEqualTo(Memory.fresh(INSTANCE));
    assertThat(content.state().since()).isEmpty();
    assertThat(content.complete()).isFalse();
    assertThat(content.warnings()).isEmpty();
  }

  @Test
  void a_file_without_a_last_failure_is_read() throws Exception {
    // When
    StateFile.Content content = read("{\"last_status\": \"healthy\"}");

    // Then
    assertThat(content.state().memory().lastFailure()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-16T10:30:00, 2026-01-16T10:30:00",
    "2026-01-16T10:30:00.123456, 2026-01-16T10:30:00.123456",
    "2026-01-16T10:30:00+01:00, 2026-01-16T10:30:00"
  })
  void the_old_tools_last_failure_is_read(String timestamp, LocalDateTime expected)
      throws Exception {
    // When
    StateFile.Content content =
        read(
            """
            {"last_status": "unhealthy",
             "last_failure": {"timestamp": "%s",
                              "failures": ["SMTP auth failed: Connection refused"]}}
            """
                .formatted(timestamp));

    // Then
    assertThat(content.state().memory().lastFailure())
        .contains(new LastFailure(expected, List.of("SMTP auth failed: Connection refused")));
  }

  @Test
  void an_empty_object_is_an_unknown_state() throws Exception {
    // When
    StateFile.Content content = read("{}");

    // Then
    assertThat(content.state()).isEqualTo(TargetState.fresh(INSTANCE));
  }

  @Test
  void the_old_tools_two_fields_come_first_with_their_old_meaning() {
    // Given
    TargetState state =
        new TargetState.Unhealthy(
            Memory.fresh(INSTANCE)
                .withLastFailure(
                    new LastFailure(
                        LocalDateTime.parse("2026-01-16T10:30"),
                        List.of("SMTP auth failed: Connection refused"))),
            States.THEN);

    // When
    String json = write(state);

    // Then
    assertThat(json)
        .isEqualTo(
            """
            {
              "last_status" : "unhealthy",
              "last_failure" : {
                "timestamp" : "2026-01-16T10:30:00",
                "failures" : [ "SMTP auth failed: Connection refused" ]
              },
              "version" : 1,
              "instance" : "00000000-0000-0005-0000-000000000005",
              "since" : "2026-01-16T09:30:00.123456Z",
              "consecutive_failures" : 0,
              "outbox" : [ ]
            }
            """);
  }

  @Test
  void what_people_know_stands_there_where_it_is_not_how_things_are() {
    // Given
    TargetState held =
        new TargetState.Unhealthy(
            Memory.fresh(INSTANCE)
                .withTold(
                    new Told(
                        Status.HEALTHY, States.THEN.minusSeconds(60), States.THEN, States.THEN)),
            States.THEN);

    // When
    String json = write(held);

    // Then
    assertThat(json)
        .contains(
            """
              "told" : {
                "status" : "healthy",
                "since" : "2026-01-16T09:29:00.123456Z",
                "at" : "2026-01-16T09:30:00.123456Z",
                "reminded_at" : "2026-01-16T09:30:00.123456Z"
              },
            """);
  }

  @Test
  void a_state_of_the_time_before_thresholds_is_read_as_told_at_once() throws Exception {
    // When
    TargetState state =
        read("{\"last_status\": \"unhealthy\", \"since\": \"2026-01-16T09:30:00Z\","
                + " \"consecutive_failures\": 3, \"version\": 1}")
            .state();

    // Then
    Instant since = Instant.parse("2026-01-16T09:30:00Z");
    assertThat(state.told()).isEqualTo(new Told(Status.UNHEALTHY, since, since, null));
    assertThat(state.memory().tally()).isEqualTo(new Tally(3, 0, null, null, null));
  }

  @Test
  void a_missing_last_failure_is_written_as_null() {
    // When
    String json = write(TargetState.fresh(INSTANCE));

    // Then
    assertThat(json).contains("\"last_status\" : \"unknown\"", "\"last_failure\" : null");
  }

  @Test
  void everything_survives_a_round_trip() throws Exception {
    // Given
    TargetState everything = States.withEverything();

    // When
    StateFile.Content content = StateFile.read(StateFile.write(everything), INSTANCE);

    // Then
    assertThat(content).isEqualTo(new StateFile.Content(everything, true, List.of()));
  }

  @Test
  void fields_of_a_newer_version_are_kept() throws Exception {
    // Given
    StateFile.Content content =
        read(
            """
            {"last_status": "degraded", "version": 7, "later_mails": [{"id": "ä"}],
             "weights": {"a": 1.50}}
            """);

    // When
    String json = write(content.state());

    // Then
    assertThat(content.state().memory().otherFields())
        .isEqualTo(Map.of("later_mails", "[{\"id\":\"ä\"}]", "weights", "{\"a\":1.50}"));
    assertThat(json).contains("\"version\" : 7", "\"later_mails\"", "\"ä\"", "\"weights\"", "1.50");
  }

  @Test
  void mails_under_way_that_a_newer_version_writes_otherwise_are_left_out() throws Exception {
    // When
    StateFile.Content content =
        read("{\"last_status\": \"healthy\", \"version\": 7, \"pending_mails\": [{\"id\": 1}]}");

    // Then
    assertThat(content.state().memory().inFlight()).isEqualTo(InFlight.NONE);
  }

  @Test
  void mails_under_way_that_cannot_be_read_are_corruption() {
    assertThatThrownBy(
            () -> read("{\"last_status\": \"healthy\", \"pending_mails\": [{\"id\": 1}]}"))
        .isInstanceOf(UnreadableStateException.class)
        .hasMessageContaining("run");
  }

  @Test
  void an_unsent_alert_of_a_newer_version_costs_a_warning_not_the_state() throws Exception {
    // Given
    String everything = write(States.withEverything());
    String newer =
        everything.replace("\"version\" : 1", "\"version\" : 2").replace("\"down\"", "\"gone\"");

    // When
    StateFile.Content content =
        read(newer.replace("\"condition\" : \"gone\"", "\"condition\" : \"down\""));

    // Then
    assertThat(content.state().outbox().entries()).hasSize(2);
    assertThat(content.warnings()).singleElement().asString().contains("newer version");
  }

  @Test
  void an_unsent_alert_of_our_own_version_that_cannot_be_read_is_corruption() {
    // Given
    String broken = write(States.withEverything()).replace("\"down\"", "\"gone\"");

    // When
    assertThatThrownBy(() -> read(broken))
        // Then
        .isInstanceOf(UnreadableStateException.class)
        .hasMessageContaining("kind");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "null", "\"text\""})
  void json_that_is_no_object_is_called_that(String content) {
    // When
    assertThatThrownBy(() -> StateFile.read(content.getBytes(UTF_8), new UUID(0, 1)))
        // Then
        .isInstanceOf(UnreadableStateException.class)
        .hasMessage("it is JSON, but not an object {…}");
  }
}
