package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.CertificateAuthority;
import dev.mailmonitor.testing.MailHost;
import dev.mailmonitor.testing.NeedsMailServers;
import dev.mailmonitor.testing.Program;
import dev.mailmonitor.testing.ServerCertificate;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Checks of a Postfix and Dovecot that cannot be reached, not be trusted, or do not let us in.
@NeedsMailServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailingServerIT {
  private static final List<String> SKIPPED =
      List.of(
          "- Send Test: skipped (SMTP Auth failed)",
          "- Receive Test: skipped (Send Test did not run)");

  private MailHost host;

  @TempDir Path directory;

  @BeforeAll
  void start() {
    host = MailHost.start();
  }

  @AfterAll
  void stop() {
    host.close();
  }

  private void assertUnhealthy(Installation installation, Program.Run run, String... failures) {
    assertThat(run.status()).as(run.out() + run.err()).isEqualTo(1);
    assertThat(installation.state().path("last_status").asText()).isEqualTo("unhealthy");
    assertThat(installation.state().at("/last_failure/failures"))
        .extracting(node -> node.asText())
        .containsExactly(failures);
    assertThat(host.messages(host.user(), "INBOX")).isEmpty();
  }

  @Test
  void a_wrong_password_is_told_of_both_services_in_their_own_words() {
    // Given
    Installation installation =
        Installation.in(directory).reaching(host).set("password", "wrong battery");

    // When
    Program.Run run = installation.run("--verbose");

    // Then
    assertThat(Installation.testLines(run).subList(0, 4))
        .satisfiesExactly(
            imap ->
                assertThat(imap)
                    .isEqualTo(
                        "❌ IMAP Auth: IMAP auth failed: NO [AUTHENTICATIONFAILED] Authentication failed."),
            smtp ->
                assertThat(smtp)
                    .startsWith(
                        "❌ SMTP Auth: SMTP auth failed: 535 5.7.8 Error: authentication failed"),
            send -> assertThat(send).isEqualTo(SKIPPED.getFirst()),
            receive -> assertThat(receive).isEqualTo(SKIPPED.getLast()));
    assertThat(run.out())
        .contains("    advice: Check user name and password by logging in with a mail program;");
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void a_password_that_only_smtp_rejects_is_told_of_smtp_only() {
    // Given
    Installation installation =
        Installation.in(directory).reaching(host).set("smtp_password", "wrong battery");

    // When
    Program.Run run = installation.run();

    // Then
    assertThat(Installation.testLines(run))
        .hasSize(4)
        .startsWith("✓ IMAP Auth: OK")
        .endsWith(SKIPPED.toArray(String[]::new));
    assertThat(run.out()).contains("❌ SMTP Auth: SMTP auth failed: 535 5.7.8 ");
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void a_refused_smtp_port_is_told_with_step_address_and_advice() {
    // Given
    Installation installation = Installation.in(directory).reaching(host);
    host.stopSmtp();

    // When
    Program.Run run = installation.run();
    host.startSmtp();

    // Then
    assertThat(run.outLines())
        .contains(
            "✓ IMAP Auth: OK",
            "❌ SMTP Auth: SMTP auth failed: Connection refused",
            "    step:   connect with the SMTP server localhost:" + host.smtpStarttlsPort(),
            "    tried 127.0.0.1:" + host.smtpStarttlsPort() + ": Connection refused")
        .endsWith(SKIPPED.toArray(String[]::new));
    assertThat(run.out()).contains("    advice: Check that the mail service is running");
    assertUnhealthy(installation, run, "SMTP auth failed: Connection refused");
  }

  @Test
  void a_refused_imap_port_is_told_and_nothing_is_sent() {
    // Given
    Installation installation = Installation.in(directory).reaching(host);
    host.stopImap();

    // When
    Program.Run run = installation.run();
    host.startImap();

    // Then
    assertThat(Installation.testLines(run))
        .containsExactly(
            "❌ IMAP Auth: IMAP auth failed: Connection refused",
            "✓ SMTP Auth: OK",
            "- Send Test: skipped (IMAP Auth failed)",
            "- Receive Test: skipped (Send Test did not run)");
    assertUnhealthy(installation, run, "IMAP auth failed: Connection refused");
  }

  @Test
  void an_expired_certificate_is_told_with_its_dates() {
    assertCertificateRefused(
        host.authority().issueExpired("localhost"), "expired", "valid from", "Renew the server's");
  }

  @Test
  void a_certificate_for_another_name_is_told_with_its_names() {
    assertCertificateRefused(
        host.authority().issue("mail.example.com"),
        "localhost",
        "for the names: mail.example.com",
        "Use a host name that stands in the certificate");
  }

  @Test
  void a_certificate_of_an_unknown_authority_is_told_with_its_issuer() {
    assertCertificateRefused(
        CertificateAuthority.create().issue("localhost"),
        "trusted",
        "issued by: CN=Test Root",
        "name the issuing authority in ca_file");
  }

  private void assertCertificateRefused(
      ServerCertificate certificate, String reason, String detail, String advice) {
    try (MailHost broken =
        MailHost.with().authority(host.authority()).certificate(certificate).start()) {
      // Given
      Installation installation = Installation.in(directory).reaching(broken);

      // When
      Program.Run run = installation.run("--verbose");

      // Then
      assertThat(Installation.testLines(run))
          .filteredOn(line -> line.startsWith("❌"))
          .hasSize(2)
          .allMatch(line -> line.contains(reason))
          .anyMatch(line -> line.startsWith("❌ IMAP Auth: IMAP auth failed: "))
          .anyMatch(line -> line.startsWith("❌ SMTP Auth: SMTP auth failed: "));
      assertThat(run.out()).contains(detail, advice);
      assertThat(run.out()).containsSubsequence(SKIPPED);
      assertThat(broken.logs()).doesNotContain("Login: user=", "sasl_username=");
      assertThat(run.status()).isEqualTo(1);
    }
  }
}
