package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.GreenMailHost;
import dev.mailmonitor.testing.NtfyStandIn;
import dev.mailmonitor.testing.Program;
import dev.mailmonitor.testing.TinyDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The mail server is down and the state is in trouble too: the alert goes out all the same, and
/// the user is told what to do.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StateUnderFireIT {
  private GreenMailHost host;
  private NtfyStandIn ntfy;

  @TempDir Path directory;

  @BeforeAll
  void start() {
    host = GreenMailHost.start();
    host.stopServers();
  }

  @AfterAll
  void stop() {
    host.close();
  }

  @BeforeEach
  void startNtfy() {
    ntfy = NtfyStandIn.start();
  }

  @AfterEach
  void stopNtfy() {
    ntfy.close();
  }

  private Installation installation() {
    return Installation.in(directory).reaching(host).telling(ntfy.uri().toString(), "fire");
  }

  private void assertTold(Program.Run run) {
    assertThat(run.status()).as(run.err()).isEqualTo(1);
    assertThat(run.out()).contains("ntfy: \"🚨 Mail Server Alert\" delivered");
    assertThat(ntfy.requests()).hasSize(1);
  }

  private List<String> sent() {
    return ntfy.requests().stream().map(NtfyStandIn.Request::body).toList();
  }

  @Test
  void a_gigantic_file_is_kept_aside_without_being_read_into_memory() throws Exception {
    // Given
    Installation installation = installation().environment("JAVA_TOOL_OPTIONS", "-Xmx32m");
    try (RandomAccessFile sparse =
        new RandomAccessFile(installation.file("state.json").toFile(), "rw")) {
      sparse.setLength(1L << 30);
    }

    // When
    Program.Run run = installation.run();

    // Then
    assertTold(run);
    assertThat(run.err()).contains("larger than 16 MiB", "was moved to state.json.corrupt-");
    assertThat(installation.state().path("last_status").asText()).isEqualTo("unhealthy");
  }

  @Test
  void a_pipe_in_the_files_place_is_not_waited_for() throws Exception {
    // Given
    Installation installation = installation();
    makePipe(installation.file("state.json"));

    // When
    Program.Run run = installation.run();
    Program.Run status = installation.run("status");

    // Then
    assertTold(run);
    assertThat(run.err()).contains("it is not a regular file. To do: move it away");
    assertThat(status.err()).contains("it is not a regular file. To do: move it away");
    assertThat(status.status()).isZero();
    assertThat(sent().getFirst()).contains("could not save its state");
  }

  @Test
  void a_full_disk_does_not_keep_the_alert_back() throws Exception {
    // Given
    Path place = Files.createDirectory(directory.resolve("disk"));
    try (TinyDisk disk = TinyDisk.at(place)) {
      disk.fill();

      // When
      Program.Run run = installation().set("state_file", "disk/state.json").run();

      // Then
      assertTold(run);
      assertThat(run.err())
          .contains("disk/state.json cannot be used", "check that the file system is not full");
      assertThat(sent().getFirst()).contains("could not save its state");
      assertThat(place.resolve("state.json")).doesNotExist();
    }
  }

  @Test
  void a_disk_that_can_only_be_read_keeps_neither_the_alert_nor_the_old_state_back()
      throws Exception {
    // Given
    Path place = Files.createDirectory(directory.resolve("disk"));
    try (TinyDisk disk = TinyDisk.at(place)) {
      String healthy = "{\"last_status\": \"healthy\", \"last_failure\": null}";
      Files.writeString(place.resolve("state.json"), healthy);
      disk.protect();

      // When
      Program.Run run = installation().set("state_file", "disk/state.json").run();

      // Then
      assertTold(run);
      assertThat(run.err()).contains("read-only");
      assertThat(place.resolve("state.json")).hasContent(healthy);
    }
  }

  @Test
  void a_file_of_a_newer_version_is_gone_on_with() throws Exception {
    // Given
    Installation installation =
        installation()
            .state(
                """
                {"last_status": "healthy", "last_failure": null, "version": 7,
                 "outbox": [{"letter": "by pigeon"}], "weights": {"a": 1.50}}
                """);

    // When
    Program.Run run = installation.run();

    // Then
    assertTold(run);
    assertThat(run.err()).contains("newer version");
    assertThat(Files.readString(installation.file("state.json")))
        .contains("\"version\" : 7", "1.50", "\"unhealthy\"");
  }

  @Test
  void a_number_that_no_computer_can_hold_is_no_internal_error() throws Exception {
    // Given
    Installation installation =
        installation().state("{\"last_status\": \"healthy\", \"x\": 1e9999999999999}");

    // When
    Program.Run run = installation.run();

    // Then
    assertTold(run);
    assertThat(run.err()).contains("a number that is too large", "was moved to");
  }

  @Test
  void looking_at_a_file_below_a_file_says_what_stands_in_the_way() throws Exception {
    // Given
    Files.writeString(directory.resolve("file"), "");

    // When
    Program.Run status = installation().set("state_file", "file/state.json").run("status");

    // Then
    assertThat(status.status()).isZero();
    assertThat(status.err()).contains("file is not a directory").doesNotContain("full");
  }

  @Test
  void what_a_foreign_file_says_cannot_command_the_terminal() throws Exception {
    // Given
    Installation installation =
        installation()
            .state(
                "{\"last_status\": \"unhealthy\", \"last_failure\": {\"timestamp\":"
                    + " \"2026-01-16T10:30:00\", \"failures\": [\"a\\u001b[2Jb\\nc\"]}}");

    // When
    Program.Run status = installation.run("status");

    // Then
    assertThat(status.out()).contains("a[2Jb c").doesNotContain("\u001b");
  }

  private static void makePipe(Path pipe) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
  }
}
