package dev.mailmonitor.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailmonitor.state.StateStore.Lease;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What every store of states promises.
abstract class StateStoreContract {
  /// A store of the same target's state; what one has saved another one reads.
  abstract StateStore store();

  @Test
  void a_target_without_a_state_is_unknown() throws Exception {
    // When
    try (Lease lease = store().acquire()) {
      // Then
      assertThat(lease.state().status()).isEqualTo(Status.UNKNOWN);
      assertThat(lease.state().outbox()).isEqualTo(Outbox.EMPTY);
      assertThat(lease.warnings()).isEmpty();
    }
  }

  @Test
  void everything_that_was_saved_is_read_again() throws Exception {
    // Given
    TargetState everything = States.withEverything();
    try (Lease lease = store().acquire()) {
      lease.update(state -> everything);
    }

    // When
    try (Lease lease = store().acquire()) {
      // Then
      assertThat(lease.state()).isEqualTo(everything);
      assertThat(lease.warnings()).isEmpty();
    }
  }

  @Test
  void a_change_starts_from_the_change_before() throws Exception {
    // Given
    try (Lease lease = store().acquire()) {
      lease.update(state -> new TargetState.Healthy(state.memory(), States.THEN));

      // When
      TargetState changed =
          lease.update(
              state -> state.with(state.memory().withBrokenSince(state.since().orElseThrow())));

      // Then
      assertThat(changed.memory().cannotCheckSince()).contains(States.THEN);
      assertThat(lease.state()).isEqualTo(changed);
      assertThat(store().peek().state()).isEqualTo(changed);
    }
  }

  @Test
  void the_instance_is_the_same_in_every_run() throws Exception {
    // Given
    UUID first;
    try (Lease lease = store().acquire()) {
      first = lease.update(state -> state).memory().instance();
    }

    // When
    UUID second = store().peek().state().memory().instance();

    // Then
    assertThat(second).isEqualTo(first);
  }

  @Test
  void one_run_at_a_time_holds_a_state() throws Exception {
    // Given
    try (Lease lease = store().acquire()) {
      // When
      assertThatThrownBy(() -> store().acquire()).isInstanceOf(StateException.Locked.class);

      // Then
      assertThatThrownBy(() -> store().acquire())
          .as("a refused try must not take the lock away from its holder")
          .isInstanceOf(StateException.Locked.class);
      assertThat(lease.state().status()).isEqualTo(Status.UNKNOWN);
    }
  }

  @Test
  void a_closed_lease_lets_the_next_run_in() throws Exception {
    // Given
    store().acquire().close();

    // When
    try (Lease lease = store().acquire()) {
      // Then
      assertThat(lease.state().status()).isEqualTo(Status.UNKNOWN);
    }
  }

  @Test
  void looking_needs_no_lock_and_sees_what_is_saved() throws Exception {
    // Given
    Instant since = States.THEN;
    try (Lease lease = store().acquire()) {
      lease.update(state -> new TargetState.Degraded(state.memory(), since));

      // When
      StateStore.Snapshot snapshot = store().peek();

      // Then
      assertThat(snapshot.state().status()).isEqualTo(Status.DEGRADED);
      assertThat(snapshot.state().since()).contains(since);
      assertThat(snapshot.warnings()).isEmpty();
      assertThatThrownBy(() -> store().acquire())
          .as("looking must not release the lock")
          .isInstanceOf(StateException.Locked.class);
    }
  }

  @Test
  void a_change_that_fails_changes_nothing() throws Exception {
    // Given
    try (Lease lease = store().acquire()) {
      TargetState before =
          lease.update(state -> new TargetState.Healthy(state.memory(), States.THEN));

      // When
      assertThatThrownBy(() ->
              lease.update(state -> {
                throw new IllegalStateException("a bug");
              }))
          .isInstanceOf(IllegalStateException.class);

      // Then
      assertThat(lease.state()).isEqualTo(before);
      assertThat(store().peek().state()).isEqualTo(before);
    }
  }
}
