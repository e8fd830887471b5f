package dev.mailmonitor.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailmonitor.state.StateStore.Lease;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A service keeps single runs away from the states that it holds, all the time.
class HeldStateStoreTest {
  @TempDir Path directory;

  private final Path place = Path.of("held/state.json");
  private final List<HeldStateStore> opened = new ArrayList<>();

  private FileStateStore singleRun() {
    return new FileStateStore(directory.resolve(place), StateFixture.CLOCK);
  }

  private HeldStateStore service() {
    HeldStateStore held = new HeldStateStore(singleRun());
    opened.add(held);
    return held;
  }

  @AfterEach
  void close() {
    opened.forEach(HeldStateStore::close);
  }

  @Test
  void between_two_checks_no_single_run_comes_in() throws Exception {
    // Given
    HeldStateStore held = service();
    held.acquire().close();

    // When
    assertThatThrownBy(() -> singleRun().acquire())
        // Then
        .isInstanceOf(StateException.Locked.class)
        .hasMessageContaining("state.json");
    held.acquire().close();
  }

  @Test
  void a_closed_store_lets_single_runs_in_when_its_last_check_has_ended() throws Exception {
    // Given
    HeldStateStore held = service();
    Lease last = held.acquire();
    held.close();
    assertThatThrownBy(() -> singleRun().acquire()).isInstanceOf(StateException.Locked.class);

    // When
    last.close();

    // Then
    singleRun().acquire().close();
    assertThatThrownBy(() -> held.acquire()).isInstanceOf(StateException.Locked.class);
  }

  @Test
  void a_store_that_a_single_run_holds_is_refused_and_taken_when_it_has_ended() throws Exception {
    // Given
    Lease run = singleRun().acquire();
    HeldStateStore held = service();
    assertThatThrownBy(() -> held.acquire()).isInstanceOf(StateException.Locked.class);

    // When
    run.close();

    // Then
    held.acquire().close();
    assertThatThrownBy(() -> singleRun().acquire()).isInstanceOf(StateException.Locked.class);
  }

  @Test
  void a_state_that_was_deleted_between_two_checks_begins_anew() throws Exception {
    // Given
    HeldStateStore held = service();
    try (Lease lease = held.acquire()) {
      lease.update(state -> new TargetState.Healthy(state.memory(), States.THEN));
    }
    Files.delete(directory.resolve(place));

    // When
    try (Lease lease = held.acquire()) {
      // Then
      assertThat(lease.state().status()).isEqualTo(Status.UNKNOWN);
    }
  }

  @Test
  void a_directory_that_was_replaced_is_locked_too() throws Exception {
    // Given
    HeldStateStore held = service();
    held.acquire().close();
    Files.move(directory.resolve("held"), directory.resolve("old"));

    // When
    held.acquire().close();

    // Then
    assertThat(directory.resolve("held/state.json.lock")).exists();
    assertThatThrownBy(() -> singleRun().acquire()).isInstanceOf(StateException.Locked.class);
  }

  @Nested
  class AsAnyStore extends StateStoreContract {
    @Override
    StateStore store() {
      return opened.isEmpty() ? service() : opened.getFirst();
    }
  }
}
