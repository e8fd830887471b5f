package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.Conversation;
import dev.mailmonitor.testing.GreenMailHost;
import dev.mailmonitor.testing.Program;
import dev.mailmonitor.testing.ScriptedServer;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Servers that accept and never answer. Whatever they do, the run ends in time and names the test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnresponsiveServerIT {
  private static final Duration PROMISED = Duration.ofSeconds(6 + 2);

  private GreenMailHost host;
  private SSLContext certificate;

  @TempDir Path directory;

  @BeforeAll
  void start() {
    host = GreenMailHost.start();
    certificate = host.authority().issue("localhost").serverContext();
  }

  @AfterAll
  void stop() {
    host.close();
  }

  private Installation installation() {
    return Installation.in(directory).reaching(host).set("receive_timeout", 5);
  }

  private static void assertInTime(Program.Run run) {
    assertThat(run.status()).as(run.out() + run.err()).isEqualTo(1);
    assertThat(run.took()).isLessThan(PROMISED);
  }

  @Test
  void both_servers_silent_from_the_beginning() {
    try (ScriptedServer silent = ScriptedServer.plain(Conversation::hang)) {
      // Given
      Installation installation =
          installation()
              .set("smtp_port", silent.port())
              .set("smtp_security", "starttls")
              .set("imap_port", silent.port());

      // When
      Program.Run run = installation.run("--timeout", "6");

      // Then
      assertInTime(run);
      assertThat(run.out())
          .matches(
              "(?s)❌ IMAP Auth: IMAP auth failed: no answer within \\d s \\(TLS[^\n]*\n.*"
                  + "❌ SMTP Auth: SMTP auth failed: no answer within \\d s \\(greeting\\)\n.*"
                  + "- Send Test: skipped \\(SMTP Auth failed\\)\n"
                  + "- Receive Test: skipped \\(Send Test did not run\\)\n");
    }
  }

  @Test
  void a_server_that_drips_its_greeting_cannot_stretch_the_run() {
    try (ScriptedServer smtp =
        ScriptedServer.tls(
            certificate,
            conversation ->
                conversation.drip("220-" + "x".repeat(10_000), Duration.ofMillis(100)))) {
      // Given
      Installation installation = installation().set("smtp_port", smtp.port());

      // When
      Program.Run run = installation.run("--timeout", "6");

      // Then
      assertInTime(run);
      assertThat(run.out()).contains("✓ IMAP Auth: OK\n❌ SMTP Auth: SMTP auth failed: ");
    }
  }
}
