package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mailmonitor.testing.Conversation;
import dev.mailmonitor.testing.MailHost;
import dev.mailmonitor.testing.NeedsMailServers;
import dev.mailmonitor.testing.Program;
import dev.mailmonitor.testing.RunningProgram;
import dev.mailmonitor.testing.ScriptedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What SIGTERM does to a run: `systemctl stop`, a shutdown, a pod that is moved.
@NeedsMailServers
class InterruptionIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration PROMISED = Duration.ofSeconds(8);

  /// 128 and the number of SIGTERM.
  private static final int TERMINATED = 143;

  @TempDir Path directory;

  @Test
  void sigterm_while_waiting_ends_the_run_leaves_the_state_and_the_next_run_removes_the_mail()
      throws Exception {
    try (MailHost host = MailHost.start()) {
      // Given
      Installation installation = Installation.in(directory).reaching(host);
      installation.run();
      String before = Files.readString(installation.file("state.json"));
      host.holdMail();

      try (RunningProgram running = installation.start()) {
        await().atMost(SOON).until(() -> host.logs().contains("status=deferred"));

        // When
        long signalled = System.nanoTime();
        running.signal("TERM");
        Program.Run run = installation.end(running);

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - signalled)).isLessThan(PROMISED);
        assertThat(run.status()).isEqualTo(TERMINATED);
        assertThat(run.out()).doesNotContain("❌");
        assertThat(installation.file("state.json")).content().isEqualTo(before);
      }
      host.releaseMail();
      await().atMost(SOON).until(() -> host.messages(host.user(), "INBOX").size() == 1);
      assertThat(installation.run().out()).matches(Installation.HEALTHY);
      assertThat(host.messages(host.user(), "INBOX")).isEmpty();
    }
  }

  @Test
  void sigterm_removes_an_own_mail_that_is_in_the_mailbox() {
    // Given: a server that rewrites every mark of this run, but not of this monitor, so that the
    // run
    // goes on waiting for a mail which lies there.
    try (MailHost host =
        MailHost.with()
            .postfixFile(
                "header_checks",
                """
                /^Message-ID:/ REPLACE Message-ID: <rewritten@mail.test>
                /^(X-Mail-Monitor-Id:.*run=)/ REPLACE ${1}rewritten
                """)
            .postfix("header_checks", "regexp:${config_directory}/header_checks")
            .start()) {
      Installation installation = Installation.in(directory).reaching(host);

      try (RunningProgram running = installation.start()) {
        await().atMost(SOON).until(() -> host.messages(host.user(), "INBOX").size() == 1);

        // When
        running.signal("TERM");
        Program.Run run = installation.end(running);

        // Then
        assertThat(run.status()).isEqualTo(TERMINATED);
        assertThat(host.messages(host.user(), "INBOX")).isEmpty();
        assertThat(installation.state().path("last_status").asText()).isEqualTo("unknown");
      }
    }
  }

  @Test
  void sigterm_before_anything_was_sent_ends_the_run_at_once() {
    // Given
    try (ScriptedServer silent = ScriptedServer.plain(Conversation::hang)) {
      Installation installation =
          Installation.in(directory)
              .reaching("localhost", silent.port(), silent.port())
              .set("username", "probe@mail.test")
              .set("password", "correct horse 42");

      try (RunningProgram running = installation.start()) {
        await().atMost(SOON).until(() -> silent.connections() == 2);

        // When
        long signalled = System.nanoTime();
        running.signal("TERM");
        Program.Run run = installation.end(running);

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - signalled)).isLessThan(PROMISED);
        assertThat(run.status()).isEqualTo(TERMINATED);
        assertThat(run.out()).doesNotContain("❌");
      }
    }
  }

  @Test
  void sigterm_while_ntfy_is_tried_again_ends_the_run_and_keeps_the_alert() {
    // Given: an ntfy server that is down and mail servers that refuse.
    try (ScriptedServer dropping = ScriptedServer.plain(Conversation::reset)) {
      Installation installation =
          Installation.in(directory)
              .reaching("localhost", dropping.port(), dropping.port())
              .set("username", "probe@mail.test")
              .set("password", "correct horse 42")
              .telling("http://localhost:1", "topic");

      try (RunningProgram running = installation.start()) {
        running.awaitLine("- Receive Test: skipped", SOON);
        await().atMost(SOON).until(() -> installation.state().path("outbox").size() == 1);

        // When
        long signalled = System.nanoTime();
        running.signal("TERM");
        Program.Run run = installation.end(running);

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - signalled)).isLessThan(PROMISED);
        assertThat(run.status()).isEqualTo(TERMINATED);
        assertThat(installation.state().path("last_status").asText()).isEqualTo("unhealthy");
        assertThat(installation.state().path("outbox")).hasSize(1);
      }
    }
  }
}
