package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mailmonitor.testing.MailHost;
import dev.mailmonitor.testing.NeedsMailServers;
import dev.mailmonitor.testing.Program;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An administrator restarts the services while a check waits for its mail.
@NeedsMailServers
class RestartIT {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path directory;

  @Test
  void postfix_and_dovecot_that_are_restarted_while_the_mail_is_on_its_way_stay_healthy() {
    try (MailHost host = MailHost.start()) {
      // Given
      Installation installation = Installation.in(directory).reaching(host);
      host.holdMail();
      try (var running = installation.start("--verbose")) {
        await().atMost(SOON).until(() -> host.logs().contains("status=deferred"));

        // When
        host.stopSmtp();
        host.stopImap();
        host.startImap();
        host.startSmtp();
        host.releaseMail();
        Program.Run run = installation.end(running);

        // Then
        assertThat(run.out()).as(host.logs()).matches("(?s)" + Installation.HEALTHY + ".*");
        assertThat(run.status()).isZero();
        assertThat(host.logs().lines().filter(line -> line.contains("imap-login: Info: Login: ")))
            .hasSizeGreaterThanOrEqualTo(2);
        assertThat(host.messages(host.user(), "INBOX")).isEmpty();
      }
    }
  }
}
