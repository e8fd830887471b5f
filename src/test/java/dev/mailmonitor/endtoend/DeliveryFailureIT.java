package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mailmonitor.testing.MailHost;
import dev.mailmonitor.testing.NeedsMailServers;
import dev.mailmonitor.testing.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Checks of servers that let us in and do not deliver as they should.
@NeedsMailServers
class DeliveryFailureIT {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String LOGINS_OK = "✓ IMAP Auth: OK\n✓ SMTP Auth: OK\n";
  private static final String SENT =
      LOGINS_OK + "✓ Send Test: OK \\(Message-ID: <[0-9a-f-]{36}@localhost>\\)\n";

  @TempDir Path directory;

  @Test
  void a_rejected_and_a_greylisted_recipient_fail_the_send_test_in_the_servers_words() {
    try (MailHost host =
        MailHost.with()
            .answeringRecipient("probe@mail.test", "451 4.7.1 Greylisted, try again later")
            .answeringRecipient("second@mail.test", "550 5.7.1 Blocked by policy")
            .start()) {
      // Given
      Installation installation =
          Installation.in(directory)
              .reaching(host)
              .target("greylisted", Map.of())
              .target("rejected", Map.of("test_recipient", host.secondUser()));

      // When
      Program.Run run = installation.run();

      // Then
      assertThat(run.out())
          .matches(
              "(?s)greylisted:\n"
                  + LOGINS_OK
                  + "❌ Send Test: Failed to send test email: 451 4\\.7\\.1 [^\n]*Greylisted, try again"
                  + " later\n.*"
                  + "    advice: Exempt the monitor's account or address from greylisting[^\n]*\n"
                  + "- Receive Test: skipped \\(Send Test failed\\)\n"
                  + "rejected:\n"
                  + LOGINS_OK
                  + "❌ Send Test: Failed to send test email: 550 5\\.7\\.1 [^\n]*Blocked by"
                  + " policy\n.*- Receive Test: skipped \\(Send Test failed\\)\n");
      assertThat(run.status()).isEqualTo(1);
    }
  }

  @Test
  void a_mail_that_comes_too_late_is_told_and_removed_by_the_next_run() {
    try (MailHost host = MailHost.start()) {
      // Given
      Installation installation =
          Installation.in(directory).reaching(host).set("receive_timeout", 2);
      host.holdMail();

      // When
      Program.Run late = installation.run();
      host.releaseMail();
      await().atMost(SOON).until(() -> host.messages(host.user(), "INBOX").size() == 1);
      Program.Run next = installation.run();

      // Then
      assertThat(late.out())
          .matches(
              SENT
                  + "❌ Receive Test: Email not received within 2s timeout\n"
                  + "    step:   delivery with the IMAP server localhost:\\d+\n"
                  + "    Message-ID: <[0-9a-f-]{36}@localhost>\n"
                  + "    advice: Look at the server's mail queue \\(postqueue -p\\)[^\n]*\n");
      assertThat(late.status()).isEqualTo(1);
      assertThat(late.took()).isLessThan(Duration.ofSeconds(12));
      assertThat(next.out())
          .matches(Installation.HEALTHY + "    the mail of \\d\\d:\\d\\d arrived after \\d+ s\n");
      assertThat(host.messages(host.user(), "INBOX")).isEmpty();
    }
  }

  @Test
  void a_mail_that_comes_within_the_timeout_is_waited_for() {
    try (MailHost host = MailHost.start()) {
      // Given
      Installation installation = Installation.in(directory).reaching(host);
      host.holdMail();

      // When
      try (var running = installation.start()) {
        await().atMost(SOON).until(() -> host.logs().contains("status=deferred"));
        host.releaseMail();
        Program.Run run = installation.end(running);

        // Then
        assertThat(run.out()).matches(Installation.HEALTHY);
        assertThat(host.messages(host.user(), "INBOX")).isEmpty();
      }
    }
  }

  @Test
  void a_mail_in_junk_is_told_with_the_folder_and_removed_from_it() {
    try (MailHost host = MailHost.with().deliveringInto("Junk").start()) {
      // Given
      Installation installation = Installation.in(directory).reaching(host);

      // When
      Program.Run run = installation.run();

      // Then
      assertThat(run.out())
          .matches(
              "(?s)"
                  + SENT
                  + "❌ Receive Test: Email delivered to Junk \\(\"Junk\"\\) after \\d\\.\\ds\n.*"
                  + "    advice: Teach the spam filter[^\n]*\n");
      assertThat(run.status()).isEqualTo(1);
      assertThat(host.messages(host.user(), "Junk")).isEmpty();
    }
  }

  @Test
  void a_message_id_whose_domain_is_rewritten_is_still_recognised_and_removed() {
    try (MailHost host = MailHost.with().rewritingMessageIdDomain("inside.test").start()) {
      // Given
      Installation installation = Installation.in(directory).reaching(host);

      // When
      Program.Run run = installation.run();

      // Then
      assertThat(run.out()).matches(Installation.HEALTHY);
      assertThat(run.status()).isZero();
      assertThat(host.messages(host.user(), "INBOX")).isEmpty();
    }
  }

  @Test
  void a_broken_target_does_not_keep_the_other_from_being_checked() {
    try (MailHost host = MailHost.start();
        MailHost broken = MailHost.start()) {
      // Given
      broken.stopSmtp();
      Installation installation =
          Installation.in(directory)
              .reaching(host)
              .target(
                  "b-broken",
                  Map.of(
                      "smtp_port", broken.smtpStarttlsPort(),
                      "imap_port", broken.imapsPort(),
                      "ca_file", broken.caFile().toString()))
              .target("a-healthy", Map.of());

      // When
      Program.Run run = installation.run();

      // Then: in the order of the file.
      assertThat(run.out())
          .matches(
              "(?s)b-broken:\n✓ IMAP Auth: OK\n❌ SMTP Auth: SMTP auth failed: Connection refused\n.*"
                  + "- Send Test: skipped \\(SMTP Auth failed\\)\n"
                  + "- Receive Test: skipped \\(Send Test did not run\\)\na-healthy:\n"
                  + Installation.HEALTHY);
      assertThat(run.status()).isEqualTo(1);
      assertThat(Installation.json(installation.file("targets/a-healthy.json")).path("last_status"))
          .hasToString("\"healthy\"");
      assertThat(Installation.json(installation.file("targets/b-broken.json")).path("last_status"))
          .hasToString("\"unhealthy\"");
    }
  }
}
