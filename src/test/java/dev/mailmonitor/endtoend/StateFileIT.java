package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mailmonitor.testing.Conversation;
import dev.mailmonitor.testing.GreenMailHost;
import dev.mailmonitor.testing.NtfyStandIn;
import dev.mailmonitor.testing.Program;
import dev.mailmonitor.testing.RunningProgram;
import dev.mailmonitor.testing.ScriptedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// State files of the monitor that this one replaces, and files that are not as they should be.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StateFileIT {
  private static final String OLD_HEALTHY =
      "{\"last_status\": \"healthy\", \"last_failure\": null}";
  private static final String OLD_UNHEALTHY =
      """
      {
        "last_status": "unhealthy",
        "last_failure": {
          "timestamp": "2026-01-16T10:30:00.123456",
          "failures": ["SMTP auth failed: Connection refused", "Send Test: SMTP auth failed"]
        }
      }\
      """;

  private GreenMailHost host;
  private NtfyStandIn ntfy;

  @TempDir Path directory;

  @BeforeAll
  void start() {
    host = GreenMailHost.start();
  }

  @AfterAll
  void stop() {
    host.close();
  }

  @BeforeEach
  void repair() {
    host.startServers();
    ntfy = NtfyStandIn.start();
  }

  @AfterEach
  void stopNtfy() {
    ntfy.close();
  }

  private Installation installation() {
    return Installation.in(directory).reaching(host).telling(ntfy.uri().toString(), "state");
  }

  private List<String> sent() {
    return ntfy.requests().stream().map(NtfyStandIn.Request::body).toList();
  }

  /// What the old tool reads of a file, and the way it reads it.
  private static void assertReadableByTheOldTool(JsonNode state) {
    assertThat(state.path("last_status").asText()).isIn("healthy", "unhealthy", "unknown");
    assertThat(state.has("last_failure")).isTrue();
    JsonNode failure = state.path("last_failure");
    if (!failure.isNull()) {
      // fromisoformat of Python before 3.11 takes no zone letter.
      assertThat(LocalDateTime.parse(failure.path("timestamp").asText())).isNotNull();
      assertThat(failure.path("failures")).isNotEmpty().allMatch(JsonNode::isTextual);
    }
  }

  @Test
  void an_old_outage_that_goes_on_is_silent() {
    // Given
    Installation installation = installation().state(OLD_UNHEALTHY);
    host.stopServers();

    // When
    Program.Run run = installation.run();

    // Then
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(sent()).isEmpty();
    assertReadableByTheOldTool(installation.state());
    assertThat(installation.state().path("last_status").asText()).isEqualTo("unhealthy");
    assertThat(installation.state().at("/last_failure/failures/0").asText())
        .isEqualTo("IMAP auth failed: Connection refused");
  }

  @Test
  void an_old_outage_that_is_over_is_told_and_its_last_failure_kept() {
    // Given
    Installation installation = installation().state(OLD_UNHEALTHY);

    // When
    Program.Run run = installation.run();

    // Then
    assertThat(run.status()).isZero();
    assertThat(sent())
        .singleElement()
        .asString()
        .contains("✅ Mail Server Recovered", "\"Mail server monitoring: all tests passing\"");
    assertReadableByTheOldTool(installation.state());
    assertThat(installation.state().path("last_status").asText()).isEqualTo("healthy");
    assertThat(installation.state().at("/last_failure/timestamp").asText())
        .startsWith("2026-01-16T10:30:00");
    assertThat(installation.state().at("/last_failure/failures/0").asText())
        .isEqualTo("SMTP auth failed: Connection refused");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"last_status\": \"unhealthy\", \"last_failure\": null}",
        "{\"last_status\": \"unhealthy\"}"
      })
  void an_old_outage_without_last_failure_is_an_outage_too(String state) {
    // Given
    Installation installation = installation().state(state);
    host.stopServers();

    // When
    Program.Run run = installation.run();

    // Then
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(sent()).isEmpty();
    assertReadableByTheOldTool(installation.state());
  }

  @Test
  void an_old_healthy_file_stays_silent_while_healthy_and_alerts_on_a_failure() {
    // Given
    Installation installation = installation().state(OLD_HEALTHY);

    // When
    Program.Run healthy = installation.run();
    int whileHealthy = sent().size();
    host.stopServers();
    Program.Run down = installation.run();

    // Then
    assertThat(healthy.err()).isEmpty();
    assertThat(whileHealthy).isZero();
    assertThat(down.out()).contains("ntfy: \"🚨 Mail Server Alert\" delivered");
    assertThat(sent()).hasSize(1);
    assertReadableByTheOldTool(installation.state());
  }

  @Test
  void deleting_the_file_resets_so_that_the_next_failure_alerts_again() throws Exception {
    // Given
    Installation installation = installation();
    host.stopServers();
    installation.run();
    Files.delete(installation.file("state.json"));

    // When
    Program.Run again = installation.run();

    // Then
    assertThat(again.status()).isEqualTo(1);
    assertThat(sent()).hasSize(2).allMatch(body -> body.contains("🚨 Mail Server Alert"));
  }

  @Test
  void a_corrupt_file_is_kept_aside_and_told() throws Exception {
    // Given
    Installation installation = installation().state("{\"last_status\": \"unheal");

    // When
    Program.Run run = installation.run();

    // Then
    assertThat(run.status()).isZero();
    assertThat(run.out()).matches(Installation.HEALTHY);
    assertThat(run.err())
        .matches(
            "Warning: The state file .*/state\\.json could not be understood \\(it is not JSON\\) and"
                + " was moved to state\\.json\\.corrupt-\\d{8}T\\d{6}Z\\..*\n");
    assertThat(installation.files())
        .filteredOn(file -> file.toString().contains("corrupt"))
        .singleElement()
        .satisfies(aside -> assertThat(aside).content().isEqualTo("{\"last_status\": \"unheal"));
    assertThat(installation.state().path("last_status").asText()).isEqualTo("healthy");
  }

  @Test
  void the_file_is_for_its_owner_only() throws Exception {
    // Given
    Installation installation = installation();

    // When
    installation.run();

    // Then
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(installation.file("state.json"))))
        .isEqualTo("rw-------");
  }

  @Test
  void a_second_run_at_the_same_time_says_that_the_state_is_locked() {
    // Given
    try (ScriptedServer silent = ScriptedServer.plain(Conversation::hang)) {
      Installation installation = installation().set("imap_port", silent.port());
      try (RunningProgram first = installation.start()) {
        await().atMost(Duration.ofSeconds(20)).until(() -> silent.connections() == 1);

        // When
        Program.Run second = installation.run();

        // Then
        assertThat(second.status()).isEqualTo(3);
        assertThat(second.out()).isEmpty();
        assertThat(second.err())
            .isEqualTo(
                """
                Error: The state file %s is locked by another run of mail-monitor. Wait until it has \
                ended, or give each monitor a state_file of its own.
                """
                    .formatted(installation.file("state.json")));
        assertThat(first.isAlive()).isTrue();
        assertThat(silent.connections()).isEqualTo(1);
      }
    }
  }
}
