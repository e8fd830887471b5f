package dev.mailmonitor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.AddressFamily;
import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.Limits;
import dev.mailmonitor.target.Route;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.target.TransportSecurity;
import dev.mailmonitor.testing.CertificateAuthority;
import dev.mailmonitor.testing.Conversation;
import dev.mailmonitor.testing.ImapDialogue;
import dev.mailmonitor.testing.ScriptedServer;
import dev.mailmonitor.testing.SmtpDialogue;
import dev.mailmonitor.tls.TrustSources;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a check says when a server misbehaves.
class CheckFailuresTest {
  private static final CertificateAuthority AUTHORITY = CertificateAuthority.create();
  private static final SSLContext TLS = AUTHORITY.issue("localhost").serverContext();
  private static final String PASSWORD = ScriptedCheck.PASSWORD;

  @TempDir Path directory;

  private CheckReport check(ScriptedServer imap, ScriptedServer smtp) throws Exception {
    return check(endpoint(imap.port()), endpoint(smtp.port()), Duration.ofSeconds(3));
  }

  private static Endpoint endpoint(int port) {
    return new Endpoint("localhost", port, TransportSecurity.TLS);
  }

  private CheckReport check(Endpoint imap, Endpoint smtp, Duration receiveTimeout)
      throws Exception {
    Account account = new Account("probe@mail.test", Secret.of(PASSWORD));
    Target target =
        new Target(
            TargetName.UNNAMED,
            new Route(smtp, account, imap, account, "probe@mail.test", "probe@mail.test"),
            new Limits(receiveTimeout, Duration.ofSeconds(16)),
            AddressFamily.IPV4,
            "monitor.test",
            new TrustSources(null, AUTHORITY.writeTo(directory)));
    try (Check.Run run = Check.standard(Clock.systemUTC()).prepare(target, "instance")) {
      CheckReport report = run.run();
      assertThat(run.transcript().toString()).doesNotContain(PASSWORD);
      return report;
    }
  }

  private static ScriptedServer goodImap() {
    return ScriptedServer.tls(TLS, talk -> ImapDialogue.begin(talk, "IDLE").until("never"));
  }

  private static ScriptedServer goodSmtp() {
    return ScriptedServer.tls(TLS, talk -> SmtpDialogue.begin(talk).until("never"));
  }

  private static Failure failure(CheckReport report, TestKind test) {
    TestResult result = report.of(test).orElseThrow();
    assertThat(result).isInstanceOf(TestResult.Failed.class);
    return ((TestResult.Failed) result).failure();
  }

