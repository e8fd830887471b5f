package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.MailHost;
import dev.mailmonitor.testing.NeedsMailServers;
import dev.mailmonitor.testing.Program;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Checks of a Postfix and Dovecot on which everything works.
@NeedsMailServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HealthyServerIT {
  private MailHost host;
  private MailHost other;

  @TempDir Path directory;

  @BeforeAll
  void start() {
    host = MailHost.start();
    other = MailHost.start();
  }

  @AfterAll
  void stop() {
    host.close();
    other.close();
  }

  @AfterEach
  void mailboxes_are_as_before() {
    for (String user : new String[] {host.user(), host.secondUser()}) {
      assertThat(host.messages(user, "INBOX")).as(host::logs).isEmpty();
      assertThat(host.messages(user, "Junk")).isEmpty();
    }
  }

  @Test
  void four_ok_lines_over_starttls_and_the_test_mail_is_gone() {
    // Given
    Installation installation = Installation.in(directory).reaching(host);

    // When
    Program.Run run = installation.run();

    // Then
    assertThat(run.out()).matches(Installation.HEALTHY);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(installation.state().path("last_status").asText()).isEqualTo("healthy");
    assertThat(installation.state().path("last_failure").isNull()).isTrue();
    assertThat(installation.state().path("outbox")).isEmpty();
  }

  @Test
  void four_ok_lines_with_tls_from_the_first_byte() {
    // Given
    Installation installation =
        Installation.in(directory)
            .reaching(host)
            .set("smtp_port", host.smtpsPort())
            .set("smtp_security", "tls");

    // When
    Program.Run run = installation.run();

    // Then
    assertThat(run.out()).matches(Installation.HEALTHY);
    assertThat(run.status()).isZero();
  }

  @Test
  void four_ok_lines_with_imap_over_starttls() {
    // Given
    Installation installation =
        Installation.in(directory)
            .reaching(host)
            .set("imap_port", host.imapStarttlsPort())
            .set("imap_security", "starttls");

    // When
    Program.Run run = installation.run();

    // Then
    assertThat(run.out()).matches(Installation.HEALTHY);
    assertThat(run.status()).isZero();
  }

  @Test
  void verbose_shows_times_and_what_was_said_but_no_password_in_any_form() {
    // Given
    Installation installation = Installation.in(directory).reaching(host);

    // When
    Program.Run run = installation.run("--verbose");

    // Then
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("Timings:", "Transcript:", "SMTP", "IMAP", "EHLO", "SELECT");
  }

  @Test
  void one_account_sends_and_another_receives() {
    // Given
    Installation installation =
        Installation.in(directory)
            .reaching(host)
            .set("smtp_username", host.user())
            .set("smtp_password", host.password())
            .set("imap_username", host.secondUser())
            .set("imap_password", host.secondPassword())
            .without("username")
            .without("password");

    // When
    Program.Run run = installation.run("--verbose");

    // Then
    assertThat(run.out())
        .contains("✓ Receive Test: Email delivered in")
        .contains("MAIL FROM:<" + host.user() + ">", "RCPT TO:<" + host.secondUser() + ">");
    assertThat(run.status()).isZero();
  }

  @Test
  void one_server_sends_and_another_receives() {
    // Given
    String store = "lmtp:unix:" + host.directory().resolve("lmtp");
    try (MailHost relay =
        MailHost.with().authority(host.authority()).postfix("virtual_transport", store).start()) {
      Installation installation =
          Installation.in(directory)
              .reaching(relay)
              .set("username", relay.secondUser())
              .set("password", relay.secondPassword())
              .set("imap_port", host.imapsPort())
              .set("imap_username", host.user())
              .set("imap_password", host.password());

      // When
      Program.Run run = installation.run();

      // Then
      assertThat(run.out()).matches(Installation.HEALTHY);
      assertThat(run.status()).isZero();
      assertThat(relay.messages(relay.user(), "INBOX")).isEmpty();
    }
  }

  @Test
  void several_users_are_several_targets_of_one_run() {
    // Given
    Installation installation =
        Installation.in(directory)
            .reaching(host)
            .target("first", Map.of())
            .target(
                "second",
                new TreeMap<>(
                    Map.of("username", host.secondUser(), "password", host.secondPassword())))
            .target(
                "third",
                Map.of(
                    "smtp_port",
                    other.smtpStarttlsPort(),
                    "imap_port",
                    other.imapsPort(),
                    "ca_file",
                    other.caFile().toString()));

    // When
    Program.Run run = installation.run();

    // Then
    assertThat(run.out())
        .matches(
            "first:\n"
                + Installation.HEALTHY
                + "second:\n"
                + Installation.HEALTHY
                + "third:\n"
                + Installation.HEALTHY);
    assertThat(run.status()).isZero();
    assertThat(installation.file("state.json")).doesNotExist();
    for (String name : new String[] {"first", "second", "third"}) {
      assertThat(
              Installation.json(installation.file("targets/" + name + ".json"))
                  .path("last_status")
                  .asText())
          .isEqualTo("healthy");
    }
  }
}
