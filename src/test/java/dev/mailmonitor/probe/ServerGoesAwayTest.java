package dev.mailmonitor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.Limits;
import dev.mailmonitor.target.Route;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.TransportSecurity;
import dev.mailmonitor.testing.Conversation;
import dev.mailmonitor.testing.ImapDialogue;
import dev.mailmonitor.testing.ScriptedServer;
import dev.mailmonitor.testing.SmtpDialogue;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers that go away at a moment that makes it hard to say which of them it was.
class ServerGoesAwayTest {
  @TempDir Path directory;

  private Target target(Endpoint imap, Endpoint smtp) {
    Target given = ScriptedCheck.target(1, 1, Duration.ofSeconds(3), directory);
    Route route = given.route();
    return new Target(
        given.name(),
        new Route(
            smtp, route.smtpAccount(), imap, route.imapAccount(), route.from(), route.recipient()),
        new Limits(Duration.ofSeconds(3), Duration.ofSeconds(8)),
        given.addressFamily(),
        "monitor.test",
        given.trust());
  }

  private static Endpoint tls(ScriptedServer server) {
    return new Endpoint("localhost", server.port(), TransportSecurity.TLS);
  }

  @Test
  void a_connection_that_closes_after_starttls_is_not_a_server_without_logins() throws Exception {
    // Given
    try (ScriptedServer imap = ScriptedCheck.server(Conversation::hang);
        ScriptedServer smtp =
            ScriptedServer.plain(talk -> {
              talk.say("220 hi\r\n");
              talk.expect("EHLO");
              talk.say("250-hi\r\n250 STARTTLS\r\n");
              talk.expect("STARTTLS");
              talk.say("220 go ahead\r\n");
              talk.startTls(ScriptedCheck.TLS);
              talk.expect("EHLO");
              talk.close();
            })) {

      // When
      CheckReport report =
          ScriptedCheck.run(
              target(
                  tls(imap), new Endpoint("localhost", smtp.port(), TransportSecurity.STARTTLS)));

      // Then
      Failure failure = ScriptedCheck.failure(report, TestKind.SMTP_AUTH);
      assertThat(failure.cause()).isEqualTo(FailureCause.CONNECTION_CLOSED);
      assertThat(failure.phase()).isEqualTo(Phase.EHLO);
    }
  }

  @Test
  void a_rejection_is_not_called_a_wrong_password_while_the_other_login_gets_no_answer()
      throws Exception {
    // Given
    try (ScriptedServer imap =
            ScriptedCheck.server(talk -> {
              ImapDialogue.begin(talk).until("LOGIN");
              talk.hang();
            });
        ScriptedServer smtp =
            ScriptedCheck.server(talk -> {
              SmtpDialogue.begin(talk).until("AUTH");
              talk.say("535 5.7.8 Error: authentication failed: (reason unavailable)\r\n");
              talk.hang();
            })) {

      // When
      CheckReport report = ScriptedCheck.run(target(tls(imap), tls(smtp)));

      // Then
      assertThat(ScriptedCheck.failure(report, TestKind.IMAP_AUTH).cause())
          .isEqualTo(FailureCause.NO_ANSWER);
      assertThat(ScriptedCheck.failure(report, TestKind.SMTP_AUTH).cause())
          .isEqualTo(FailureCause.AUTH_UNAVAILABLE);
    }
  }

  @Test
  void an_inbox_that_does_not_open_leaves_time_to_send() throws Exception {
    // Given
    try (ScriptedServer smtp = ScriptedCheck.goodSmtp();
        ScriptedServer imap =
            ScriptedCheck.server(talk -> {
              ImapDialogue.begin(talk).until("SELECT");
              talk.hang();
            })) {

      // When
      CheckReport report = ScriptedCheck.run(target(tls(imap), tls(smtp)));

      // Then
      assertThat(report.of(TestKind.SEND)).containsInstanceOf(TestResult.Passed.class);
      Failure failure = ScriptedCheck.failure(report, TestKind.RECEIVE);
      assertThat(failure.cause()).isEqualTo(FailureCause.NO_ANSWER);
      assertThat(failure.phase()).isEqualTo(Phase.SELECT);
    }
  }
}
