package dev.mailmonitor.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mailmonitor.alert.Alert.Condition;
import dev.mailmonitor.alert.Alert.Span;
import dev.mailmonitor.alert.AlertRules;
import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.Failure;
import dev.mailmonitor.probe.FailureCause;
import dev.mailmonitor.probe.LateMail;
import dev.mailmonitor.probe.PendingMail;
import dev.mailmonitor.probe.TestKind;
import dev.mailmonitor.probe.TestResult;
import dev.mailmonitor.probe.Verdict;
import dev.mailmonitor.schedule.Maintenance;
import dev.mailmonitor.schedule.MaintenanceWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// When a second check decides, and what is made of both.
class DoubtTest {
  private static final Instant NOW = Instant.parse("2026-01-18T10:30:00Z");
  private static final Instant LATER = NOW.plusSeconds(23);
  private static final Duration WAIT = Duration.ofSeconds(20);
  private static final Maintenance MORNING =
      new Maintenance(List.of(MaintenanceWindow.parse("Sun 10:00-11:00")), ZoneOffset.UTC);

  private final AlertPolicy policy = policy(rules(1, Maintenance.NONE));

  private static AlertRules rules(int threshold, Maintenance maintenance) {
    return new AlertRules(threshold, 1, WAIT, null, maintenance);
  }

  private static AlertPolicy policy(AlertRules rules) {
    return new AlertPolicy(List.of("ntfy"), ZoneOffset.UTC, rules);
  }

  private static TargetState state(Status status, int failures) {
    Memory memory = Memory.fresh(new UUID(0, 9)).withTally(new Tally(failures, 0, NOW, null, null));
    return switch (status) {
      case UNKNOWN -> new TargetState.Unknown(memory);
      case HEALTHY -> new TargetState.Healthy(memory, NOW);
      case DEGRADED -> new TargetState.Degraded(memory, NOW);
      case UNHEALTHY -> new TargetState.Unhealthy(memory, NOW);
    };
  }

  private static CheckReport failed(FailureCause... causes) {
    CheckReport any = Reports.of(Verdict.UNHEALTHY);
    List<TestResult> results =
        List.of(causes).stream()
            .map(cause -> new Failure(cause, Phase.AUTH, "No", "No", "the server", null, List.of()))
            .map(failure -> (TestResult) new TestResult.Failed(TestKind.SMTP_AUTH, failure))
            .toList();
    return new CheckReport(any.target(), NOW, any.took(), results, List.of(), any.timings(), null);
  }

  static List<Arguments> doubts() {
    AlertRules first = rules(1, Maintenance.NONE);
    AlertRules third = rules(3, Maintenance.NONE);
    CheckReport refused = failed(FailureCause.CONNECTION_REFUSED);
    return List.of(
        arguments("a first failure", first, state(Status.HEALTHY, 0), refused, true),
        arguments("of a new target", first, state(Status.UNKNOWN, 0), refused, true),
        arguments("with warnings", first, state(Status.DEGRADED, 0), refused, true),
        arguments("a known failure", first, state(Status.UNHEALTHY, 1), refused, false),
        arguments(
            "no failure", first, state(Status.HEALTHY, 0), Reports.of(Verdict.HEALTHY), false),
        arguments(
            "a warning", first, state(Status.HEALTHY, 0), Reports.of(Verdict.DEGRADED), false),
        arguments("below the threshold", third, state(Status.HEALTHY, 1), refused, false),
        arguments("at the threshold", third, state(Status.HEALTHY, 2), refused, true),
        arguments("in a window", rules(1, MORNING), state(Status.HEALTHY, 0), refused, false),
        arguments("not asked for", AlertRules.AT_ONCE, state(Status.HEALTHY, 0), refused, false),
        arguments(
            "a rejected login",
            first,
            state(Status.HEALTHY, 0),
            failed(FailureCause.AUTH_REJECTED),
            false),
        arguments(
            "a locked account",
            first,
            state(Status.HEALTHY, 0),
            failed(FailureCause.ACCOUNT_UNUSABLE),
            false),
        arguments(
            "a login of the wrong kind",
            first,
            state(Status.HEALTHY, 0),
            failed(FailureCause.PASSWORD_LOGIN_REFUSED),
            false),
        arguments(
            "a rejected login and another failure",
            first,
            state(Status.HEALTHY, 0),
            failed(FailureCause.CONNECT_TIMEOUT, FailureCause.AUTH_REJECTED),
            false),
        arguments(
            "a login that nobody could judge",
            first,
            state(Status.HEALTHY, 0),
            failed(FailureCause.AUTH_UNAVAILABLE),
            true));
  }