  private static void assertSkipped(CheckReport report, TestKind test, String reason) {
    assertThat(report.of(test)).contains(new TestResult.Skipped(test, reason));
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void a_refused_port_is_named_with_each_address_and_nothing_is_sent() throws Exception {
    // Given
    try (ScriptedServer imap = goodImap()) {
      int closed = closedPort();

      // When
      CheckReport report = check(endpoint(imap.port()), endpoint(closed), Duration.ofSeconds(3));

      // Then
      Failure failure = failure(report, TestKind.SMTP_AUTH);
      assertThat(failure.cause()).isEqualTo(FailureCause.CONNECTION_REFUSED);
      assertThat(failure.summary()).isEqualTo("SMTP auth failed: Connection refused");
      assertThat(failure.details())
          .containsExactly("tried 127.0.0.1:" + closed + ": Connection refused");
      assertThat(failure.step()).isEqualTo("connect with the SMTP server localhost:" + closed);
      assertSkipped(report, TestKind.SEND, "SMTP Auth failed");
      assertSkipped(report, TestKind.RECEIVE, "Send Test did not run");
    }
  }

  @Test
  void a_name_without_address_is_named() throws Exception {
    // Given
    try (ScriptedServer imap = goodImap()) {
      Endpoint nowhere = new Endpoint("no-such-host.invalid", 465, TransportSecurity.TLS);

      // When
      CheckReport report = check(endpoint(imap.port()), nowhere, Duration.ofSeconds(3));

      // Then
      Failure failure = failure(report, TestKind.SMTP_AUTH);
      assertThat(failure.cause()).isEqualTo(FailureCause.NAME_RESOLUTION);
      assertThat(failure.summary())
          .startsWith("SMTP auth failed: host name no-such-host.invalid could not be resolved");
    }
  }

  @Test
  void a_rejected_login_is_told_in_the_servers_words_and_never_repeated() throws Exception {
    // Given
    try (ScriptedServer imap =
            ScriptedServer.tls(
                TLS,
                talk -> {
                  ImapDialogue dialogue = ImapDialogue.begin(talk);
                  talk.say(
                      dialogue.until("LOGIN").tag()
                          + " NO [AUTHENTICATIONFAILED] Authentication failed.\r\n");
                  talk.hang();
                });
        ScriptedServer smtp =
            ScriptedServer.tls(
                TLS,
                talk -> {
                  SmtpDialogue.begin(talk).until("AUTH");
                  talk.say("535-5.7.8 Error: authentication failed\r\n535 5.7.8 see help\r\n");
                  talk.hang();
                })) {

      // When
      CheckReport report = check(imap, smtp);

      // Then
      assertThat(failure(report, TestKind.IMAP_AUTH).cause()).isEqualTo(FailureCause.AUTH_REJECTED);
      assertThat(failure(report, TestKind.IMAP_AUTH).summary())
          .isEqualTo("IMAP auth failed: NO [AUTHENTICATIONFAILED] Authentication failed.");
      Failure failure = failure(report, TestKind.SMTP_AUTH);
      assertThat(failure.cause()).isEqualTo(FailureCause.AUTH_REJECTED);
      assertThat(failure.summary())
          .isEqualTo("SMTP auth failed: 535 5.7.8 Error: authentication failed 5.7.8 see help");
      assertThat(failure.discreetSummary()).isEqualTo("SMTP auth failed: the login was rejected");
      assertThat(imap.connections()).isEqualTo(1);
      assertThat(smtp.connections()).isEqualTo(1);
      assertThat(smtp.heard()).filteredOn(line -> line.startsWith("AUTH")).hasSize(1);
    }
  }

  @Test
  void a_broken_back_end_is_not_called_a_wrong_password() throws Exception {
    // Given
    try (ScriptedServer imap =
            ScriptedServer.tls(
                TLS,
                talk -> {
                  ImapDialogue dialogue = ImapDialogue.begin(talk);
                  talk.say(
                      dialogue.until("LOGIN").tag()
                          + " NO [UNAVAILABLE] Temporary authentication failure.\r\n");
                  talk.hang();
                });
        ScriptedServer smtp =
            ScriptedServer.tls(
                TLS,
                talk -> {
                  SmtpDialogue.begin(talk).until("AUTH");
                  talk.say("535 5.7.8 Error: authentication failed: (reason unavailable)\r\n");
                  talk.hang();
                })) {

      // When
      CheckReport report = check(imap, smtp);

      // Then
      assertThat(failure(report, TestKind.IMAP_AUTH).cause())
          .isEqualTo(FailureCause.AUTH_UNAVAILABLE);
      assertThat(failure(report, TestKind.SMTP_AUTH).cause())
          .isEqualTo(FailureCause.AUTH_UNAVAILABLE);
    }
  }

  @Test
  void starttls_that_is_configured_but_not_offered_is_never_replaced_by_plain_text()
      throws Exception {
    // Given
    try (ScriptedServer imap =
            ScriptedServer.plain(talk -> ImapDialogue.begin(talk).until("never"));
        ScriptedServer smtp =
            ScriptedServer.plain(talk -> SmtpDialogue.begin(talk).until("never"))) {

      // When
      CheckReport report =
          check(
              new Endpoint("localhost", imap.port(), TransportSecurity.STARTTLS),
              new Endpoint("localhost", smtp.port(), TransportSecurity.STARTTLS),
              Duration.ofSeconds(3));

      // Then
      for (TestKind test : new TestKind[] {TestKind.IMAP_AUTH, TestKind.SMTP_AUTH}) {
        assertThat(failure(report, test).cause()).isEqualTo(FailureCause.STARTTLS_MISSING);
      }
      assertThat(smtp.heard()).noneMatch(line -> line.startsWith("AUTH"));
      assertThat(imap.heard()).noneMatch(line -> line.contains("LOGIN") || line.contains("AUTH"));
    }
  }

  @Test
  void a_session_that_is_upgraded_by_starttls_is_verified_too() throws Exception {
    // Given
    SSLContext strange = CertificateAuthority.create().issue("localhost").serverContext();
    try (ScriptedServer imap =
            ScriptedServer.plain(talk -> ImapDialogue.begin(talk, strange).until("never"));
        ScriptedServer smtp =
            ScriptedServer.plain(talk -> SmtpDialogue.begin(talk, strange).until("never"))) {

      // When
      CheckReport report =
          check(
              new Endpoint("localhost", imap.port(), TransportSecurity.STARTTLS),
              new Endpoint("localhost", smtp.port(), TransportSecurity.STARTTLS),
              Duration.ofSeconds(3));

      // Then
      for (TestKind test : new TestKind[] {TestKind.IMAP_AUTH, TestKind.SMTP_AUTH}) {
        assertThat(failure(report, test).cause()).isEqualTo(FailureCause.TLS_UNKNOWN_ISSUER);
        assertThat(failure(report, test).phase().label()).isEqualTo("TLS handshake");
      }
      assertThat(smtp.heard()).noneMatch(line -> line.startsWith("AUTH"));
    }
  }

  @Test
  void a_server_without_a_usable_login_is_named_with_what_it_offers() throws Exception {
    // Given
    try (ScriptedServer imap =
            ScriptedServer.tls(
                TLS,
                talk -> {
                  talk.say(
                      "* OK [CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=GSSAPI AUTH=XOAUTH2] hi\r\n");
                  talk.hang();
                });
        ScriptedServer smtp =
            ScriptedServer.tls(
                TLS,
                talk -> {
                  talk.say("220 hi\r\n");
                  talk.expect("EHLO");
                  talk.say("250-hi\r\n250 AUTH GSSAPI XOAUTH2\r\n");
                  talk.hang();
                })) {

      // When
      CheckReport report = check(imap, smtp);

      // Then
      for (TestKind test : new TestKind[] {TestKind.IMAP_AUTH, TestKind.SMTP_AUTH}) {
        assertThat(failure(report, test).cause()).isEqualTo(FailureCause.AUTH_MISSING);
        assertThat(failure(report, test).details()).containsExactly("offered: GSSAPI XOAUTH2");
      }
    }
  }

  @Test
  void a_server_that_offers_no_login_at_all_is_not_taken_for_one_that_needs_none()
      throws Exception {
    // Given
    try (ScriptedServer imap = goodImap();
        ScriptedServer smtp =
            ScriptedServer.tls(
                TLS,
                talk -> {
                  talk.say("220 hi\r\n");
                  talk.expect("EHLO");
                  talk.say("250 hi\r\n");
                  talk.hang();
                })) {

      // When
      CheckReport report = check(imap, smtp);

      // Then
      assertThat(failure(report, TestKind.SMTP_AUTH).cause()).isEqualTo(FailureCause.AUTH_MISSING);
    }
  }

  @Test
  void a_greeting_that_refuses_is_told() throws Exception {
    // Given
    try (ScriptedServer imap =
            ScriptedServer.tls(
                TLS,
                talk -> {
                  talk.say("* BYE Maintenance until noon\r\n");
                  talk.hang();
                });
        ScriptedServer smtp =
            ScriptedServer.tls(
                TLS,
                talk -> {
                  talk.say("421 4.7.0 Error: too many connections from 127.0.0.1\r\n");
                  talk.hang();
                })) {

      // When
      CheckReport report = check(imap, smtp);

      // Then
      assertThat(failure(report, TestKind.IMAP_AUTH).cause())
          .isEqualTo(FailureCause.SERVICE_UNAVAILABLE);
      assertThat(failure(report, TestKind.IMAP_AUTH).summary())
          .isEqualTo("IMAP auth failed: BYE Maintenance until noon");
      assertThat(failure(report, TestKind.SMTP_AUTH).cause())
          .isEqualTo(FailureCause.TOO_MANY_CONNECTIONS);
      assertThat(failure(report, TestKind.SMTP_AUTH).phase().label()).isEqualTo("greeting");
    }
  }

  @Test
  void a_server_that_closes_or_resets_is_told_with_the_step() throws Exception {
    // Given
    try (ScriptedServer imap =
            ScriptedServer.tls(
                TLS,
                talk -> {
                  ImapDialogue.begin(talk).until("LOGIN");
                  talk.close();
                });
        ScriptedServer smtp =
            ScriptedServer.tls(
                TLS,
                talk -> {
                  SmtpDialogue.begin(talk).until("AUTH");
                  talk.reset();
                })) {

      // When
      CheckReport report = check(imap, smtp);

      // Then
      for (TestKind test : new TestKind[] {TestKind.IMAP_AUTH, TestKind.SMTP_AUTH}) {
        assertThat(failure(report, test).cause()).isEqualTo(FailureCause.CONNECTION_CLOSED);
        assertThat(failure(report, test).phase().label()).isEqualTo("login");
      }
    }
  }

  @Test
  void servers_that_accept_and_never_answer_end_in_time() throws Exception {
    // Given
    try (ScriptedServer imap = ScriptedServer.tls(TLS, Conversation::hang);
        ScriptedServer smtp = ScriptedServer.plain(Conversation::hang)) {

      // When
      long start = System.nanoTime();
      CheckReport report = check(imap, smtp);

      // Then
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(18));
      assertThat(failure(report, TestKind.IMAP_AUTH).cause()).isEqualTo(FailureCause.NO_ANSWER);
      assertThat(failure(report, TestKind.IMAP_AUTH).phase().label()).isEqualTo("greeting");
      assertThat(failure(report, TestKind.SMTP_AUTH).cause()).isEqualTo(FailureCause.NO_ANSWER);
      assertThat(failure(report, TestKind.SMTP_AUTH).phase().label()).isEqualTo("TLS handshake");
    }
  }

