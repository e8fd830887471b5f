package dev.mailmonitor.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailmonitor.state.StateStore.Lease;
import dev.mailmonitor.state.StateStore.Snapshot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FileStateStoreTest extends StateStoreContract {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-16T09:30:15Z"), ZoneOffset.UTC);

  @TempDir Path directory;

  @Override
  StateStore store() {
    return new FileStateStore(file(), CLOCK);
  }

  private Path file() {
    return directory.resolve("new/deep/state.json");
  }

  private Path existing(String content) throws IOException {
    Files.createDirectories(directory.resolve("new/deep"));
    return Files.writeString(file(), content);
  }

  @Test
  void state_and_lock_are_for_their_owner_only() throws Exception {
    // When
    try (Lease lease = store().acquire()) {
      lease.update(state -> state);
    }

    // Then
    assertThat(permissions(file())).isEqualTo("rw-------");
    assertThat(permissions(file().resolveSibling("state.json.lock"))).isEqualTo("rw-------");
    assertThat(permissions(directory.resolve("new/deep"))).isEqualTo("rwx------");
    assertThat(permissions(directory.resolve("new"))).isEqualTo("rwx------");
    assertThat(names(directory.resolve("new/deep")))
        .containsExactlyInAnyOrder("state.json", "state.json.lock");
  }

  @Test
  void an_existing_directory_keeps_its_permissions() throws Exception {
    // Given
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));

    // When
    try (Lease lease = new FileStateStore(directory.resolve("state.json"), CLOCK).acquire()) {
      lease.update(state -> state);
    }

    // Then
    assertThat(permissions(directory)).isEqualTo("rwxr-x---");
  }

  @Test
  void looking_creates_nothing() throws Exception {
    // When
    Snapshot snapshot = store().peek();

    // Then
    assertThat(snapshot.state().status()).isEqualTo(Status.UNKNOWN);
    assertThat(snapshot.warnings()).isEmpty();
    assertThat(names(directory)).isEmpty();
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
    existing("{\"last_status\": \"healthy\", \"last_failure\": null}");

    // When
    try (Lease lease = store().acquire()) {
      lease.update(state -> state);
    }

    // Then
    assertThat(Files.readString(file())).contains("\"instance\"");
    assertThat(store().peek().state().status()).isEqualTo(Status.HEALTHY);
  }

  @Test
  void another_process_is_locked_out() throws Exception {
    // Given
    Process holder = startHolder();
    try (BufferedReader output = holder.inputReader(UTF_8)) {
      assertThat(output.readLine()).isEqualTo("UNKNOWN");

      // When
      StateException.Locked locked =
          catchThrowableOfType(StateException.Locked.class, () -> store().acquire());

      // Then
      assertThat(locked)
          .hasMessageContaining(file().toString())
          .hasMessageContaining("locked by another run")
          .hasMessageContaining("state_file");
      holder.getOutputStream().close();
      assertThat(holder.waitFor()).isZero();
      store().acquire().close();
    } finally {
      holder.destroyForcibly();
    }
  }

  @Test
  void a_refused_try_of_this_process_does_not_let_another_process_in() throws Exception {
    // Given
    try (Lease lease = store().acquire()) {
      assertThatThrownBy(() -> store().acquire()).isInstanceOf(StateException.Locked.class);

      // When
      Process other = startHolder();
      other.getOutputStream().close();

      // Then
      assertThat(other.waitFor()).isNotZero();
      assertThat(other.inputReader(UTF_8).readLine()).isNull();
      assertThat(lease.state().status()).isEqualTo(Status.UNKNOWN);
    }
  }

  @Test
  void two_names_of_one_file_are_one_state() throws Exception {
    // Given
    Files.createSymbolicLink(directory.resolve("other"), directory.resolve("new"));
    Path otherName = directory.resolve("other/deep/state.json");
    try (Lease lease = store().acquire()) {
      // When
      assertThatThrownBy(() -> new FileStateStore(otherName, CLOCK).acquire())
          // Then
          .isInstanceOf(StateException.Locked.class);
      assertThat(lease.state().status()).isEqualTo(Status.UNKNOWN);
    }
  }

  @Test
  void a_symbolic_link_stays_one() throws Exception {
    // Given
    Path real = directory.resolve("real.json");
    Path link = Files.createSymbolicLink(directory.resolve("link.json"), Path.of("real.json"));

    // When
    try (Lease lease = new FileStateStore(link, CLOCK).acquire()) {
      lease.update(state -> new TargetState.Healthy(state.memory(), States.THEN));
      assertThatThrownBy(() -> new FileStateStore(real, CLOCK).acquire())
          .isInstanceOf(StateException.Locked.class);
    }

    // Then
    assertThat(link).isSymbolicLink();
    assertThat(real).isRegularFile();
    assertThat(new FileStateStore(real, CLOCK).peek().state().status()).isEqualTo(Status.HEALTHY);
  }

  static Stream<byte[]> corruptFiles() {
    return Stream.concat(
        Stream.of(
                "",
                "[]",
                "not json",
                "null",
                "42",
                "{\"last_status\": \"healthy\"",
                "{\"last_status\": \"healthy\"} trailing",
                "{\"last_status\": \"on fire\"}",
                "{\"last_status\": 1}",
                "{\"last_status\": null, \"last_failure\": null}",
                "{\"smtp_host\": \"mail.example.com\"}",
                "{\"last_status\": \"healthy\", \"last_status\": \"unhealthy\"}",
                "{\"last_status\": \"healthy\", \"last_failure\": \"yesterday\"}",
                "{\"last_status\": \"healthy\", \"last_failure\": {\"timestamp\": 1, \"failures\": []}}",
                "{\"last_status\": \"healthy\", \"last_failure\": {\"timestamp\": \"x\", \"failures\": []}}",
                "{\"last_status\": \"healthy\", \"last_failure\":"
                    + " {\"timestamp\": \"2026-01-16T10:30:00\", \"failures\": [1]}}",
                "{\"last_status\": \"healthy\", \"since\": \"soon\"}",
                "{\"last_status\": \"healthy\", \"version\": \"new\"}",
                "{\"last_status\": \"healthy\", \"instance\": \"me\"}",
                "{\"last_status\": \"healthy\", \"outbox\": {}}",
                "{\"last_status\": \"healthy\", \"outbox\": [{\"channel\": \"ntfy\"}]}",
                "[".repeat(100_000))
            .map(text -> text.getBytes(UTF_8)),
        Stream.of(new byte[] {0, 1, 2, (byte) 0xff, (byte) 0xfe, 0, 0}));
  }

  @ParameterizedTest
  @MethodSource("corruptFiles")
  void a_file_that_is_no_state_is_moved_aside_and_reported(byte[] content) throws Exception {
    // Given
    Files.createDirectories(directory.resolve("new/deep"));
    Files.write(file(), content);

    // When
    try (Lease lease = store().acquire()) {
      // Then
      Path aside = file().resolveSibling("state.json.corrupt-20260116T093015Z");
      assertThat(lease.state().status()).isEqualTo(Status.UNKNOWN);
      assertThat(lease.warnings())
          .singleElement()
          .asString()
          .contains(file().toString(), "state.json.corrupt-20260116T093015Z");
      assertThat(file()).doesNotExist();
      assertThat(aside).hasBinaryContent(content);
      lease.update(state -> state);
      assertThat(store().peek().warnings()).isEmpty();
    }
  }

  @Test
  void a_second_corrupt_file_does_not_replace_the_first() throws Exception {
    // Given
    existing("first");
    store().acquire().close();
    existing("second");

    // When
    store().acquire().close();

    // Then
    assertThat(file().resolveSibling("state.json.corrupt-20260116T093015Z")).hasContent("first");
    assertThat(file().resolveSibling("state.json.corrupt-20260116T093015Z-2")).hasContent("second");
  }

  @Test
  void looking_at_a_corrupt_file_leaves_it_alone() throws Exception {
    // Given
    existing("[]");

    // When
    Snapshot snapshot = store().peek();

    // Then
    assertThat(snapshot.state().status()).isEqualTo(Status.UNKNOWN);
    assertThat(snapshot.warnings()).singleElement().asString().contains(file().toString());
    assertThat(file()).hasContent("[]");
  }

  @Test
  void a_gigantic_file_is_not_read() throws Exception {
    // Given
    existing("");
    try (RandomAccessFile sparse = new RandomAccessFile(file().toFile(), "rw")) {
      sparse.setLength(8L << 30);
    }

    // When
    try (Lease lease = store().acquire()) {
      // Then
      assertThat(lease.state().status()).isEqualTo(Status.UNKNOWN);
      assertThat(lease.warnings()).singleElement().asString().contains("larger than 16 MiB");
    }
  }

  @Test
  void a_file_of_just_the_allowed_size_is_read() throws Exception {
    // Given
    String json = "{\"last_status\": \"healthy\"}";
    existing(json + " ".repeat(FileStateStore.MAX_SIZE - json.length()));

    // When
    Snapshot snapshot = store().peek();

    // Then
    assertThat(snapshot.state().status()).isEqualTo(Status.HEALTHY);
  }

  @Test
  void leftovers_of_a_crash_are_removed_and_nothing_else() throws Exception {
    // Given
    existing("{}");
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
    existing("{\"last_status\": \"unhealthy\", \"last_failure\": null}");
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
    assertThat(names(directory.resolve("new/deep")))
        .containsExactlyInAnyOrder("state.json", "state.json.lock");
  }

  private Process startHolder() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            LockHolder.class.getName(),
            file().toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
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
    try (Lease lease = new FileStateStore(directory.resolve(name), CLOCK).acquire()) {
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
    try (Lease lease = new FileStateStore(file, CLOCK).acquire()) {
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