  @ParameterizedTest(name = "{0}: {4}")
  @MethodSource("doubts")
  void a_second_check_decides_before_a_first_alarm_only(
      String name, AlertRules rules, TargetState before, CheckReport report, boolean doubted) {
    assertThat(policy(rules).doubt(before, report, NOW))
        .as(name)
        .isEqualTo(doubted ? Optional.of(new Doubt(report, NOW, WAIT)) : Optional.empty());
  }

  @Test
  void a_confirmed_failure_has_lasted_since_the_first_check_and_counts_once() {
    // Given
    Doubt doubt = new Doubt(Reports.of(Verdict.UNHEALTHY), NOW, WAIT);

    // When
    TargetState after =
        policy.decide(state(Status.HEALTHY, 0), doubt, Reports.of(Verdict.UNHEALTHY), LATER);

    // Then
    assertThat(after.status()).isEqualTo(Status.UNHEALTHY);
    assertThat(after.since()).contains(NOW);
    assertThat(after.memory().tally()).isEqualTo(new Tally(1, 0, NOW, null, LATER));
    assertThat(after.outbox().entries())
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.alert().span()).isEqualTo(Span.since(Condition.DOWN, NOW));
          assertThat(entry.alert().raisedAt()).isEqualTo(LATER);
          assertThat(entry.alert().remarks()).isEmpty();
          assertThat(after.isNewest(entry.alert())).isTrue();
        });
  }

  @Test
  void a_failure_that_is_not_confirmed_was_none() {
    // Given
    Doubt doubt = new Doubt(Reports.of(Verdict.UNHEALTHY), NOW, WAIT);
    TargetState before = state(Status.HEALTHY, 0);

    // When
    TargetState after = policy.decide(before, doubt, Reports.of(Verdict.HEALTHY), LATER);

    // Then
    assertThat(after).isEqualTo(policy.decide(before, Reports.of(Verdict.HEALTHY), LATER));
    assertThat(after.memory().lastFailure()).isEmpty();
    assertThat(after.outbox()).isEqualTo(Outbox.EMPTY);
  }

  @Test
  void the_mail_of_the_first_check_is_waited_for_by_the_second_and_by_later_ones() {
    // Given
    PendingMail missed = new PendingMail(new UUID(3, 1), NOW.minusSeconds(60), NOW);
    Doubt doubt = new Doubt(withMails(Verdict.UNHEALTHY, List.of(), missed), NOW, WAIT);

    // When
    TargetState between = policy.undecided(state(Status.HEALTHY, 0), doubt);
    TargetState after =
        policy.decide(state(Status.HEALTHY, 0), doubt, Reports.of(Verdict.HEALTHY), LATER);

    // Then
    assertThat(between.memory().inFlight().pending()).containsExactly(missed);
    assertThat(after.memory().inFlight().pending()).containsExactly(missed);
  }

  @Test
  void a_late_mail_that_both_reports_show_is_told_once() {
    // Given
    LateMail late =
        new LateMail(new UUID(3, 1), NOW.minus(Duration.ofHours(1)), NOW, LateMail.Place.INBOX);
    CheckReport first = withMails(Verdict.UNHEALTHY, List.of(late), null);
    CheckReport second = Reports.of(Verdict.UNHEALTHY).deciding(first);

    // When
    TargetState after =
        policy.decide(state(Status.HEALTHY, 0), new Doubt(first, NOW, WAIT), second, LATER);

    // Then
    assertThat(second.lateMails()).containsExactly(late);
    assertThat(after.outbox().entries().getFirst().alert().remarks())
        .containsExactly("The mail of 09:30 arrived after 1 h.");
    assertThat(after.memory().inFlight()).isEqualTo(InFlight.NONE);
  }

  private static CheckReport withMails(
      Verdict verdict, List<LateMail> late, @Nullable PendingMail undelivered) {
    CheckReport any = Reports.of(verdict);
    return new CheckReport(
        any.target(),
        NOW,
        any.took(),
        any.results(),
        any.warnings(),
        any.timings(),
        any.deliveryTime(),
        late,
        undelivered);
  }
}
