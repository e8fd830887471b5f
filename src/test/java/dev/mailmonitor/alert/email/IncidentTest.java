package dev.mailmonitor.alert.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.Alert.Condition;
import dev.mailmonitor.alert.Alert.Span;
import dev.mailmonitor.alert.AlertKind;
import dev.mailmonitor.target.TargetName;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IncidentTest {
  private static final Instant DOWN_AT = Instant.parse("2026-01-16T09:30:10.123456Z");
  private static final Instant LATER = Instant.parse("2026-01-16T09:53:20.654321Z");
  private static final Instant STILL_LATER = Instant.parse("2026-01-16T11:00:00Z");
  private static final String SENDER = "monitor@example.com";

  @Test
  void an_id_is_a_message_id_in_the_senders_domain() {
    assertThat(down().id()).matches("<[0-9a-f-]{36}@example\\.com>");
  }

  @Test
  void the_beginning_answers_nothing_and_the_end_answers_the_beginning() {
    // When
    Incident down = down();
    Incident back = of(AlertKind.RECOVERED, LATER, new Span(Condition.DOWN, DOWN_AT, LATER));

    // Then
    assertThat(down.beginning()).isEmpty();
    assertThat(back.beginning()).contains(down.id());
    assertThat(back.id()).isNotEqualTo(down.id());
  }

  @Test
  void what_tells_that_it_still_lasts_answers_the_beginning() {
    assertThat(of(AlertKind.DOWN, LATER, Span.since(Condition.DOWN, DOWN_AT)).beginning())
        .contains(down().id());
  }

  @Test
  void what_went_from_bad_to_better_to_good_is_one_conversation() {
    // When
    Incident better =
        of(AlertKind.RECOVERED_WITH_WARNINGS, LATER, new Span(Condition.DOWN, DOWN_AT, LATER));
    Incident good =
        of(AlertKind.RECOVERED, STILL_LATER, new Span(Condition.DEGRADED, LATER, STILL_LATER));

    // Then
    assertThat(better.beginning()).contains(down().id());
    assertThat(good.beginning()).contains(better.id());
  }

  @Test
  void the_ids_follow_from_the_alert_alone() {
    // Given
    Alert alert = alert(AlertKind.DOWN, TargetName.UNNAMED, DOWN_AT, null);

    // When
    Incident first = Incident.of(alert, SENDER);
    Incident afterRestart = Incident.of(alert.insteadOf(UUID.randomUUID(), List.of()), SENDER);

    // Then
    assertThat(afterRestart).isEqualTo(first);
  }

  @Test
  void targets_moments_and_monitors_are_told_apart() {
    // When
    List<String> ids =
        List.of(
            down().id(),
            Incident.of(alert(AlertKind.DOWN, new TargetName("eu"), DOWN_AT, null), SENDER).id(),
            of(AlertKind.DOWN, DOWN_AT.plusNanos(1000), null).id(),
            Incident.of(
                    alert(AlertKind.DOWN, TargetName.UNNAMED, DOWN_AT, null), "other@example.com")
                .id());

    // Then
    assertThat(ids).doesNotHaveDuplicates();
  }

  private static Incident down() {
    return of(AlertKind.DOWN, DOWN_AT, Span.since(Condition.DOWN, DOWN_AT));
  }

  private static Incident of(AlertKind kind, Instant raisedAt, @Nullable Span span) {
    return Incident.of(alert(kind, TargetName.UNNAMED, raisedAt, span), SENDER);
  }

  private static Alert alert(
      AlertKind kind, TargetName target, Instant raisedAt, @Nullable Span span) {
    return new Alert(
        UUID.randomUUID(), kind, target, raisedAt, List.of(), span, List.of(), List.of());
  }
}
