package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mailmonitor.testing.GreenMailHost;
import dev.mailmonitor.testing.NtfyStandIn;
import dev.mailmonitor.testing.Program;
import dev.mailmonitor.testing.RunningProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The rules by which people are told, in single runs.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlertRulesIT {
  private GreenMailHost host;

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
  }

  private Installation installation(NtfyStandIn ntfy) {
    return Installation.in(directory).reaching(host).telling(ntfy.uri().toString(), "rules");
  }

  private static List<String> told(NtfyStandIn ntfy) {
    return ntfy.requests().stream().map(NtfyStandIn.Request::body).toList();
  }

  @Test
  void below_the_threshold_a_check_fails_without_an_alert() {
    try (NtfyStandIn ntfy = NtfyStandIn.start()) {
      // Given
      Installation installation = installation(ntfy).set("failure_threshold", 2);
      installation.run();
      host.stopServers();

      // When
      Program.Run first = installation.run();
      Program.Run status = installation.run("status");
      List<String> toldOfFirst = told(ntfy);
      Program.Run second = installation.run();

      // Then
      assertThat(first.status()).isEqualTo(1);
      assertThat(first.out()).contains("❌ IMAP Auth").doesNotContain("ntfy");
      assertThat(toldOfFirst).isEmpty();
      assertThat(status.out())
          .contains("status:       healthy since", "last checks:  1 failed since");
      assertThat(second.status()).isEqualTo(1);
      assertThat(told(ntfy)).singleElement().asString().contains("2 checks in a row have failed.");
      assertThat(installation.state().path("since").asText())
          .isEqualTo(installation.state().path("row_since").asText());
      assertThat(installation.run("status").out()).doesNotContain("last checks");
    }
  }

  @Test
  void a_failure_is_confirmed_by_a_second_check_and_both_are_shown() {
    try (NtfyStandIn ntfy = NtfyStandIn.start()) {
      // Given
      Installation installation = installation(ntfy).set("confirm_after", "1s");
      host.stopServers();

      // When
      Program.Run run = installation.run();

      // Then
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.out())
          .containsOnlyOnce("❌ IMAP Auth: IMAP auth failed: Connection refused")
          .containsPattern("    confirmed: a first check \\d+ s earlier failed in the same way\n");
      assertThat(told(ntfy)).singleElement().asString().contains("confirmed: a first check");
    }
  }

  @Test
  void sigterm_while_a_second_check_is_waited_for_ends_the_run_and_leaves_the_state()
      throws Exception {
    try (NtfyStandIn ntfy = NtfyStandIn.start()) {
      // Given
      Installation installation = installation(ntfy).set("confirm_after", "10min");
      installation.run();
      String before = Files.readString(installation.file("state.json"));
      host.stopServers();

      try (RunningProgram running = installation.start()) {
        // Long enough for the first check; a signal that comes too early shows the same.
        await().pollDelay(Duration.ofSeconds(3)).until(() -> true);

        // When
        long signalled = System.nanoTime();
        running.signal("TERM");
        Program.Run run = installation.end(running);

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - signalled))
            .isLessThan(Duration.ofSeconds(8));
        assertThat(run.status()).isEqualTo(143);
        assertThat(run.out()).doesNotContain("❌");
        assertThat(installation.file("state.json")).content().isEqualTo(before);
        assertThat(told(ntfy)).isEmpty();
      }
    }
  }

  @Test
  void targets_that_wait_for_their_second_check_do_not_hold_up_the_others() {
    try (NtfyStandIn ntfy = NtfyStandIn.start()) {
      // Given: more of them than are checked at once.
      Installation installation = installation(ntfy).set("confirm_after", "10min");
      for (int index = 1; index <= 10; index++) {
        installation.target("down" + index, Map.of("smtp_port", 1, "imap_port", 1));
      }
      installation.target("up", Map.of());

      try (RunningProgram running = installation.start()) {
        // When
        await()
            .atMost(Installation.BOUND)
            .until(() ->
                Files.isRegularFile(installation.file("targets/up.json"))
                    && Installation.json(installation.file("targets/up.json"))
                        .path("last_status")
                        .asText()
                        .equals("healthy"));
        running.signal("TERM");
        Program.Run run = installation.end(running);

        // Then
        assertThat(run.status()).isEqualTo(143);
        assertThat(told(ntfy)).isEmpty();
        assertThat(run.err().lines())
            .filteredOn(line -> line.contains("down7"))
            .singleElement()
            .asString()
            .contains("was called off by a signal", "No test mail is left behind.");
      }
    }
  }

  @Test
  void a_failure_that_outlives_its_window_is_told_by_the_first_check_after_it() {
    try (NtfyStandIn ntfy = NtfyStandIn.start()) {
      // Given
      Installation installation = installation(ntfy).set("maintenance", List.of("00:00-24:00"));
      installation.run();
      host.stopServers();

      // When
      Program.Run within = installation.run();
      Program.Run status = installation.run("status");
      List<String> toldWithin = told(ntfy);
      Program.Run after = installation.without("maintenance").run();

      // Then
      assertThat(within.status()).isEqualTo(1);
      assertThat(toldWithin).isEmpty();
      assertThat(status.out())
          .contains(
              "status:       unhealthy since",
              "told:         nobody yet, because of a maintenance window");
      assertThat(after.outLines().getLast()).startsWith("ntfy: \"🚨 Mail Server Alert\" delivered");
      assertThat(told(ntfy))
          .singleElement()
          .asString()
          .contains("2 checks in a row have failed.", "It began in a maintenance window.");
      assertThat(installation.run("status").out()).doesNotContain("told:");
    }
  }

  @Test
  void people_are_reminded() {
    try (NtfyStandIn ntfy = NtfyStandIn.start()) {
      // Given
      Installation installation = installation(ntfy).set("remind_every", "10ms");
      host.stopServers();
      installation.run();

      // When
      Program.Run again = installation.run();

      // Then
      assertThat(again.outLines().getLast()).startsWith("ntfy: \"🚨 Mail Server Alert\" delivered");
      assertThat(told(ntfy)).hasSize(2);
      assertThat(told(ntfy).getLast())
          .contains("Mail server monitoring still detects failures:", "\"priority\":4");
    }
  }
}
