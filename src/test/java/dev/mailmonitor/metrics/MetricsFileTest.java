package dev.mailmonitor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsFileTest {
  @TempDir Path directory;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void the_file_is_replaced_everybody_may_read_it_and_nothing_else_stays() throws Exception {
    // Given
    Path file = directory.resolve("mail.prom");
    Files.writeString(file, "older and longer\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    // When
    Optional<String> problem = new MetricsFile(file).write(bytes("new\n"));

    // Then
    assertThat(problem).isEmpty();
    assertThat(file).hasContent("new\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r--r--");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void a_reader_never_sees_half_of_it_nor_a_second_file_to_collect() throws Exception {
    // Given
    Path file = directory.resolve("mail.prom");
    String whole = "x".repeat(300_000) + "\n";
    new MetricsFile(file).write(bytes(whole));
    AtomicBoolean over = new AtomicBoolean();
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              for (int count = 0; count < 30; count++) {
                new MetricsFile(file).write(bytes(whole));
              }
              over.set(true);
            });

    // When
    int halves = 0;
    int others = 0;
    while (!over.get()) {
      halves += Files.readString(file).length() == whole.length() ? 0 : 1;
      try (var files = Files.newDirectoryStream(directory, "*.prom")) {
        for (Path seen : files) {
          others += seen.equals(file) ? 0 : 1;
        }
      }
    }
    writer.join();

    // Then
    assertThat(halves).isZero();
    assertThat(others).isZero();
  }

  @Test
  void a_directory_that_is_not_there_is_told() {
    // Given
    Path file = directory.resolve("missing/mail.prom");

    // When
    Optional<String> problem = new MetricsFile(file).write(bytes("new\n"));

    // Then
    assertThat(problem)
        .contains(
            "The metrics file " + file + " could not be written: its directory does not exist.");
  }

  @Test
  void a_symbolic_link_stays_one_and_the_file_that_it_leads_to_is_written() throws Exception {
    // Given
    Path file = Files.writeString(directory.resolve("real.prom"), "old\n");
    Path link = Files.createSymbolicLink(directory.resolve("mail.prom"), file);

    // When
    Optional<String> problem = new MetricsFile(link).write(bytes("new\n"));

    // Then
    assertThat(problem).isEmpty();
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new\n");
  }

  @Test
  void a_pipe_or_a_device_is_told_and_not_replaced_by_a_file() throws Exception {
    // Given: a pipe, which any user can make.
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    // When
    Optional<String> problem = new MetricsFile(pipe).write(bytes("new\n"));

    // Then
    assertThat(problem)
        .contains("The metrics file " + pipe + " could not be written: it is not a regular file.");
    assertThat(Files.isRegularFile(pipe)).isFalse();
  }

  @Test
  void a_directory_in_its_place_is_told_and_stays_as_it_is() {
    // When
    Optional<String> problem = new MetricsFile(directory).write(bytes("new\n"));

    // Then
    assertThat(problem)
        .contains("The metrics file " + directory + " could not be written: it is a directory.");
    assertThat(directory).isEmptyDirectory();
  }
}
