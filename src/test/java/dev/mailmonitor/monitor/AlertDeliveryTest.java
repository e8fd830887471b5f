package dev.mailmonitor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.AlertChannel;
import dev.mailmonitor.alert.AlertKind;
import dev.mailmonitor.alert.Attempt;
import dev.mailmonitor.alert.Attempt.Accepted;
import dev.mailmonitor.alert.Attempt.Final;
import dev.mailmonitor.alert.Attempt.Later;
import dev.mailmonitor.monitor.DeliveryEvent.Delivered;
import dev.mailmonitor.monitor.DeliveryEvent.Dropped;
import dev.mailmonitor.monitor.DeliveryEvent.Postponed;
import dev.mailmonitor.monitor.DeliveryEvent.Refused;
import dev.mailmonitor.monitor.DeliveryEvent.Unsaved;
import dev.mailmonitor.state.FileStateStore;
import dev.mailmonitor.state.Memory;
import dev.mailmonitor.state.Outbox;
import dev.mailmonitor.state.StateException;
import dev.mailmonitor.state.StateStore;
import dev.mailmonitor.state.StateStore.Lease;
import dev.mailmonitor.state.TargetState;
import dev.mailmonitor.target.TargetName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertDeliveryTest {
  private static final Instant NOW = Instant.parse("2026-01-16T09:30:00Z");
  private static final Duration BUDGET = Duration.ofSeconds(10);
  private static final RandomGenerator NO_JITTER = () -> 0;

  @TempDir Path directory;

  private Instant now = NOW;
  private final List<Duration> sleeps = new ArrayList<>();
  private final InstantSource clock = () -> now;

  private final Alert first = alert(1, AlertKind.DOWN);
  private final Alert second = alert(2, AlertKind.RECOVERED);

  @Test
  void everything_that_is_accepted_leaves_the_outbox_oldest_first() throws Exception {
    // Given
    StateStore store = saved(entry(first, "ntfy", NOW), entry(second, "ntfy", NOW));
    FakeChannel ntfy = new FakeChannel("ntfy", new Accepted("a"), new Accepted("b"));

    // When
    List<DeliveryEvent> events = deliver(store, ntfy);

    // Then
    assertThat(ntfy.received).containsExactly(first, second);
    assertThat(events)
        .containsExactly(new Delivered("ntfy", first, "a"), new Delivered("ntfy", second, "b"));
    assertThat(store.peek().state().outbox()).isEqualTo(Outbox.EMPTY);
  }

  @Test
  void each_acceptance_is_saved_before_the_next_try() throws Exception {
    // Given
    StateStore store = saved(entry(first, "ntfy", NOW), entry(second, "ntfy", NOW));
    List<Integer> unsentAtTry = new ArrayList<>();
    FakeChannel ntfy = new FakeChannel("ntfy", new Accepted("a"), new Accepted("b"));
    ntfy.before = () -> unsentAtTry.add(store.peek().state().outbox().entries().size());

    // When
    deliver(store, ntfy);

    // Then
    assertThat(unsentAtTry).containsExactly(2, 1);
  }

  @Test
  void nothing_to_send_touches_nothing() throws Exception {
    // Given
    StateStore store = new FileStateStore(directory.resolve("state.json"), clock);
    FakeChannel ntfy = new FakeChannel("ntfy");

    // When
    List<DeliveryEvent> events = deliver(store, ntfy);

    // Then
    assertThat(events).isEmpty();
    assertThat(directory.resolve("state.json")).doesNotExist();
  }

  @Test
  void a_try_may_take_what_the_check_has_left_but_always_three_seconds() throws Exception {
    // Given
    StateStore store = saved(entry(first, "ntfy", NOW));
    FakeChannel patient = new FakeChannel("ntfy", new Final("no"));
    FakeChannel hurried = new FakeChannel("ntfy", new Final("no"));

    // When
    deliver(store, BUDGET, patient);
    deliver(store, Duration.ofMillis(100), hurried);

    // Then
    assertThat(patient.allowed).isBetween(BUDGET.minusSeconds(2), BUDGET);
    assertThat(hurried.allowed).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void what_may_work_later_is_tried_again_with_growing_waits() throws Exception {
    // Given
    StateStore store = saved(entry(first, "ntfy", NOW));
    FakeChannel ntfy =
        new FakeChannel(
            "ntfy", new Later("busy"), new Later("busy"), new Later("busy"), new Accepted("a"));

    // When
    List<DeliveryEvent> events = deliver(store, ntfy);

    // Then
    assertThat(sleeps)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(events).containsExactly(new Delivered("ntfy", first, "a"));
  }

  @Test
  void when_the_budget_is_used_up_the_alert_is_kept_with_its_tries() throws Exception {
    // Given
    StateStore store = saved(entry(first, "ntfy", NOW), entry(second, "ntfy", NOW));
    FakeChannel ntfy = new FakeChannel("ntfy");
    ntfy.otherwise = new Later("The server is busy.");

    // When
    List<DeliveryEvent> events = deliver(store, ntfy);

    // Then
    assertThat(ntfy.received).as("1 + 2 + 4 s fit into 10 s").hasSize(4).containsOnly(first);
    assertThat(events)
        .containsExactly(
            new Postponed("ntfy", first, "The server is busy."),
            new Postponed("ntfy", second, "The server is busy."));
    assertThat(store.peek().state().outbox().entries())
        .containsExactly(
            new Outbox.Entry(first, "ntfy", NOW, 4, "The server is busy."),
            new Outbox.Entry(second, "ntfy", NOW, 0, "The server is busy."));
  }

  @Test
  void a_wait_that_the_server_asks_for_is_kept() throws Exception {
    // Given
    StateStore store = saved(entry(first, "ntfy", NOW));
    FakeChannel ntfy =
        new FakeChannel("ntfy", new Later("busy", Duration.ofSeconds(7)), new Accepted("a"));

    // When
    deliver(store, ntfy);

    // Then
    assertThat(sleeps).containsExactly(Duration.ofSeconds(7));
  }

  @Test
  void a_wait_beyond_the_budget_ends_the_tries() throws Exception {
    // Given
    StateStore store = saved(entry(first, "ntfy", NOW));
    FakeChannel ntfy = new FakeChannel("ntfy", new Later("busy", Duration.ofHours(1)));

    // When
    List<DeliveryEvent> events = deliver(store, ntfy);

    // Then
    assertThat(sleeps).isEmpty();
    assertThat(events).containsExactly(new Postponed("ntfy", first, "busy"));
  }

  @Test
  void a_refusal_is_tried_once_and_does_not_hold_up_the_next_alert() throws Exception {
    // Given
    StateStore store = saved(entry(first, "ntfy", NOW), entry(second, "ntfy", NOW));
    FakeChannel ntfy = new FakeChannel("ntfy", new Final("Check ntfy_token."), new Accepted("b"));

    // When
    List<DeliveryEvent> events = deliver(store, ntfy);

    // Then
    assertThat(ntfy.received).containsExactly(first, second);
    assertThat(events)
        .containsExactly(
            new Refused("ntfy", first, "Check ntfy_token."), new Delivered("ntfy", second, "b"));
    assertThat(store.peek().state().outbox().entries())
        .containsExactly(new Outbox.Entry(first, "ntfy", NOW, 1, "Check ntfy_token."));
  }

  @Test
  void a_refused_alert_is_tried_again_after_the_next_check() throws Exception {
    // Given
    StateStore store = saved(entry(first, "ntfy", NOW));
    deliver(store, new FakeChannel("ntfy", new Final("no")));

    // When
    List<DeliveryEvent> events = deliver(store, new FakeChannel("ntfy", new Accepted("a")));

    // Then
    assertThat(events).containsExactly(new Delivered("ntfy", first, "a"));
  }

  @Test
  void channels_do_not_hold_up_each_other() throws Exception {
    // Given
    StateStore store = saved(entry(first, "ntfy", NOW), entry(first, "email", NOW));
    FakeChannel ntfy = new FakeChannel("ntfy");
    ntfy.otherwise = new Later("busy");
    FakeChannel email = new FakeChannel("email", new Accepted("m"));

    // When
    List<DeliveryEvent> events = deliver(store, ntfy, email);

    // Then
    assertThat(events)
        .containsExactly(new Postponed("ntfy", first, "busy"), new Delivered("email", first, "m"));
    assertThat(store.peek().state().outbox().entries())
        .extracting(Outbox.Entry::channel)
        .containsExactly("ntfy");
  }

  @Test
  void a_channel_with_a_bug_does_not_hold_up_the_rest() throws Exception {
    // Given
    StateStore store = saved(entry(first, "ntfy", NOW), entry(first, "email", NOW));
    FakeChannel ntfy = new FakeChannel("ntfy");
    ntfy.before =
        () -> {
          throw new IllegalStateException("secret inside");
        };
    FakeChannel email = new FakeChannel("email", new Accepted("m"));

    // When
    List<DeliveryEvent> events = deliver(store, ntfy, email);

    // Then
    assertThat(events).hasSize(2);
    assertThat(events.getFirst()).isInstanceOf(Refused.class);
    assertThat(events.getFirst().line())
        .contains("ntfy", "internal error")
        .doesNotContain("secret");
    assertThat(events.getLast()).isEqualTo(new Delivered("email", first, "m"));
  }

  @Test
  void an_alert_is_given_up_only_after_seven_days_and_a_last_try() throws Exception {
    // Given
    Instant sevenDaysAgo = NOW.minus(Duration.ofDays(7));
    StateStore store =
        saved(
            entry(first, "ntfy", sevenDaysAgo.minusMillis(1)), entry(second, "ntfy", sevenDaysAgo));
    FakeChannel ntfy = new FakeChannel("ntfy");
    ntfy.otherwise = new Final("no");

    // When
    List<DeliveryEvent> events = deliver(store, ntfy);

    // Then
    assertThat(ntfy.received).containsExactly(first, second);
    assertThat(events)
        .containsExactly(new Dropped("ntfy", first, "no"), new Refused("ntfy", second, "no"));
    assertThat(store.peek().state().outbox().entries())
        .extracting(Outbox.Entry::alert)
        .containsExactly(second);
  }

  @Test
  void an_old_alert_that_is_accepted_at_last_is_delivered() throws Exception {
    // Given
    StateStore store = saved(entry(first, "ntfy", NOW.minus(Duration.ofDays(8))));

    // When
    List<DeliveryEvent> events = deliver(store, new FakeChannel("ntfy", new Accepted("a")));

    // Then
    assertThat(events).containsExactly(new Delivered("ntfy", first, "a"));
  }

  @Test
  void an_alert_for_a_channel_that_was_taken_away_is_kept_and_reported() throws Exception {
    // Given
    StateStore store =
        saved(entry(first, "pager", NOW), entry(second, "pager", NOW.minus(Duration.ofDays(8))));

    // When
    List<DeliveryEvent> events = deliver(store, new FakeChannel("ntfy"));

    // Then
    assertThat(events)
        .extracting(DeliveryEvent::getClass)
        .containsExactly(Postponed.class, Dropped.class);
    assertThat(events.getFirst().line()).contains("pager", "not configured");
    assertThat(store.peek().state().outbox().entries())
        .extracting(Outbox.Entry::alert)
        .containsExactly(first);
  }

  @Test
  void an_acceptance_that_cannot_be_saved_is_reported_and_the_rest_goes_on() {
    // Given
    BrokenLease lease =
        new BrokenLease(state(entry(first, "ntfy", NOW), entry(second, "ntfy", NOW)), 1);
    FakeChannel ntfy = new FakeChannel("ntfy", new Accepted("a"), new Accepted("b"));

    // When
    List<DeliveryEvent> events = delivery(ntfy).deliver(lease, BUDGET);

    // Then
    assertThat(ntfy.received).containsExactly(first, second);
    assertThat(events)
        .containsExactly(
            new Delivered("ntfy", first, "a"),
            new Unsaved("ntfy", first, "The disk is full."),
            new Delivered("ntfy", second, "b"));
    assertThat(lease.state().outbox())
        .as("the later save makes up for the failed one")
        .isEqualTo(Outbox.EMPTY);
  }

  @Test
  void tries_that_cannot_be_saved_are_reported() {
    // Given
    BrokenLease lease = new BrokenLease(state(entry(first, "ntfy", NOW)), 9);

    // When
    List<DeliveryEvent> events =
        delivery(new FakeChannel("ntfy", new Final("no"))).deliver(lease, BUDGET);

    // Then
    assertThat(events)
        .containsExactly(
            new Refused("ntfy", first, "no"), new Unsaved("ntfy", first, "The disk is full."));
  }

  @Test
  void without_a_saved_state_the_alert_goes_out_all_the_same_and_says_so() {
    // Given
    FakeChannel ntfy = new FakeChannel("ntfy", new Accepted("a"));

    // When
    List<DeliveryEvent> events =
        delivery(ntfy)
            .deliverUnsaved(state(entry(first, "ntfy", NOW)), "The disk is full.", BUDGET);

    // Then
    assertThat(ntfy.received).hasSize(1);
    assertThat(ntfy.received.getFirst().id()).isEqualTo(first.id());
    assertThat(ntfy.received.getFirst().remarks())
        .singleElement()
        .asString()
        .contains("could not save its state");
    assertThat(events)
        .extracting(DeliveryEvent::getClass)
        .containsExactly(Delivered.class, Unsaved.class);
    assertThat(events.getLast().line()).contains("The disk is full.");
  }

  @Test
  void an_interrupt_ends_the_waiting_and_is_passed_on() throws Exception {
    // Given
    StateStore store = saved(entry(first, "ntfy", NOW));
    FakeChannel ntfy = new FakeChannel("ntfy");
    ntfy.otherwise = new Later("busy");
    AlertDelivery delivery =
        new AlertDelivery(
            List.of(ntfy),
            clock,
            duration -> {
              throw new InterruptedException("the program is to end");
            },
            NO_JITTER);

    // When
    List<DeliveryEvent> events;
    try (Lease lease = store.acquire()) {
      events = delivery.deliver(lease, BUDGET);
    }

    // Then
    assertThat(Thread.interrupted()).isTrue();
    assertThat(events).containsExactly(new Postponed("ntfy", first, "busy"));
    assertThat(store.peek().state().outbox().entries())
        .extracting(Outbox.Entry::attempts)
        .containsExactly(1);
  }

  @Test
  void every_line_names_its_channel_and_its_alert() {
    // When
    List<DeliveryEvent> events =
        List.of(
            new Delivered("ntfy", first, "id1"),
            new Postponed("ntfy", first, "why"),
            new Refused("ntfy", first, "why"),
            new Dropped("ntfy", first, "why"),
            new Unsaved("ntfy", first, "why"));

    // Then
    assertThat(events)
        .extracting(DeliveryEvent::line)
        .allSatisfy(line -> assertThat(line).contains("ntfy", "🚨 Mail Server Alert (office)"))
        .noneMatch(line -> line.contains("\n"));
    assertThat(events)
        .extracting(DeliveryEvent::isProblem)
        .containsExactly(false, true, true, true, true);
    assertThat(events.getFirst().line())
        .isEqualTo("ntfy: \"🚨 Mail Server Alert (office)\" delivered (id id1)");
  }

  private List<DeliveryEvent> deliver(StateStore store, AlertChannel... channels)
      throws StateException {
    return deliver(store, BUDGET, channels);
  }

  private List<DeliveryEvent> deliver(StateStore store, Duration budget, AlertChannel... channels)
      throws StateException {
    try (Lease lease = store.acquire()) {
      return delivery(channels).deliver(lease, budget);
    }
  }

  private AlertDelivery delivery(AlertChannel... channels) {
    return new AlertDelivery(
        List.of(channels),
        clock,
        duration -> {
          sleeps.add(duration);
          now = now.plus(duration);
        },
        NO_JITTER);
  }

  private StateStore saved(Outbox.Entry... entries) throws StateException {
    StateStore store = new FileStateStore(directory.resolve("state.json"), clock);
    try (Lease lease = store.acquire()) {
      lease.update(before -> state(entries));
    }
    return store;
  }

  private static TargetState state(Outbox.Entry... entries) {
    return new TargetState.Unhealthy(
        Memory.fresh(new UUID(0, 9)).withOutbox(new Outbox(List.of(entries))),
        NOW.minusSeconds(60));
  }

  private static Outbox.Entry entry(Alert alert, String channel, Instant queuedAt) {
    return Outbox.Entry.fresh(alert, channel, queuedAt);
  }

  private static Alert alert(long id, AlertKind kind) {
    return new Alert(
        new UUID(0, id),
        kind,
        new TargetName("office"),
        NOW,
        List.of(),
        null,
        List.of(),
        List.of());
  }

  /// A channel that does what it is told.
  private static final class FakeChannel implements AlertChannel {
    private final String name;
    private final Deque<Attempt> attempts;
    private final List<Alert> received = new ArrayList<>();
    private Runnable before = () -> {};
    private Duration allowed = Duration.ZERO;
    private Attempt otherwise = new Final("The test planned no further try.");

    FakeChannel(String name, Attempt... attempts) {
      this.name = name;
      this.attempts = new ArrayDeque<>(List.of(attempts));
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Attempt deliver(Alert alert, Duration atMost) {
      allowed = atMost;
      before.run();
      received.add(alert);
      Attempt next = attempts.poll();
      return next == null ? otherwise : next;
    }
  }

  /// A state whose first saves fail.
  private static final class BrokenLease implements Lease {
    private TargetState state;
    private int failures;

    BrokenLease(TargetState state, int failures) {
      this.state = state;
      this.failures = failures;
    }

    @Override
    public TargetState state() {
      return state;
    }

    @Override
    public List<String> warnings() {
      return List.of();
    }

    @Override
    public TargetState update(UnaryOperator<TargetState> change) throws StateException.NotSaved {
      if (failures-- > 0) {
        throw new StateException.NotSaved("The disk is full.");
      }
      state = change.apply(state);
      return state;
    }

    @Override
    public void close() {}
  }

  @Test
  void every_line_says_what_happens_next() {
    // When
    List<String> lines =
        List.of(
            new Postponed("ntfy", first, "Why.").line(),
            new Refused("ntfy", first, "Why.").line(),
            new Dropped("ntfy", first, "Why.").line(),
            new Unsaved("ntfy", first, "Why.").line());

    // Then
    assertThat(lines)
        .containsExactly(
            "ntfy: \"🚨 Mail Server Alert (office)\" could not be delivered yet; it is kept and tried"
                + " again after the next check: Why.",
            "ntfy: \"🚨 Mail Server Alert (office)\" WAS REFUSED; it is kept and tried again after"
                + " the next check: Why.",
            "ntfy: \"🚨 Mail Server Alert (office)\" of %s could not be delivered for 7 days and is"
                    .formatted(first.raisedAt())
                + " given up: Why.",
            "ntfy: whether \"🚨 Mail Server Alert (office)\" was delivered could not be saved, so it"
                + " may be sent again: Why.");
  }
}