  @Test
  void something_that_is_no_mail_server_is_told() throws Exception {
    // Given
    try (ScriptedServer imap =
            ScriptedServer.tls(
                TLS,
                talk -> {
                  talk.say("HTTP/1.1 400 Bad Request\r\n\r\n");
                  talk.hang();
                });
        ScriptedServer smtp =
            ScriptedServer.tls(
                TLS,
                talk -> {
                  talk.say("HTTP/1.1 400 Bad Request\r\n\r\n");
                  talk.hang();
                })) {

      // When
      CheckReport report = check(imap, smtp);

      // Then
      for (TestKind test : new TestKind[] {TestKind.IMAP_AUTH, TestKind.SMTP_AUTH}) {
        assertThat(failure(report, test).cause())
            .as(failure(report, test).toString())
            .isEqualTo(FailureCause.PROTOCOL_ERROR);
      }
    }
  }

  @Test
  void a_rejected_recipient_fails_the_send_test_in_the_servers_words() throws Exception {
    // Given
    try (ScriptedServer imap = goodImap();
        ScriptedServer smtp =
            ScriptedServer.tls(
                TLS,
                talk -> {
                  SmtpDialogue dialogue = SmtpDialogue.begin(talk);
                  dialogue.until("RCPT");
                  talk.say("550 5.1.1 <probe@mail.test>: User unknown\r\n");
                  dialogue.until("never");
                })) {

      // When
      CheckReport report = check(imap, smtp);

      // Then
      Failure failure = failure(report, TestKind.SEND);
      assertThat(failure.cause()).isEqualTo(FailureCause.RECIPIENT_REJECTED);
      assertThat(failure.summary())
          .isEqualTo("Failed to send test email: 550 5.1.1 <probe@mail.test>: User unknown");
      assertThat(failure.phase().label()).isEqualTo("RCPT TO");
      assertSkipped(report, TestKind.RECEIVE, "Send Test failed");
    }
  }

