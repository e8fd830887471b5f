package dev.mailmonitor.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.state.StateStore.Lease;
import dev.mailmonitor.state.StateStore.Snapshot;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A file that is no state is kept aside for people, and never taken for one.
class CorruptStateFileTest {
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
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));

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
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(aside)))
          .isEqualTo("rw-------");
      lease.update(state -> state);
      assertThat(store().peek().warnings()).isEmpty();
    }
  }

  @Test
  void a_second_corrupt_file_does_not_replace_the_first() throws Exception {
    // Given
    fixture().existing("first");
    store().acquire().close();
    fixture().existing("second");

    // When
    store().acquire().close();

    // Then
    assertThat(file().resolveSibling("state.json.corrupt-20260116T093015Z")).hasContent("first");
    assertThat(file().resolveSibling("state.json.corrupt-20260116T093015Z-2")).hasContent("second");
  }

  @Test
  void looking_at_a_corrupt_file_leaves_it_alone() throws Exception {
    // Given
    fixture().existing("[]");

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
    fixture().existing("");
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
    fixture().existing(json + " ".repeat(FileStateStore.MAX_SIZE - json.length()));

    // When
    Snapshot snapshot = store().peek();

    // Then
    assertThat(snapshot.state().status()).isEqualTo(Status.HEALTHY);
  }
}
