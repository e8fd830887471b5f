package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.MailHost;
import dev.mailmonitor.testing.NeedsMailServers;
import dev.mailmonitor.testing.NtfyStandIn;
import dev.mailmonitor.testing.PolicyService;
import dev.mailmonitor.testing.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Everything for which a real Postfix refuses a mail of somebody whom it has let in.
@NeedsMailServers
class RefusedMailIT {
  private static final String LOGINS_OK = "✓ IMAP Auth: OK\n✓ SMTP Auth: OK\n";

  @TempDir Path directory;

  private static void assertRefused(
      Program.Run run, String target, String step, String words, String advice) {
    assertThat(Installation.block(run, target))
        .as(run.err())
        .matches(
            "(?s)"
                + LOGINS_OK
                + "❌ Send Test: Failed to send test email: "
                + words
                + "\n    step:   "
                + step
                + " with the SMTP server localhost:\\d+\n    server: "
                + words
                + "\n    advice: "
                + advice
                + "[^\n]*\n- Receive Test: skipped \\(Send Test failed\\)\n?");
  }

  @Test
  void each_refusal_is_told_in_the_servers_words_with_what_to_do() {
    String greylisted = "probe+greylisted@mail.test";
    String full = "probe+full@mail.test";
    String limited = "probe+limited@mail.test";
    try (NtfyStandIn ntfy = NtfyStandIn.start();
        PolicyService policy =
            PolicyService.answering(
                Map.of(
                    greylisted, "451 4.7.1 Greylisted, come back in 5 minutes",
                    full, "552 5.2.2 Mailbox is full",
                    limited, "450 4.7.0 Rate limit of 10 mails an hour exceeded"));
        MailHost host =
            MailHost.with()
                .postfix(
                    "smtpd_recipient_restrictions",
                    policy.restriction() + ", permit_sasl_authenticated, reject")
                .postfixFile("senders", "blocked@mail.test 550 5.7.1 You may not send as this\n")
                .postfix(
                    "smtpd_sender_restrictions",
                    "check_sender_access texthash:${config_directory}/senders")
                .postfixFile(
                    "header_checks", "/^To:.*\\+virus@/ REJECT 5.7.1 Virus found: Eicar-Test\n")
                .postfix("header_checks", "regexp:${config_directory}/header_checks")
                .start();
        MailHost small =
            MailHost.with()
                .authority(host.authority())
                .postfix("message_size_limit", "600")
                .start()) {
      // Given
      Installation installation =
          Installation.in(directory)
              .reaching(host)
              .telling(ntfy.uri().toString(), "topic")
              .target("greylisted", Map.of("test_recipient", greylisted))
              .target("full", Map.of("test_recipient", full))
              .target("limited", Map.of("test_recipient", limited))
              .target("sender", Map.of("from", "blocked@mail.test"))
              .target("virus", Map.of("test_recipient", "probe+virus@mail.test"))
              .target(
                  "size",
                  Map.of("smtp_port", small.smtpStarttlsPort(), "imap_port", small.imapsPort()))
              .target("healthy", Map.of());

      // When
      Program.Run run = installation.run();

      // Then
      assertRefused(
          run,
          "greylisted",
          "RCPT TO",
          "451 4\\.7\\.1 [^\n]*Greylisted, come back in 5 minutes",
          "Exempt the monitor's account or address from greylisting");
      assertRefused(
          run, "full", "RCPT TO", "552 5\\.2\\.2 [^\n]*Mailbox is full", "Make room in the");
      assertRefused(
          run,
          "limited",
          "RCPT TO",
          "450 4\\.7\\.0 [^\n]*Rate limit of 10 mails an hour exceeded",
          "Find out what else sends with this account or from this address");
      assertRefused(
          run,
          "sender",
          "RCPT TO",
          "550 5\\.7\\.1 [^\n]*You may not send as this",
          "Set from to an address that this account may send as");
      assertRefused(
          run,
          "virus",
          "DATA",
          "550 5\\.7\\.1 Virus found: Eicar-Test",
          "Look into the mail server's log for the rule");
      assertRefused(
          run,
          "size",
          "DATA",
          "552 5\\.3\\.4 Error: message file too big",
          "The test mail has about one kilobyte: check the server's size limit");
      assertThat(Installation.block(run, "healthy")).matches("(?s)" + Installation.HEALTHY + ".*");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.took()).isLessThan(Duration.ofSeconds(30));
      assertThat(ntfy.requests())
          .extracting(NtfyStandIn.Request::body)
          .hasSize(6)
          .allMatch(body -> body.contains("🚨 Mail Server Alert ("))
          .anyMatch(body -> body.contains("Mail Server Alert (virus)") && body.contains("Eicar"));
      assertThat(host.messages(host.user(), "INBOX")).isEmpty();
    }
  }
}
