package dev.mailmonitor.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.state.StateStore.Lease;
import dev.mailmonitor.state.StateStore.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStateStoreTest extends StateStoreContract {
  @TempDir Path directory;

  @Override
  StateStore store() {
    return fixture().store();
  }

  private StateFixture fixture() {
    return new StateFixture(directory);
  }

  private Path file() {
    return fixture().file();
  }

  @Test
  void state_and_lock_are_for_their_owner_only() throws Exception {
    // When
    try (Lease lease = store().acquire()) {
      lease.update(state -> state);
    }

    // Then
    assertThat(StateFixture.permissions(file())).isEqualTo("rw-------");
    assertThat(StateFixture.permissions(file().resolveSibling("state.json.lock")))
        .isEqualTo("rw-------");
    assertThat(StateFixture.permissions(directory.resolve("new/deep"))).isEqualTo("rwx------");
    assertThat(StateFixture.permissions(directory.resolve("new"))).isEqualTo("rwx------");
    assertThat(StateFixture.names(directory.resolve("new/deep")))
        .containsExactlyInAnyOrder("state.json", "state.json.lock");
  }

  @Test
  void an_existing_directory_keeps_its_permissions() throws Exception {
    // Given
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));

    // When
    try (Lease lease =
        new FileStateStore(directory.resolve("state.json"), StateFixture.CLOCK).acquire()) {
      lease.update(state -> state);
    }

    // Then
    assertThat(StateFixture.permissions(directory)).isEqualTo("rwxr-x---");
  }

  @Test
  void looking_creates_nothing() throws Exception {
    // When
    Snapshot snapshot = store().peek();

    // Then
    assertThat(snapshot.state().status()).isEqualTo(Status.UNKNOWN);
    assertThat(snapshot.warnings()).isEmpty();
    assertThat(StateFixture.names(directory)).isEmpty();
  }

  @Test
  void a_state_that_does_not_change_is_not_written_again() throws Exception {
    // Given
    try (Lease lease = store().acquire()) {
      lease.update(state -> new TargetState.Healthy(state.memory(), States.THEN));
    }
    Object before = Files.getAttribute(file(), "unix:ino");

    // When
    try (Lease lease = store().acquire()) {
      lease.update(state -> state);
    }

    // Then
    assertThat(Files.getAttribute(file(), "unix:ino")).isEqualTo(before);
  }

  @Test
  void a_second_save_of_the_same_state_is_not_written_either() throws Exception {
    // Given
    try (Lease lease = store().acquire()) {
      lease.update(state -> new TargetState.Healthy(state.memory(), States.THEN));
      Object before = Files.getAttribute(file(), "unix:ino");

      // When
      lease.update(state -> state);

      // Then
      assertThat(Files.getAttribute(file(), "unix:ino")).isEqualTo(before);
    }
  }

  @Test
  void the_old_tools_file_is_completed_at_the_first_chance() throws Exception {
    // Given
    fixture().existing("{\"last_status\": \"healthy\", \"last_failure\": null}");

    // When
    try (Lease lease = store().acquire()) {
      lease.update(state -> state);
    }

    // Then
    assertThat(Files.readString(file())).contains("\"instance\"");
    assertThat(store().peek().state().status()).isEqualTo(Status.HEALTHY);
  }

  @Test
  void leftovers_of_a_crash_are_removed_and_nothing_else() throws Exception {
    // Given
    fixture().existing("{}");
    Path leftover = Files.writeString(file().resolveSibling(".state.json.123.tmp"), "half");
    List<Path> others =
        List.of(
            Files.writeString(file().resolveSibling(".state.json.json.123.tmp"), "other"),
            Files.writeString(file().resolveSibling("state.json.123.tmp"), "other"),
            Files.writeString(file().resolveSibling(".state.json.tmp"), "other"));

    // When
    store().acquire().close();

    // Then
    assertThat(leftover).doesNotExist();
    assertThat(others).allSatisfy(other -> assertThat(other).exists());
  }

  @Test
  void a_deleted_file_is_a_reset() throws Exception {
    // Given
    try (Lease lease = store().acquire()) {
      lease.update(state -> new TargetState.Unhealthy(state.memory(), States.THEN));
    }
    Files.delete(file());

    // When
    try (Lease lease = store().acquire()) {
      // Then
      assertThat(lease.state().status()).isEqualTo(Status.UNKNOWN);
      assertThat(lease.warnings()).isEmpty();
    }
  }

  @Test
  void an_interrupted_thread_saves_and_stays_interrupted() throws Exception {
    // Given
    Thread.currentThread().interrupt();

    // When
    try (Lease lease = store().acquire()) {
      lease.update(state -> new TargetState.Healthy(state.memory(), States.THEN));
    } finally {
      // Then
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(store().peek().state().status()).isEqualTo(Status.HEALTHY);
  }
}
