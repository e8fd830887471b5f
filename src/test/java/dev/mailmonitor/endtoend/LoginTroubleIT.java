package dev.mailmonitor.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.MailHost;
import dev.mailmonitor.testing.MailHostBuilder;
import dev.mailmonitor.testing.NeedsMailServers;
import dev.mailmonitor.testing.NtfyStandIn;
import dev.mailmonitor.testing.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logins that a real Dovecot and Postfix do not grant although the password is right: what they
/// say then must not be taken for a wrong password.
@NeedsMailServers
class LoginTroubleIT {
  private static final String SKIPPED =
      """
      - Send Test: skipped \\(SMTP Auth failed\\)
      - Receive Test: skipped \\(Send Test did not run\\)
      """;
  private static final String BACK_END_DOWN =
      " {4}advice: Check the server's authentication back end [^\n]*\n";

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final NtfyStandIn ntfy = NtfyStandIn.start();
  private @Nullable MailHost started;

  @TempDir Path directory;

  @AfterEach
  void stop() {
    if (started != null) {
      started.close();
    }
    ntfy.close();
  }

  private MailHost start(MailHostBuilder builder) {
    MailHost host = builder.start();
    started = host;
    return host;
  }

  private Program.Run check(MailHost host) {
    return Installation.in(directory).reaching(host).telling(ntfy.uri().toString(), "topic").run();
  }

  private void assertAlert(String... words) {
    assertThat(ntfy.requests())
        .singleElement()
        .satisfies(request ->
            assertThat(request.body()).contains("\"🚨 Mail Server Alert\"").contains(words));
  }

  /// Whom the host does not know itself it asks a back end for, as with LDAP or SQL.
  private static final String BACK_END =
      """
      #!/bin/sh
      case $(tr '\\0' '\\n' <&3 | head -n 1) in
        hanging*) exec sleep 60 ;;
        *) exit 111 ;;
      esac
      """;

  @Test
  void a_back_end_that_is_broken_or_hangs_is_not_called_a_wrong_password() throws Exception {
    // Given
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path script = Files.writeString(directory.resolve("check-password"), BACK_END);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    MailHost host =
        start(
            MailHost.with()
                .dovecot("passdb {\n driver = checkpassword\n args = " + script + "\n}"));
    Installation installation =
        Installation.in(directory)
            .reaching(host)
            .telling(ntfy.uri().toString(), "topic")
            .set("username", "broken@mail.test");

    // When
    Program.Run broken = installation.run();
    Program.Run hanging = installation.set("username", "hanging@mail.test").run();

    // Then
    assertThat(broken.out())
        .as(host.logs())
        .matches(
            "(?s)❌ IMAP Auth: IMAP auth failed: NO \\[UNAVAILABLE\\] Temporary authentication"
                + " failure[^\n]*\n    step:   login with [^\n]*\n    server: NO [^\n]*\n"
                + BACK_END_DOWN
                + "❌ SMTP Auth: SMTP auth failed: (454 4\\.7\\.0|535 5\\.7\\.8) [^\n]*\n"
                + "    step:   login with [^\n]*\n    server: [^\n]*\n"
                + BACK_END_DOWN
                + SKIPPED
                + ".*");
    assertThat(hanging.out())
        .as(host.logs())
        .matches(
            "(?s)❌ IMAP Auth: IMAP auth failed: no answer within 15 s \\(login\\)\n"
                + ".*❌ SMTP Auth: SMTP auth failed: (454 4\\.7\\.0 |535 5\\.7\\.8 |no answer within"
                + " 15 s).*"
                + SKIPPED
                + ".*")
        .doesNotContain("Check user name and password");
    assertThat(broken.status()).isEqualTo(1);
    assertThat(hanging.status()).isEqualTo(1);
    assertThat(hanging.took()).isLessThan(Duration.ofSeconds(35));
    assertAlert("it failed, which says nothing about the password");
  }

  @Test
  void a_locked_account_is_told_in_the_servers_words_with_the_advice_to_look_for_it()
      throws Exception {
    // Given
    MailHost host = start(MailHost.with());
    Path users = host.directory().resolve("users");
    Files.writeString(
        users,
        Files.readString(users)
            .lines()
            .map(line -> line + "::nologin=y reason=locked\n")
            .reduce("", String::concat));

    // When
    Program.Run run = check(host);

    // Then
    assertThat(run.out())
        .as(host.logs())
        .matches(
            "(?s)❌ IMAP Auth: IMAP auth failed: NO [^\n]*locked\n.*"
                + "- Send Test: skipped \\((IMAP|SMTP) Auth failed\\)\n.*")
        .contains("Unlock the account on the server or renew its password there");
    assertThat(run.status()).isEqualTo(1);
    assertAlert("locked");
  }

  @Test
  void connection_limits_are_named_as_what_they_are() throws Exception {
    // Given
    MailHost host =
        start(
            MailHost.with()
                .dovecot("mail_max_userip_connections = 1")
                .postfix("smtpd_client_connection_count_limit", "1"));
    try (Socket smtp = new Socket(LOOPBACK, host.smtpStarttlsPort());
        SSLSocket imap = loggedIn(host)) {
      assertThat(smtp.getInputStream().read()).isEqualTo('2');
      assertThat(imap.isConnected()).isTrue();

      // When
      Program.Run run = check(host);

      // Then
      assertThat(run.out())
          .as(host.logs())
          .matches(
              "(?s)❌ IMAP Auth: IMAP auth failed: NO \\[[A-Z]+\\] Maximum number of connections"
                  + " from user\\+IP exceeded[^\n"
                  + "]*\n"
                  + ".*❌ SMTP Auth: SMTP auth failed: 421 4\\.7\\.0 mail\\.test Error: too many"
                  + " connections from [^\n"
                  + "]*\n"
                  + ".*"
                  + SKIPPED
                  + ".*");
      assertThat(run.outLines().stream().filter(line -> line.startsWith("    advice: ")))
          .hasSize(2)
          .allMatch(line -> line.contains("Raise the server's connection limit for this client"));
      assertThat(run.status()).isEqualTo(1);
      assertAlert("too many connections");
    }
  }

  private static SSLSocket loggedIn(MailHost host) throws IOException {
    SSLSocket imap =
        (SSLSocket)
            host.authority()
                .clientContext()
                .getSocketFactory()
                .createSocket(LOOPBACK, host.imapsPort());
    imap.getOutputStream()
        .write("a LOGIN %s \"%s\"\r\n".formatted(host.user(), host.password()).getBytes(UTF_8));
    StringBuilder heard = new StringBuilder();
    while (heard.indexOf("a OK") < 0) {
      heard.append((char) imap.getInputStream().read());
    }
    return imap;
  }
}
