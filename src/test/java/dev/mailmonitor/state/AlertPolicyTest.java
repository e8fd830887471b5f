package dev.mailmonitor.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.Alert.Condition;
import dev.mailmonitor.alert.Alert.Span;
import dev.mailmonitor.alert.AlertKind;
import dev.mailmonitor.alert.AlertRules;
import dev.mailmonitor.alert.Problem;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.Verdict;
import dev.mailmonitor.target.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AlertPolicyTest {
  private static final Instant EARLIER = Instant.parse("2026-01-16T09:07:00.5Z");
  private static final Instant NOW = Instant.parse("2026-01-16T09:30:00.75Z");
  private static final Instant LATER = NOW.plus(Duration.ofMinutes(23));
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final AtomicLong ids = new AtomicLong();
  private final AlertPolicy policy = policy("ntfy");

  private AlertPolicy policy(String... channels) {
    return new AlertPolicy(
        List.of(channels), BERLIN, AlertRules.AT_ONCE, () -> new UUID(7, ids.incrementAndGet()));
  }

  static List<Arguments> transitions() {
    Span down = Span.since(Condition.DOWN, NOW);
    Span degraded = Span.since(Condition.DEGRADED, NOW);
    Span wasDown = new Span(Condition.DOWN, EARLIER, NOW);
    Span wasDegraded = new Span(Condition.DEGRADED, EARLIER, NOW);
    return List.of(
        arguments(Status.UNKNOWN, Verdict.HEALTHY, null, null),
        arguments(Status.UNKNOWN, Verdict.DEGRADED, AlertKind.DEGRADED, degraded),
        arguments(Status.UNKNOWN, Verdict.UNHEALTHY, AlertKind.DOWN, down),
        arguments(Status.HEALTHY, Verdict.HEALTHY, null, null),
        arguments(Status.HEALTHY, Verdict.DEGRADED, AlertKind.DEGRADED, degraded),
        arguments(Status.HEALTHY, Verdict.UNHEALTHY, AlertKind.DOWN, down),
        arguments(Status.DEGRADED, Verdict.HEALTHY, AlertKind.RECOVERED, wasDegraded),
        arguments(Status.DEGRADED, Verdict.DEGRADED, null, null),
        arguments(Status.DEGRADED, Verdict.UNHEALTHY, AlertKind.DOWN, down),
        arguments(Status.UNHEALTHY, Verdict.HEALTHY, AlertKind.RECOVERED, wasDown),
        arguments(Status.UNHEALTHY, Verdict.DEGRADED, AlertKind.RECOVERED_WITH_WARNINGS, wasDown),
        arguments(Status.UNHEALTHY, Verdict.UNHEALTHY, null, null));
  }

  @ParameterizedTest(name = "{0} to {1}: {2}")
  @MethodSource("transitions")
  void people_are_told_of_changes_only(
      Status from, Verdict to, @Nullable AlertKind kind, @Nullable Span span) {
    // Given
    TargetState before = state(from);

    // When
    TargetState after = policy.decide(before, Reports.of(to), NOW);

    // Then
    assertThat(after.status().name()).isEqualTo(to.name());
    assertThat(after.since()).contains(from.name().equals(to.name()) ? EARLIER : NOW);
    if (kind == null) {
      assertThat(after.outbox()).isEqualTo(Outbox.EMPTY);
    } else {
      assertThat(after.outbox().entries())
          .containsExactly(
              Outbox.Entry.fresh(
                  new Alert(
                      new UUID(7, 1),
                      kind,
                      TargetName.UNNAMED,
                      NOW,
                      bullets(to),
                      span,
                      List.of(),
                      List.of()),
                  "ntfy",
                  NOW));
    }
  }

  private static List<Problem> bullets(Verdict verdict) {
    return switch (verdict) {
      case HEALTHY -> List.of();
      case DEGRADED -> List.of(Problem.of(Reports.SLOW));
      case UNHEALTHY ->
          List.of(Problem.of(Reports.REFUSED), Problem.of("Send Test: SMTP auth failed"));
    };
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void every_failed_check_is_remembered_as_the_last_failure(Status from) {
    // When
    TargetState after = policy.decide(state(from), Reports.of(Verdict.UNHEALTHY), NOW);

    // Then
    assertThat(after.memory().lastFailure())
        .contains(
            new LastFailure(
                LocalDateTime.parse("2026-01-16T10:30:00"),
                List.of("SMTP auth failed: 421 go away")));
  }

  @Test
  void a_passed_check_keeps_the_last_failure() {
    // Given
    TargetState down = policy.decide(state(Status.HEALTHY), Reports.of(Verdict.UNHEALTHY), NOW);

    // When
    TargetState up = policy.decide(down, Reports.of(Verdict.HEALTHY), LATER);

    // Then
    assertThat(up.memory().lastFailure()).isEqualTo(down.memory().lastFailure()).isPresent();
  }

  @Test
  void a_failure_and_its_recovery_both_unsent_become_one_message() {
    // Given
    TargetState down = policy.decide(state(Status.HEALTHY), Reports.of(Verdict.UNHEALTHY), NOW);

    // When
    TargetState up = policy.decide(down, Reports.of(Verdict.HEALTHY), LATER);

    // Then
    assertThat(up.outbox().entries()).hasSize(1);
    Alert alert = up.outbox().entries().getFirst().alert();
    assertThat(alert.kind()).isEqualTo(AlertKind.RECOVERED);
    assertThat(alert.span()).isEqualTo(new Span(Condition.DOWN, NOW, LATER));
    assertThat(alert.problems()).isEmpty();
    assertThat(alert.missed()).isEqualTo(bullets(Verdict.UNHEALTHY));
  }

  @Test
  void a_failure_and_its_recovery_with_warnings_both_unsent_become_one_message() {
    // Given
    TargetState down = policy.decide(state(Status.HEALTHY), Reports.of(Verdict.UNHEALTHY), NOW);

    // When
    TargetState up = policy.decide(down, Reports.of(Verdict.DEGRADED), LATER);

    // Then
    assertThat(up.outbox().entries()).hasSize(1);
    Alert alert = up.outbox().entries().getFirst().alert();
    assertThat(alert.kind()).isEqualTo(AlertKind.RECOVERED_WITH_WARNINGS);
    assertThat(alert.problems()).isEqualTo(bullets(Verdict.DEGRADED));
    assertThat(alert.missed()).isEqualTo(bullets(Verdict.UNHEALTHY));
  }

  @Test
  void warnings_and_their_end_both_unsent_become_one_message() {
    // Given
    TargetState warned = policy.decide(state(Status.HEALTHY), Reports.of(Verdict.DEGRADED), NOW);

    // When
    TargetState up = policy.decide(warned, Reports.of(Verdict.HEALTHY), LATER);

    // Then
    assertThat(up.outbox().entries()).hasSize(1);
    assertThat(up.outbox().entries().getFirst().alert().missed())
        .isEqualTo(bullets(Verdict.DEGRADED));
  }

  @Test
  void an_unsent_warning_does_not_swallow_the_failure_after_it() {
    // Given
    TargetState warned = policy.decide(state(Status.HEALTHY), Reports.of(Verdict.DEGRADED), NOW);

    // When
    TargetState down = policy.decide(warned, Reports.of(Verdict.UNHEALTHY), LATER);

    // Then
    assertThat(down.outbox().entries())
        .extracting(entry -> entry.alert().kind())
        .containsExactly(AlertKind.DEGRADED, AlertKind.DOWN);
  }

  @Test
  void a_failure_that_was_delivered_is_not_told_again_by_its_recovery() {
    // Given
    TargetState down = policy.decide(state(Status.HEALTHY), Reports.of(Verdict.UNHEALTHY), NOW);
    TargetState told = down.withOutbox(outbox -> Outbox.EMPTY);

    // When
    TargetState up = policy.decide(told, Reports.of(Verdict.HEALTHY), LATER);

    // Then
    assertThat(up.outbox().entries()).hasSize(1);
    assertThat(up.outbox().entries().getFirst().alert().missed()).isEmpty();
  }

  @Test
  void each_channel_is_told_what_it_has_not_heard() {
    // Given
    AlertPolicy two = policy("ntfy", "email");
    TargetState down = two.decide(state(Status.HEALTHY), Reports.of(Verdict.UNHEALTHY), NOW);
    TargetState toldByMail =
        down.withOutbox(outbox ->
            outbox.without(
                Set.of(new Outbox.Key(outbox.entries().getFirst().alert().id(), "email"))));

    // When
    TargetState up = two.decide(toldByMail, Reports.of(Verdict.HEALTHY), LATER);

    // Then
    assertThat(down.outbox().entries())
        .extracting(Outbox.Entry::channel)
        .containsExactly("ntfy", "email");
    assertThat(up.outbox().entries())
        .extracting(Outbox.Entry::channel, entry -> entry.alert().missed().size())
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("ntfy", 2),
            org.assertj.core.groups.Tuple.tuple("email", 0));
  }

  @Test
  void an_unsent_failure_of_an_earlier_outage_is_left_alone() {
    // Given
    TargetState first = policy.decide(state(Status.HEALTHY), Reports.of(Verdict.UNHEALTHY), NOW);
    TargetState second = new TargetState.Unhealthy(first.memory(), LATER);

    // When
    TargetState up =
        policy.decide(second, Reports.of(Verdict.HEALTHY), LATER.plus(Duration.ofMinutes(5)));

    // Then
    assertThat(up.outbox().entries())
        .extracting(entry -> entry.alert().kind())
        .containsExactly(AlertKind.DOWN, AlertKind.RECOVERED);
  }

  @Test
  void the_old_tools_outage_recovers_without_a_length() {
    // Given
    TargetState old = new TargetState.Unhealthy(Memory.fresh(new UUID(0, 9)), null);

    // When
    TargetState up = policy.decide(old, Reports.of(Verdict.HEALTHY), NOW);

    // Then
    assertThat(up.outbox().entries().getFirst().alert().kind()).isEqualTo(AlertKind.RECOVERED);
    assertThat(up.outbox().entries().getFirst().alert().span()).isNull();
  }

  @Test
  void without_a_channel_nothing_is_queued_but_the_state_changes() {
    // When
    TargetState down = policy().decide(state(Status.HEALTHY), Reports.of(Verdict.UNHEALTHY), NOW);

    // Then
    assertThat(down.status()).isEqualTo(Status.UNHEALTHY);
    assertThat(down.outbox()).isEqualTo(Outbox.EMPTY);
  }

  @Test
  void a_monitor_that_cannot_check_is_told_once() {
    // Given
    Problem reason = Problem.of("The configuration is broken");
    TargetState first =
        policy.cannotCheck(state(Status.UNHEALTHY), new TargetName("office"), reason, NOW);

    // When
    TargetState second = policy.cannotCheck(first, new TargetName("office"), reason, LATER);

    // Then
    assertThat(second).isEqualTo(first);
    assertThat(first.status()).isEqualTo(Status.UNHEALTHY);
    assertThat(first.since()).contains(EARLIER);
    assertThat(first.memory().cannotCheckSince()).contains(NOW);
    assertThat(first.outbox().entries()).hasSize(1);
    assertThat(first.outbox().entries().getFirst().alert())
        .isEqualTo(
            new Alert(
                new UUID(7, 1),
                AlertKind.MONITOR_BROKEN,
                new TargetName("office"),
                NOW,
                List.of(reason),
                Span.since(Condition.UNCHECKED, NOW),
                List.of(),
                List.of()));
  }

  @ParameterizedTest
  @EnumSource(Verdict.class)
  void after_a_check_that_worked_a_broken_monitor_is_told_again(Verdict verdict) {
    // Given
    Problem reason = Problem.of("The configuration is broken");
    TargetState broken =
        policy.cannotCheck(state(Status.HEALTHY), TargetName.UNNAMED, reason, EARLIER);
    TargetState worked = policy.decide(broken, Reports.of(verdict), NOW);

    // When
    TargetState again = policy.cannotCheck(worked, TargetName.UNNAMED, reason, LATER);

    // Then
    assertThat(worked.memory().cannotCheckSince()).isEmpty();
    assertThat(again.outbox().entries())
        .filteredOn(entry -> entry.alert().kind() == AlertKind.MONITOR_BROKEN)
        .singleElement()
        .extracting(entry -> entry.alert().raisedAt())
        .isEqualTo(LATER);
  }

  @Test
  void the_targets_name_is_part_of_the_alert() {
    // Given
    CheckReport report = Reports.of(Verdict.UNHEALTHY, new TargetName("office"));

    // When
    TargetState down = policy.decide(state(Status.HEALTHY), report, NOW);

    // Then
    assertThat(down.outbox().entries().getFirst().alert().target())
        .isEqualTo(new TargetName("office"));
  }

  private static TargetState state(Status status) {
    Memory memory = Memory.fresh(new UUID(0, 9));
    return switch (status) {
      case UNKNOWN -> new TargetState.Unknown(memory);
      case HEALTHY -> new TargetState.Healthy(memory, EARLIER);
      case DEGRADED -> new TargetState.Degraded(memory, EARLIER);
      case UNHEALTHY -> new TargetState.Unhealthy(memory, EARLIER);
    };
  }

  @ParameterizedTest
  @EnumSource(Verdict.class)
  void an_unsent_alert_that_the_monitor_cannot_check_goes_when_it_can(Verdict verdict) {
    // Given
    AlertPolicy two = policy("ntfy", "email");
    Problem reason = Problem.of("The configuration is broken");
    TargetState broken = two.cannotCheck(state(Status.HEALTHY), TargetName.UNNAMED, reason, NOW);

    // When
    TargetState worked = two.decide(broken, Reports.of(verdict), LATER);

    // Then
    assertThat(broken.outbox().entries()).hasSize(2);
    assertThat(worked.outbox().entries())
        .extracting(entry -> entry.alert().kind())
        .doesNotContain(AlertKind.MONITOR_BROKEN);
  }

  @ParameterizedTest
  @EnumSource(
      value = Verdict.class,
      names = {"HEALTHY", "DEGRADED"})
  void an_outage_that_began_in_the_future_recovers_without_a_length(Verdict verdict) {
    // Given
    Instant future = Instant.parse("2099-01-01T00:00:00Z");
    TargetState down = policy.decide(state(Status.HEALTHY), Reports.of(Verdict.UNHEALTHY), future);

    // When
    TargetState up = policy.decide(down, Reports.of(verdict), NOW);

    // Then
    assertThat(up.outbox().entries()).hasSize(1);
    Alert alert = up.outbox().entries().getFirst().alert();
    assertThat(alert.span()).isNull();
    assertThat(alert.missed()).isEqualTo(bullets(Verdict.UNHEALTHY));
  }
}