  @Test
  void a_mail_that_is_refused_after_its_content_fails_the_send_test() throws Exception {
    // Given
    try (ScriptedServer imap = goodImap();
        ScriptedServer smtp =
            ScriptedServer.tls(
                TLS,
                talk -> {
                  SmtpDialogue dialogue = SmtpDialogue.begin(talk);
                  dialogue.until(".");
                  talk.say("554 5.7.1 Message rejected: virus found\r\n");
                  dialogue.until("never");
                })) {

      // When
      CheckReport report = check(imap, smtp);

      // Then
      Failure failure = failure(report, TestKind.SEND);
      assertThat(failure.cause()).isEqualTo(FailureCause.POLICY_REJECTED);
      assertThat(failure.phase().label()).isEqualTo("DATA");
    }
  }

  @Test
  void a_mail_that_does_not_come_is_told_with_the_timeout() throws Exception {
    // Given
    try (ScriptedServer imap = goodImap();
        ScriptedServer smtp = goodSmtp()) {

      // When
      CheckReport report = check(imap, smtp);

      // Then
      assertThat(report.of(TestKind.SEND).orElseThrow()).isInstanceOf(TestResult.Passed.class);
      Failure failure = failure(report, TestKind.RECEIVE);
      assertThat(failure.cause()).isEqualTo(FailureCause.NOT_DELIVERED);
      assertThat(failure.summary()).isEqualTo("Email not received within 3s timeout");
    }
  }

