package dev.mailmonitor.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailmonitor.state.StateStore.Lease;
import dev.mailmonitor.testing.TinyDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that is full or can only be read: the state that is there stays as it is, and the user is
/// told what to do.
class FullDiskTest {
  private static final String UNHEALTHY =
      "{\"last_status\": \"unhealthy\", \"last_failure\": null}";

  @TempDir Path directory;

  private TinyDisk disk;

  @BeforeEach
  void mount() throws IOException {
    disk = TinyDisk.at(directory);
  }

  @AfterEach
  void unmount() throws IOException {
    disk.close();
  }

  private Path file() {
    return directory.resolve("state.json");
  }

  private StateStore store() {
    return new FileStateStore(file(), StateFixture.CLOCK);
  }

  private static void assertNotSaved(Lease lease) {
    TargetState before = lease.state();
    assertThatThrownBy(
            () -> lease.update(state -> new TargetState.Healthy(state.memory(), States.THEN)))
        .isInstanceOf(StateException.NotSaved.class)
        .hasMessageContaining("state.json cannot be used")
        .hasMessageContaining("To do: check that the file system is not full, read-only or broken");
    assertThat(lease.state()).isEqualTo(before);
  }

  @Test
  void a_full_disk_leaves_the_old_state_and_the_next_save_works_once_there_is_room()
      throws Exception {
    // Given
    Files.writeString(file(), UNHEALTHY);
    disk.fill();
    try (Lease lease = store().acquire()) {
      // When
      assertNotSaved(lease);

      // Then
      assertThat(file()).hasContent(UNHEALTHY);
      assertThat(StateFixture.names(directory))
          .containsExactlyInAnyOrder("state.json", "state.json.lock", "ballast");
      disk.empty();
      lease.update(state -> new TargetState.Healthy(state.memory(), States.THEN));
      assertThat(store().peek().state().status()).isEqualTo(Status.HEALTHY);
    }
  }

  @Test
  void a_disk_without_room_for_a_lock_leaves_the_state_readable() throws Exception {
    // Given
    Files.writeString(file(), UNHEALTHY);
    disk.fillWithFiles();

    // When
    try (Lease lease = store().acquire()) {
      // Then
      assertThat(lease.state().status()).isEqualTo(Status.UNHEALTHY);
      assertNotSaved(lease);
      assertThat(file()).hasContent(UNHEALTHY);
    }
  }

  @Test
  void a_corrupt_file_on_a_full_disk_is_kept_aside() throws Exception {
    // Given
    Files.writeString(file(), "{\"last_status\": \"unheal");
    disk.fill();

    // When
    try (Lease lease = store().acquire()) {
      // Then
      assertThat(lease.state().status()).isEqualTo(Status.UNKNOWN);
      assertThat(lease.warnings()).singleElement().asString().contains("was moved to");
      assertNotSaved(lease);
    }
    assertThat(directory.resolve("state.json.corrupt-20260116T093015Z"))
        .hasContent("{\"last_status\": \"unheal");
  }

  @Test
  void a_disk_that_can_only_be_read_leaves_the_state_readable() throws Exception {
    // Given
    Files.writeString(file(), UNHEALTHY);
    disk.protect();

    // When
    try (Lease lease = store().acquire()) {
      // Then
      assertThat(lease.state().status()).isEqualTo(Status.UNHEALTHY);
      assertThat(lease.warnings()).isEmpty();
      assertNotSaved(lease);
    }
  }

  @Test
  void a_disk_that_fills_up_during_a_run_leaves_the_state_as_it_was_saved_last() throws Exception {
    // Given
    try (Lease lease = store().acquire()) {
      lease.update(state -> new TargetState.Unhealthy(state.memory(), States.THEN));
      disk.fill();

      // When
      assertNotSaved(lease);
    }

    // Then
    assertThat(store().peek().state().status()).isEqualTo(Status.UNHEALTHY);
  }

  @Test
  void a_corrupt_file_that_cannot_be_moved_is_told() throws Exception {
    // Given
    Files.writeString(file(), "[]");
    disk.protect();

    // When
    try (Lease lease = store().acquire()) {
      // Then
      assertThat(lease.state().status()).isEqualTo(Status.UNKNOWN);
      assertThat(lease.warnings()).singleElement().asString().contains("cannot be understood");
      assertNotSaved(lease);
    }
    assertThat(file()).hasContent("[]");
  }
}
