package dev.mailmonitor.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.AlertKind;
import dev.mailmonitor.alert.AlertRules;
import dev.mailmonitor.alert.Problem;
import dev.mailmonitor.probe.Verdict;
import dev.mailmonitor.schedule.Maintenance;
import dev.mailmonitor.schedule.MaintenanceWindow;
import dev.mailmonitor.target.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the stories of [WhenPeopleAreToldTest] cannot show: clocks that are set, several channels,
/// old files, and a monitor that cannot check.
class AlertRulesTest {
  private static final Instant NOW = Instant.parse("2026-01-18T02:30:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private static AlertPolicy policy(AlertRules rules, String... channels) {
    return new AlertPolicy(List.of(channels), ZoneOffset.UTC, rules);
  }

  private static AlertRules reminding() {
    return new AlertRules(1, 1, null, HOUR, Maintenance.NONE);
  }

  private static TargetState unhealthy(@Nullable Instant since) {
    return new TargetState.Unhealthy(Memory.fresh(new UUID(0, 9)), since);
  }

  private static TargetState failing(AlertPolicy policy, TargetState before, Instant now) {
    return policy.decide(before, Reports.of(Verdict.UNHEALTHY), now);
  }

  private static List<String> waiting(TargetState state) {
    return state.outbox().entries().stream()
        .map(entry -> entry.channel() + " " + entry.alert().kind())
        .toList();
  }

  @Test
  void an_outage_of_the_old_tool_is_reminded_of_by_the_next_check() {
    // When
    TargetState after = failing(policy(reminding(), "ntfy"), unhealthy(null), NOW);

    // Then
    assertThat(waiting(after)).containsExactly("ntfy REMINDER");
    assertThat(after.outbox().entries().getFirst().alert().span()).isNull();
    assertThat(after.since()).isEmpty();
    assertThat(failing(policy(reminding(), "ntfy"), after, NOW.plusSeconds(60)).outbox())
        .isEqualTo(after.outbox());
  }

  @Test
  void a_clock_that_was_set_back_by_years_does_not_put_off_reminders_for_years() {
    // Given
    AlertPolicy policy = policy(reminding(), "ntfy");
    TargetState down = unhealthy(NOW.plus(Duration.ofDays(3000)));

    // When
    TargetState after = failing(policy, down, NOW);

    // Then
    assertThat(waiting(after)).containsExactly("ntfy REMINDER");
    TargetState told = after.withOutbox(_ -> Outbox.EMPTY);
    assertThat(waiting(failing(policy, told, NOW.plus(HOUR.dividedBy(2))))).isEmpty();
    assertThat(waiting(failing(policy, told, NOW.plus(HOUR)))).containsExactly("ntfy REMINDER");
  }

  @Test
  void a_failure_that_seems_to_come_from_the_future_began_now() {
    // Given
    AlertRules twice = new AlertRules(2, 1, null, null, Maintenance.NONE);
    TargetState once = failing(policy(twice, "ntfy"), TargetState.fresh(new UUID(0, 9)), NOW);
    Instant before = NOW.minus(Duration.ofDays(400));

    // When
    TargetState down = failing(policy(twice, "ntfy"), once, before);

    // Then
    assertThat(down.since()).contains(before);
  }

  @Test
  void each_channel_is_reminded_by_itself() {
    // Given
    AlertPolicy policy = policy(reminding(), "ntfy", "email");
    TargetState down = failing(policy, TargetState.fresh(new UUID(0, 9)), NOW);
    TargetState toldByMail = down.withOutbox(outbox -> without(outbox, "email"));

    // When
    TargetState once = failing(policy, toldByMail, NOW.plus(HOUR));
    TargetState twice = failing(policy, once, NOW.plus(HOUR.multipliedBy(2)));

    // Then
    assertThat(waiting(once)).containsExactly("ntfy DOWN", "email REMINDER");
    assertThat(waiting(twice)).containsExactly("ntfy DOWN", "email REMINDER");
    assertThat(twice.outbox().entries().getLast().alert().raisedAt())
        .isEqualTo(NOW.plus(HOUR.multipliedBy(2)));
    assertThat(twice.outbox().entries().getLast().queuedAt())
        .as("it has waited since the first reminder")
        .isEqualTo(NOW.plus(HOUR));
  }

