package dev.mailmonitor.probe;

import static dev.mailmonitor.probe.ScriptedCheck.goodSmtp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.mail.Service;
import dev.mailmonitor.testing.CertificateAuthority;
import dev.mailmonitor.testing.ImapDialogue;
import dev.mailmonitor.testing.ScriptedServer;
import dev.mailmonitor.testing.ServerCertificate;
import dev.mailmonitor.testing.SmtpDialogue;
import dev.mailmonitor.tls.PeerCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a report tells of the servers' certificates and of the test mail.
class ShownCertificateTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  @TempDir Path directory;

  @Test
  void a_certificate_that_is_trusted_stands_in_the_report_for_each_service() throws Exception {
    try (ScriptedServer imap =
            ScriptedCheck.server(talk -> ImapDialogue.begin(talk).until("never"));
        ScriptedServer smtp = goodSmtp()) {
      // When
      CheckReport report = ScriptedCheck.run(imap, smtp, SHORT, directory);

      // Then
      for (Service service : Service.values()) {
        PeerCertificate shown = report.certificate(service).orElseThrow();
        assertThat(shown.names()).contains("localhost");
        assertThat(shown.notAfter()).isAfter(Instant.now());
      }
      assertThat(report.messageId()).contains(ScriptedCheck.messageId(smtp));
    }
  }

  @Test
  void a_certificate_that_is_refused_stands_in_the_report_and_is_no_warning() throws Exception {
    // Given
    Instant end = Instant.now().minus(Duration.ofDays(3)).truncatedTo(ChronoUnit.SECONDS);
    ServerCertificate expired =
        CertificateAuthority.create().issue(end.minus(Duration.ofDays(90)), end, "localhost");
    try (ScriptedServer imap =
            ScriptedServer.tls(
                expired.serverContext(), talk -> ImapDialogue.begin(talk).until("never"));
        ScriptedServer smtp =
            ScriptedServer.tls(
                expired.serverContext(), talk -> SmtpDialogue.begin(talk).until("never"))) {
      // When
      CheckReport report = ScriptedCheck.run(imap, smtp, SHORT, directory);

      // Then
      assertThat(report.failures()).hasSize(2);
      for (Service service : Service.values()) {
        assertThat(report.certificate(service)).map(PeerCertificate::notAfter).contains(end);
      }
      assertThat(report.warnings()).isEmpty();
      assertThat(report.messageId()).isEmpty();
    }
  }

  @Test
  void a_server_that_cannot_be_reached_has_shown_none() throws Exception {
    // Given
    int closed;
    try (ScriptedServer gone = goodSmtp()) {
      closed = gone.port();
    }

    // When
    CheckReport report = ScriptedCheck.run(ScriptedCheck.target(closed, closed, SHORT, directory));

    // Then
    assertThat(report.certificates()).isEmpty();
  }
}
