package dev.mailmonitor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.AlertChannel;
import dev.mailmonitor.alert.AlertKind;
import dev.mailmonitor.alert.AlertRules;
import dev.mailmonitor.alert.Attempt;
import dev.mailmonitor.probe.Verdict;
import dev.mailmonitor.schedule.Maintenance;
import dev.mailmonitor.state.AlertPolicy;
import dev.mailmonitor.state.Outbox;
import dev.mailmonitor.state.Reports;
import dev.mailmonitor.state.StateStore;
import dev.mailmonitor.state.TargetState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Clocks are set, forward and back, by hours and years: nothing is lost, nothing takes longer.
class JumpingClockTest {
  private static final Duration BUDGET = Duration.ofSeconds(10);
  private static final Instant NOW = Instant.parse("2026-01-16T09:30:00Z");

  private AlertPolicy policy = policy(AlertRules.AT_ONCE);
  private final List<Duration> sleeps = new ArrayList<>();
  private final FakeLease lease = new FakeLease();
  private final FakeChannel channel = new FakeChannel();
  private Instant now = NOW;

  /// One check: what it found, whether people could be told, and by how much the clock then jumped.
  ///
  /// @param verdict what it found
  /// @param reachable whether ntfy could be reached
  /// @param jump by how much the clock jumped
  record Step(Verdict verdict, boolean reachable, Duration jump) {}

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<Duration> jumps =
        Arbitraries.of(
            Duration.ofMinutes(15),
            Duration.ofMinutes(15),
            Duration.ZERO,
            Duration.ofHours(-3),
            Duration.ofHours(30),
            Duration.ofDays(-8),
            Duration.ofDays(8),
            Duration.ofDays(-9000),
            Duration.ofDays(20_000));
    return Combinators.combine(Arbitraries.of(Verdict.class), Arbitraries.of(true, false), jumps)
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }

  private static AlertPolicy policy(AlertRules rules) {
    return new AlertPolicy(List.of("ntfy"), ZoneOffset.UTC, rules);
  }

  @Provide
  Arbitrary<AlertRules> rules() {
    return Combinators.combine(
            Arbitraries.of(1, 1, 2, 3),
            Arbitraries.of(1, 1, 2, 3),
            Arbitraries.of(Duration.ofHours(1), Duration.ofDays(1)).injectNull(0.5))
        .as((failure, recovery, reminder) ->
            new AlertRules(failure, recovery, null, reminder, Maintenance.NONE));
  }

  /// Whatever happened in between, the last thing that people hear is how things are.
  @Property
  void people_know_how_things_are_as_soon_as_they_can_be_told(
      @ForAll("histories") List<Step> history, @ForAll("rules") AlertRules rules) {
    policy = policy(rules);
    for (Step step : history) {
      channel.answer =
          step.reachable ? new Attempt.Accepted("1") : new Attempt.Later("unreachable");
      decide(step.verdict);
      deliver();
      now = now.plus(step.jump);
    }
    channel.answer = new Attempt.Accepted("1");
    deliver();

    List<AlertKind> told = channel.accepted.stream().map(Alert::kind).toList();
    switch (lease.state().status()) {
      case UNHEALTHY -> assertThat(told.getLast()).isIn(AlertKind.DOWN, AlertKind.REMINDER);
      case DEGRADED ->
          assertThat(told.getLast()).isIn(AlertKind.DEGRADED, AlertKind.RECOVERED_WITH_WARNINGS);
      case HEALTHY -> {
        if (!told.isEmpty()) {
          assertThat(told.getLast()).isEqualTo(AlertKind.RECOVERED);
        }
      }
      case UNKNOWN -> assertThat(told).as("no check was believed").isEmpty();
    }
    assertThat(lease.state().outbox().isEmpty()).isTrue();
    assertThat(channel.accepted)
        .allSatisfy(alert ->
            alert
                .duration()
                .ifPresent(span ->
                    assertThat(span.to() == null || !span.to().isBefore(span.from())).isTrue()));
  }

  @Example
  void an_alert_of_an_outage_that_lasts_is_kept_however_old_it_is() {
    // Given
    channel.answer = new Attempt.Final("forbidden");
    decide(Verdict.UNHEALTHY);
    now = now.plus(Duration.ofDays(400));

    // When
    List<DeliveryEvent> events = deliver();

    // Then
    assertThat(events).singleElement().isInstanceOf(DeliveryEvent.Refused.class);
    channel.answer = new Attempt.Accepted("1");
    assertThat(deliver()).singleElement().isInstanceOf(DeliveryEvent.Delivered.class);
    assertThat(channel.accepted).extracting(Alert::kind).containsExactly(AlertKind.DOWN);
  }

  @Example
  void an_alert_that_later_news_made_old_is_given_up_after_seven_days() {
    // Given
    channel.answer = new Attempt.Accepted("1");
    decide(Verdict.UNHEALTHY);
    deliver();
    channel.answer = new Attempt.Final("forbidden");
    decide(Verdict.HEALTHY);
    now = now.plusSeconds(60);
    decide(Verdict.UNHEALTHY);
    now = now.plus(Duration.ofDays(8));

    // When
    List<DeliveryEvent> events = deliver();

    // Then
    assertThat(events)
        .extracting(event -> event.alert().kind() + " " + event.getClass().getSimpleName())
        .containsExactly("RECOVERED Dropped", "DOWN Refused");
  }

  @Example
  void a_clock_that_is_set_back_again_and_again_does_not_prolong_a_delivery() {
    // Given
    channel.answer = new Attempt.Later("busy");
    channel.before = () -> now = now.minus(Duration.ofHours(5));
    decide(Verdict.UNHEALTHY);

    // When
    deliver();

    // Then
    assertThat(sleeps.stream().reduce(Duration.ZERO, Duration::plus)).isLessThan(BUDGET);
  }

  @Example
  void a_clock_that_is_set_forward_costs_no_try() {
    // Given
    channel.answer = new Attempt.Later("busy");
    channel.before = () -> now = now.plus(Duration.ofHours(5));
    decide(Verdict.UNHEALTHY);

    // When
    deliver();

    // Then
    assertThat(sleeps).as("1 + 2 + 4 s fit into 10 s").hasSize(3);
  }

  @Example
  void an_alert_that_was_queued_before_the_clock_was_set_back_waits_from_now_on() {
    // Given
    channel.answer = new Attempt.Final("forbidden");
    decide(Verdict.UNHEALTHY);
    now = NOW.minus(Duration.ofDays(9000));

    // When
    deliver();

    // Then
    assertThat(lease.state().outbox().entries())
        .singleElement()
        .extracting(Outbox.Entry::queuedAt)
        .isEqualTo(now);
  }

  private void decide(Verdict verdict) {
    lease.update(state -> policy.decide(state, Reports.of(verdict), now));
  }

  private List<DeliveryEvent> deliver() {
    Sleeper sleeper =
        duration -> {
          sleeps.add(duration);
          assertThat(sleeps).as("a wait without end").hasSizeLessThan(10_000);
        };
    return new AlertDelivery(List.of(channel), () -> now, sleeper, () -> 0).deliver(lease, BUDGET);
  }

  /// A state that is kept nowhere.
  private static final class FakeLease implements StateStore.Lease {
    private TargetState state = TargetState.fresh(new UUID(0, 1));

    @Override
    public TargetState state() {
      return state;
    }

    @Override
    public List<String> warnings() {
      return List.of();
    }

    @Override
    public TargetState update(UnaryOperator<TargetState> change) {
      state = change.apply(state);
      return state;
    }

    @Override
    public void close() {}
  }

  private static final class FakeChannel implements AlertChannel {
    private final List<Alert> accepted = new ArrayList<>();
    private Attempt answer = new Attempt.Later("nobody is there");
    private Runnable before = () -> {};

    @Override
    public String name() {
      return "ntfy";
    }

    @Override
    public Attempt deliver(Alert alert, Duration atMost) {
      before.run();
      if (answer instanceof Attempt.Accepted) {
        accepted.add(alert);
      }
      return answer;
    }
  }
}