  @Test
  void an_imap_session_that_breaks_while_waiting_is_not_called_a_lost_mail() throws Exception {
    // Given
    try (ScriptedServer imap =
            ScriptedServer.tls(
                TLS,
                talk -> {
                  ImapDialogue.begin(talk).until("NOOP");
                  talk.say("* BYE Server shutting down.\r\n");
                  talk.close();
                });
        ScriptedServer smtp = goodSmtp()) {

      // When
      CheckReport report = check(imap, smtp);

      // Then
      Failure failure = failure(report, TestKind.RECEIVE);
      assertThat(failure.cause())
          .isIn(FailureCause.CONNECTION_CLOSED, FailureCause.SERVICE_UNAVAILABLE);
      assertThat(failure.summary()).startsWith("Failed to look for the test email: ");
    }
  }

  @Test
  void a_password_that_a_server_echoes_is_not_repeated() throws Exception {
    // Given
    try (ScriptedServer imap =
            ScriptedServer.tls(
                TLS,
                talk -> {
                  ImapDialogue dialogue = ImapDialogue.begin(talk);
                  ImapDialogue.Command login = dialogue.until("LOGIN");
                  talk.say(login.tag() + " BAD what is " + login.line() + " " + PASSWORD + "\r\n");
                  talk.hang();
                });
        ScriptedServer smtp = goodSmtp()) {

      // When
      CheckReport report = check(imap, smtp);

      // Then
      assertThat(report.toString()).contains("(hidden)").doesNotContain(PASSWORD);
    }
  }

  @Test
  void the_other_kind_of_tls_is_suggested_where_the_port_wants_it() throws Exception {
    // Given
    try (ScriptedServer imap = goodImap();
        ScriptedServer smtp =
            ScriptedServer.plain(talk -> SmtpDialogue.begin(talk).until("never"))) {

      // When
      CheckReport report =
          check(
              new Endpoint("localhost", imap.port(), TransportSecurity.STARTTLS),
              new Endpoint("localhost", smtp.port(), TransportSecurity.TLS),
              Duration.ofSeconds(3));

      // Then
      assertThat(failure(report, TestKind.IMAP_AUTH).details())
          .anyMatch(detail -> detail.contains("tls instead of starttls"))
          .anyMatch(detail -> detail.contains("the check's own time limit"));
      assertThat(failure(report, TestKind.SMTP_AUTH).details())
          .anyMatch(detail -> detail.contains("starttls instead of tls"));
    }
  }

  @Test
  void the_servers_words_are_told_in_its_own_letters() throws Exception {
    // Given
    try (ScriptedServer imap =
            ScriptedServer.tls(
                TLS,
                talk -> {
                  ImapDialogue dialogue = ImapDialogue.begin(talk);
                  talk.say(dialogue.until("LOGIN").tag() + " NO Anmeldung ungültig\r\n");
                  talk.hang();
                });
        ScriptedServer smtp =
            ScriptedServer.tls(
                TLS,
                talk -> {
                  SmtpDialogue.begin(talk).until("AUTH");
                  talk.say("535 5.7.8 Anmeldung ungültig\r\n");
                  talk.hang();
                })) {

      // When
      CheckReport report = check(imap, smtp);

      // Then
      assertThat(failure(report, TestKind.IMAP_AUTH).summary())
          .isEqualTo("IMAP auth failed: NO Anmeldung ungültig");
      assertThat(failure(report, TestKind.SMTP_AUTH).summary())
          .isEqualTo("SMTP auth failed: 535 5.7.8 Anmeldung ungültig");
    }
  }
}
