package dev.mailmonitor.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import dev.mailmonitor.testing.ScriptedServer;
import dev.mailmonitor.testing.SecretWatch;
import dev.mailmonitor.tls.TlsClient;
import dev.mailmonitor.tls.TrustSources;
import dev.mailmonitor.tls.TrustedCertificates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Passwords arrive octet for octet and stand in no transcript, also those that Dovecot refuses
/// (control characters) and by ways that it cannot be kept from bettering (LOGIN alone).
class LoginOctetsTest {
  private static final CertificateAuthority AUTHORITY = CertificateAuthority.create();
  private static final SSLContext TLS = AUTHORITY.issue("localhost").serverContext();
  private static final String USER = "probe@mail.test";
  private static final String PASSWORD =
      SecretWatch.OF_TESTS.keep("\ttab\u0001and\u001fcon\u007ftrol\u001b[0m ");
  private static final String OF_TWO_LINES = SecretWatch.OF_TESTS.keep("first-line\nsecond-line");
  private static final String OF_UTF_8 = SecretWatch.OF_TESTS.keep("pässwört-€-🔑-x");

  @TempDir Path directory;

  private Target target(int port, String password) {
    Account account = new Account(USER, Secret.of(password));
    Endpoint endpoint = new Endpoint("localhost", port, TransportSecurity.TLS);
    return new Target(
        TargetName.UNNAMED,
        new Route(endpoint, account, endpoint, account, USER, USER),
        new Limits(Duration.ofSeconds(5), Duration.ofSeconds(25)),
        AddressFamily.IPV4,
        "monitor.test",
        new TrustSources(null, AUTHORITY.writeTo(directory)));
  }

  private static TlsClient tls(Target target) throws Exception {
    return new TlsClient(
        new TrustedCertificates(target.trust()).trustManager(), InstantSource.system());
  }

  private static void inspect(Transcript transcript) {
    for (Transcript.Line line : transcript.lines()) {
      SecretWatch.OF_TESTS.inspect("a transcript", line.toString());
      assertThat(line.text()).doesNotContain("first-line", "second-line");
    }
  }

  /// Logs in and tells what the server has heard.
  private List<String> heardBySmtp(String mechanism, String password) throws Exception {
    try (ScriptedServer server = ScriptedServer.tls(TLS, talk -> submission(talk, mechanism))) {
      Target target = target(server.port(), password);
      try (SmtpSession session =
          new SmtpSession(target, tls(target), Deadline.after(Duration.ofSeconds(20)))) {
        session.open();
        inspect(session.transcript());
      }
      return server.heard();
    }
  }

  private static void submission(Conversation talk, String mechanism) throws IOException {
    talk.say("220 mail.test ESMTP\r\n");
    talk.expect("EHLO");
    talk.say("250-mail.test\r\n250 AUTH " + mechanism + "\r\n");
    talk.expect("AUTH " + mechanism);
    if (mechanism.equals("LOGIN")) {
      talk.say("334 VXNlcm5hbWU6\r\n");
      talk.hear();
      talk.say("334 UGFzc3dvcmQ6\r\n");
      talk.hear();
    }
    talk.say("235 2.7.0 ok\r\n");
    talk.hang();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "LOGIN"})
  void smtp_sends_every_octet(String mechanism) throws Exception {
    // When
    List<String> heard = heardBySmtp(mechanism, PASSWORD);

    // Then
    String last = heard.getLast();
    String encoded = last.substring(last.lastIndexOf(' ') + 1);
    String expected = mechanism.equals("PLAIN") ? "\0" + USER + "\0" + PASSWORD : PASSWORD;
    assertThat(new String(Base64.getDecoder().decode(encoded), UTF_8).equals(expected))
        .as("the password arrived")
        .isTrue();
  }

  private List<String> heardByImap(
      String capabilities, ScriptedServer.Script login, String password) throws Exception {
    try (ScriptedServer server =
        ScriptedServer.tls(
            TLS,
            talk -> {
              talk.say("* OK [CAPABILITY IMAP4rev1 " + capabilities + "] ready\r\n");
              login.play(talk);
              talk.hang();
            })) {
      Target target = target(server.port(), password);
      try (ImapSession session =
          new ImapSession(target, tls(target), Deadline.after(Duration.ofSeconds(20)))) {
        session.open();
        inspect(session.transcript());
      }
      return server.heard();
    }
  }

  private static String tag(String line) {
    return line.substring(0, line.indexOf(' '));
  }

  @Test
  void imap_sends_every_octet_with_sasl() throws Exception {
    // When
    List<String> heard =
        heardByImap(
            "SASL-IR AUTH=PLAIN",
            talk -> talk.say(tag(talk.hear()) + " OK [CAPABILITY IMAP4rev1] in\r\n"),
            PASSWORD);

    // Then
    String encoded = heard.getFirst().split(" ", 4)[3];
    assertThat(
            new String(Base64.getDecoder().decode(encoded), UTF_8)
                .equals("\0" + USER + "\0" + PASSWORD))
        .as("the password arrived")
        .isTrue();
  }

  @Test
  void imap_sends_every_octet_with_its_own_login() throws Exception {
    // When
    List<String> heard =
        heardByImap(
            "UIDPLUS",
            talk -> talk.say(tag(talk.hear()) + " OK [CAPABILITY IMAP4rev1] in\r\n"),
            PASSWORD);

    // Then
    assertThat(heard.getFirst().endsWith(" \"" + PASSWORD + "\""))
        .as("the password arrived")
        .isTrue();
  }

  @Test
  void imap_sends_a_password_of_two_lines_as_a_literal_and_shows_neither() throws Exception {
    // When
    List<String> heard =
        heardByImap(
            "UIDPLUS",
            talk -> {
              String command = talk.hear();
              talk.say("+ go on\r\n");
              talk.hear();
              talk.hear();
              talk.say(tag(command) + " OK [CAPABILITY IMAP4rev1] in\r\n");
            },
            OF_TWO_LINES);

    // Then
    assertThat(heard.getFirst().endsWith("{22}")).as("a literal is announced").isTrue();
    assertThat(heard.subList(1, 3).equals(List.of("first-line", "second-line")))
        .as("the password arrived")
        .isTrue();
  }

  @Test
  void imap_sends_what_is_not_ascii_as_a_literal_of_utf_8_where_there_is_nothing_but_login()
      throws Exception {
    // When
    List<String> heard =
        heardByImap(
            "UIDPLUS",
            talk -> {
              String command = talk.hear();
              talk.say("+ go on\r\n");
              talk.hear();
              talk.say(tag(command) + " OK [CAPABILITY IMAP4rev1] in\r\n");
            },
            OF_UTF_8);

    // Then
    assertThat(heard.getFirst().endsWith("{21}")).as("a literal is announced").isTrue();
    assertThat(heard.get(1).equals(OF_UTF_8)).as("the password arrived").isTrue();
  }
}
