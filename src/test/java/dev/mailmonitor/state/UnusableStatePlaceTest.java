package dev.mailmonitor.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailmonitor.state.StateStore.Lease;
import dev.mailmonitor.state.StateStore.Snapshot;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A place where no state can be kept is told, with what to do.
class UnusableStatePlaceTest {
  @TempDir Path directory;

  private StateFixture fixture() {
    return new StateFixture(directory);
  }

  private Path file() {
    return fixture().file();
  }

  private StateStore store() {
    return fixture().store();
  }

  @Test
  void looking_at_a_file_below_a_file_says_what_stands_in_the_way() throws Exception {
    // Given
    Path inTheWay = Files.writeString(directory.resolve("a file"), "");

    // When
    Snapshot snapshot =
        new FileStateStore(inTheWay.resolve("deep/state.json"), StateFixture.CLOCK).peek();

    // Then
    assertThat(snapshot.warnings())
        .singleElement()
        .asString()
        .contains(inTheWay + " is not a directory", "a file stands where the directory should be")
        .doesNotContain("full");
  }

  @Test
  void a_pipe_is_neither_waited_for_nor_replaced() throws Exception {
    // Given
    Path pipe = directory.resolve("state.json");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    // When
    try (Lease lease = new FileStateStore(pipe, StateFixture.CLOCK).acquire()) {
      // Then
      assertThat(lease.warnings())
          .singleElement()
          .asString()
          .contains("not a regular file", "To do: move it away");
      assertThatThrownBy(() -> lease.update(state -> state))
          .isInstanceOf(StateException.NotSaved.class);
    }
    assertThat(Files.isRegularFile(pipe)).isFalse();
  }

  @Test
  void links_that_lead_in_a_circle_are_told() throws Exception {
    // Given
    Path one = directory.resolve("state.json");
    Path other = Files.createSymbolicLink(directory.resolve("other.json"), one);
    Files.createSymbolicLink(one, other);

    // When
    try (Lease lease = new FileStateStore(one, StateFixture.CLOCK).acquire()) {
      // Then
      assertThat(lease.warnings()).singleElement().asString().contains("lead in a circle");
      assertThatThrownBy(() -> lease.update(state -> state))
          .isInstanceOf(StateException.NotSaved.class);
    }
    assertThat(one).isSymbolicLink();
  }

  @Test
  void a_link_that_leads_nowhere_is_followed_to_where_the_file_will_be() throws Exception {
    // Given
    Path real = directory.resolve("elsewhere/real.json");
    Path link = Files.createSymbolicLink(directory.resolve("state.json"), real);

    // When
    try (Lease lease = new FileStateStore(link, StateFixture.CLOCK).acquire()) {
      lease.update(state -> new TargetState.Healthy(state.memory(), States.THEN));
    }

    // Then
    assertThat(link).isSymbolicLink();
    assertThat(real).isRegularFile();
  }

  @Test
  void a_state_that_could_not_be_read_again_is_not_written() throws Exception {
    // Given
    String huge = "[\"" + "x".repeat(FileStateStore.MAX_SIZE) + "\"]";
    try (Lease lease = store().acquire()) {
      lease.update(state -> new TargetState.Unhealthy(state.memory(), States.THEN));

      // When
      assertThatThrownBy(() ->
              lease.update(state ->
                  new TargetState.Healthy(
                      new Memory(
                          1,
                          state.memory().instance(),
                          null,
                          null,
                          Outbox.EMPTY,
                          InFlight.NONE,
                          Tally.NONE,
                          null,
                          Map.of("x", huge)),
                      States.THEN)))
          // Then
          .isInstanceOf(StateException.NotSaved.class)
          .hasMessageContaining("larger than 16 MiB");
    }
    assertThat(store().peek().state().status()).isEqualTo(Status.UNHEALTHY);
  }

  @Test
  void a_vanished_directory_is_reported_and_changes_nothing() throws Exception {
    // Given
    try (Lease lease = store().acquire()) {
      TargetState before = lease.state();
      Files.delete(file().resolveSibling("state.json.lock"));
      Files.delete(directory.resolve("new/deep"));

      // When
      assertThatThrownBy(
              () -> lease.update(state -> new TargetState.Healthy(state.memory(), States.THEN)))
          // Then
          .isInstanceOf(StateException.NotSaved.class)
          .hasMessageContaining(file().toString())
          .hasMessageContaining("does not exist")
          .hasMessageContaining("To do:");
      assertThat(lease.state()).isEqualTo(before);
    }
  }

