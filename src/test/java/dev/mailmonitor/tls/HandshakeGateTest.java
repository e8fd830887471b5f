package dev.mailmonitor.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// Who may negotiate TLS, and when.
class HandshakeGateTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private static Duration enter(HandshakeGate.Turn turn) {
    return turn.await(LONG, () -> false);
  }

  /// A thread that waits for its turn.
  private static Thread waiting(Runnable waits) {
    Thread thread = Thread.startVirtualThread(waits);
    await()
        .atMost(LONG)
        .until(() ->
            thread.getState() == Thread.State.TIMED_WAITING
                || thread.getState() == Thread.State.TERMINATED);
    return thread;
  }

  @Test
  void no_more_than_the_bound_pass_at_once_and_all_pass_in_the_end() throws Exception {
    // Given
    HandshakeGate gate = new HandshakeGate(3);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger passed = new AtomicInteger();

    // When
    List<Thread> threads = new ArrayList<>();
    for (int count = 0; count < 200; count++) {
      threads.add(
          Thread.startVirtualThread(() -> {
            HandshakeGate.Turn turn = gate.turn();
            enter(turn);
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            LockSupport.parkNanos(100_000);
            inside.decrementAndGet();
            turn.end();
            passed.incrementAndGet();
          }));
    }
    for (Thread thread : threads) {
      thread.join(LONG);
    }

    // Then
    assertThat(passed).hasValue(200);
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void whoever_came_first_has_the_first_turn() throws Exception {
    // Given
    HandshakeGate gate = new HandshakeGate(1);
    HandshakeGate.Turn holder = gate.turn();
    enter(holder);
    List<Integer> order = new CopyOnWriteArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int number = 0; number < 10; number++) {
      int mine = number;
      threads.add(
          waiting(() -> {
            HandshakeGate.Turn turn = gate.turn();
            enter(turn);
            order.add(mine);
            turn.end();
          }));
    }

    // When
    holder.end();
    for (Thread thread : threads) {
      thread.join(LONG);
    }

    // Then
    assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void whoever_has_waited_too_long_goes_without_a_turn() {
    // Given
    HandshakeGate gate = new HandshakeGate(1);
    HandshakeGate.Turn holder = gate.turn();
    enter(holder);
    HandshakeGate.Turn late = gate.turn();

    // When
    Duration waited = late.await(Duration.ofMillis(300), () -> false);

    // Then
    assertThat(waited).isGreaterThanOrEqualTo(Duration.ofMillis(250));
    late.end();
    assertThat(gate.turn().await(Duration.ofMillis(1), () -> false)).isPositive();
    holder.end();
    assertThat(enter(gate.turn())).isZero();
  }

  @Test
  void nobody_waits_for_nothing() throws Exception {
    // Given
    HandshakeGate gate = new HandshakeGate(1);
    HandshakeGate.Turn holder = gate.turn();
    enter(holder);
    AtomicBoolean calledOff = new AtomicBoolean();
    Thread thread = waiting(() -> gate.turn().await(LONG.multipliedBy(60), calledOff::get));

    // When
    calledOff.set(true);

    // Then
    assertThat(thread.join(LONG)).isTrue();
    holder.end();
    assertThat(enter(gate.turn())).isZero();
  }

  @Test
  void an_interrupted_thread_waits_no_longer_and_knows_that_it_was() throws Exception {
    // Given
    HandshakeGate gate = new HandshakeGate(1);
    enter(gate.turn());
    AtomicBoolean known = new AtomicBoolean();
    Thread thread =
        waiting(() -> {
          enter(gate.turn());
          known.set(Thread.currentThread().isInterrupted());
        });

    // When
    thread.interrupt();

    // Then
    assertThat(thread.join(LONG)).isTrue();
    assertThat(known).isTrue();
  }

  @Test
  void a_turn_that_is_ended_twice_lets_one_pass() {
    // Given
    HandshakeGate gate = new HandshakeGate(1);
    HandshakeGate.Turn first = gate.turn();
    enter(first);

    // When
    first.end();
    first.end();

    // Then
    assertThat(enter(gate.turn())).isZero();
    assertThat(gate.turn().await(Duration.ofMillis(1), () -> false)).isPositive();
  }

  @Test
  void a_gate_lets_somebody_pass() {
    assertThatThrownBy(() -> new HandshakeGate(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