  private static Outbox without(Outbox outbox, String channel) {
    return outbox.without(
        outbox.entries().stream()
            .filter(entry -> entry.channel().equals(channel))
            .map(Outbox.Entry::key)
            .toList());
  }

  @Test
  void the_alert_of_a_failure_is_needed_as_long_as_it_lasts_however_it_came_about() {
    // Given
    AlertPolicy policy = policy(new AlertRules(2, 1, null, HOUR, Maintenance.NONE), "ntfy");
    TargetState once = failing(policy, TargetState.fresh(new UUID(0, 9)), NOW);
    TargetState down = failing(policy, once, NOW.plusSeconds(900));
    Alert failure = down.outbox().entries().getFirst().alert();

    // When
    TargetState later = failing(policy, down, NOW.plus(HOUR.multipliedBy(3)));
    TargetState told = later.withOutbox(_ -> Outbox.EMPTY);
    TargetState reminded = failing(policy, told, NOW.plus(HOUR.multipliedBy(6)));
    Alert reminder = reminded.outbox().entries().getFirst().alert();
    TargetState remindedAgain = failing(policy, reminded, NOW.plus(HOUR.multipliedBy(9)));

    // Then
    assertThat(failure.raisedAt()).isNotEqualTo(down.beganAt());
    assertThat(List.of(down, later, reminded, remindedAgain))
        .allMatch(state -> state.isNewest(failure));
    assertThat(reminded.isNewest(reminder)).isTrue();
    assertThat(remindedAgain.isNewest(reminder)).isFalse();
  }

  @Test
  void a_monitor_that_cannot_check_is_told_after_the_window() {
    // Given
    Maintenance sunday =
        new Maintenance(List.of(MaintenanceWindow.parse("Sun 02:00-04:00")), ZoneOffset.UTC);
    AlertPolicy policy = policy(new AlertRules(1, 1, null, null, sunday), "ntfy");
    Problem reason = Problem.of("The certificates cannot be read");
    TargetState before = unhealthy(NOW.minus(HOUR));

    // When
    TargetState within = policy.cannotCheck(before, TargetName.UNNAMED, reason, NOW);
    TargetState after =
        policy.cannotCheck(within, TargetName.UNNAMED, reason, NOW.plus(Duration.ofHours(2)));

    // Then
    assertThat(within).isEqualTo(before);
    assertThat(waiting(after)).containsExactly("ntfy MONITOR_BROKEN");
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void what_was_told_at_once_needs_no_words_of_its_own_in_the_file(Status from) {
    // Given
    Memory memory = Memory.fresh(new UUID(0, 9));
    TargetState before =
        switch (from) {
          case UNKNOWN -> new TargetState.Unknown(memory);
          case HEALTHY -> new TargetState.Healthy(memory, NOW.minus(HOUR));
          case DEGRADED -> new TargetState.Degraded(memory, NOW.minus(HOUR));
          case UNHEALTHY -> new TargetState.Unhealthy(memory, NOW.minus(HOUR));
        };
    AlertPolicy policy = policy(AlertRules.AT_ONCE, "ntfy");

    for (Verdict verdict : Verdict.values()) {
      // When
      TargetState after = policy.decide(before, Reports.of(verdict), NOW);

      // Then
      assertThat(after.memory().otherwiseTold()).as(verdict.toString()).isNull();
    }
  }

  @Test
  void thresholds_and_spans_are_positive() {
    for (int wrong : Set.of(0, -1)) {
      assertThatThrownBy(() -> new AlertRules(wrong, 1, null, null, Maintenance.NONE))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new AlertRules(1, wrong, null, null, Maintenance.NONE))
          .isInstanceOf(IllegalArgumentException.class);
      Duration span = Duration.ofSeconds(wrong);
      assertThatThrownBy(() -> new AlertRules(1, 1, span, null, Maintenance.NONE))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new AlertRules(1, 1, null, span, Maintenance.NONE))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(AlertRules.AT_ONCE.confirmAfter()).isEmpty();
    assertThat(AlertRules.AT_ONCE.remindEvery()).isEmpty();
    assertThat(AlertKind.REMINDER.isFailure()).isTrue();
  }
}