  @Test
  void a_directory_that_cannot_be_made_gives_a_lease_that_cannot_save() throws Exception {
    // Given
    Files.writeString(directory.resolve("new"), "a file");

    // When
    try (Lease lease = store().acquire()) {
      // Then
      assertThat(lease.state().status()).isEqualTo(Status.UNKNOWN);
      assertThatThrownBy(() -> lease.update(state -> state))
          .isInstanceOf(StateException.NotSaved.class)
          .hasMessageContaining(file().toString())
          .hasMessageContaining("To do:");
    }
  }

  @Test
  void a_lock_that_cannot_be_made_leaves_the_state_readable() throws Exception {
    // Given
    fixture().existing("{\"last_status\": \"unhealthy\", \"last_failure\": null}");
    Files.createDirectory(file().resolveSibling("state.json.lock"));

    // When
    try (Lease lease = store().acquire()) {
      // Then
      assertThat(lease.state().status()).isEqualTo(Status.UNHEALTHY);
      assertThatThrownBy(() -> lease.update(state -> state))
          .isInstanceOf(StateException.NotSaved.class);
    }
  }

  @Test
  void what_is_not_a_file_is_never_replaced() throws Exception {
    // Given
    Files.createDirectories(file());

    // When
    try (Lease lease = store().acquire()) {
      // Then
      assertThatThrownBy(() -> lease.update(state -> state))
          .isInstanceOf(StateException.NotSaved.class)
          .hasMessageContaining("not a regular file");
    }
    assertThat(file()).isEmptyDirectory();
    assertThat(store().peek().warnings()).singleElement().asString().contains("regular file");
  }

  @Test
  void a_failed_write_leaves_no_temporary_file() throws Exception {
    // Given
    try (Lease lease = store().acquire()) {
      Files.createDirectories(file().resolve("in the way"));

      // When
      assertThatThrownBy(() -> lease.update(state -> state))
          // Then
          .isInstanceOf(StateException.NotSaved.class);
    }
    assertThat(StateFixture.names(directory.resolve("new/deep")))
        .containsExactlyInAnyOrder("state.json", "state.json.lock");
  }

  static Stream<Arguments> unusableFiles() {
    return Stream.of(
        Arguments.of("a file/state.json", "a file stands where the directory should be"),
        Arguments.of("n".repeat(300) + ".json", "name of the file or of a directory is too long"),
        Arguments.of("d".repeat(300) + "/s.json", "name of the file or of a directory is too long"),
        Arguments.of("a directory", "is not a regular file"));
  }

  @ParameterizedTest
  @MethodSource("unusableFiles")
  void a_file_that_can_neither_be_read_nor_saved_is_one_trouble(String name, String expected)
      throws Exception {
    // Given
    Files.writeString(directory.resolve("a file"), "");
    Files.createDirectory(directory.resolve("a directory"));

    // When
    try (Lease lease = new FileStateStore(directory.resolve(name), StateFixture.CLOCK).acquire()) {
      // Then
      assertThat(lease.warnings()).singleElement().asString().contains(expected);
      assertThatThrownBy(() -> lease.update(state -> state))
          .hasMessage(lease.warnings().getFirst());
    }
  }

  @Test
  void a_name_that_leaves_no_room_for_the_temporary_file_is_called_too_long() throws Exception {
    // Given
    Path file = directory.resolve("n".repeat(245));

    // When
    try (Lease lease = new FileStateStore(file, StateFixture.CLOCK).acquire()) {
      // Then
      assertThatThrownBy(() -> lease.update(state -> state))
          .isInstanceOf(StateException.NotSaved.class)
          .hasMessageContaining("too long");
    }
  }

  @Test
  void a_temporary_files_random_name_is_not_told() {
    // Given
    Path file = Path.of("/var/lib/mail-monitor/state.json");
    AccessDeniedException denied =
        new AccessDeniedException("/var/lib/mail-monitor/.state.json.4711.tmp");

    // When
    String sentence = StateDirectory.explain(file, denied);

    // Then
    assertThat(sentence).contains("permission denied for /var/lib/mail-monitor.");
  }
}
