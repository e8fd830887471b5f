package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.MailHost;
import dev.mailmonitor.testing.NeedsMailServers;
import dev.mailmonitor.testing.NtfyStandIn;
import dev.mailmonitor.testing.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Mail that a real Postfix accepts and that does not come to the INBOX all the same: filters, a
/// full mailbox, a store that rejects it or is down.
@NeedsMailServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UndeliveredMailIT {
  private static final String SENT =
      """
      ✓ IMAP Auth: OK
      ✓ SMTP Auth: OK
      ✓ Send Test: OK \\(Message-ID: <[0-9a-f-]{36}@localhost>\\)
      """;
  private static final int RECEIVE_TIMEOUT = 6;

  private MailHost host;
  private NtfyStandIn ntfy;
  private Program.Run run;

  @BeforeAll
  void check_all_of_them(@TempDir Path directory) throws Exception {
    host =
        MailHost.with()
            .dovecot(
                """
                mail_plugins = $mail_plugins quota
                plugin {
                  quota = count:User quota
                  quota_vsizes = yes
                  quota_rule = *:messages=20
                }
                protocol imap {
                  mail_plugins = $mail_plugins imap_quota
                }
                """)
            .filtering(SIEVE)
            .postfixFile("transport", "probe+late@mail.test lmtp:unix:/nowhere\n")
            .postfix("transport_maps", "texthash:${config_directory}/transport")
            .postfix("delay_warning_time", "1s")
            .postfixFile("header_checks", "/^To:.*\\+swallowed@/ DISCARD\n")
            .postfix("header_checks", "regexp:${config_directory}/header_checks")
            .start();
    ntfy = NtfyStandIn.start();
    for (int mail = 0; mail < 20; mail++) {
      host.deliver(host.secondUser(), "INBOX", "Subject: kept\n\nNobody reads them.\n");
    }
    Installation installation =
        Installation.in(Files.createDirectory(directory.resolve("installation")))
            .reaching(host)
            .set("receive_timeout", RECEIVE_TIMEOUT)
            .telling(ntfy.uri().toString(), "topic")
            .target("spam", Map.of("test_recipient", "probe+spam@mail.test"))
            .target("full", Map.of("test_recipient", host.secondUser()))
            .target(
                "stuffed",
                Map.of(
                    "username",
                    host.secondUser(),
                    "password",
                    host.secondPassword(),
                    "test_recipient",
                    host.secondUser()))
            .target("bouncing", Map.of("test_recipient", MailHost.BOUNCING))
            .target("late", Map.of("test_recipient", "probe+late@mail.test"))
            .target("swallowed", Map.of("test_recipient", "probe+swallowed@mail.test"));
    run = installation.run();
  }

  private static final String SIEVE =
      """
      require ["fileinto"];
      if header :contains "to" "+spam@" {
        fileinto "Junk";
        stop;
      }
      """;

  @AfterAll
  void stop() {
    host.close();
    ntfy.close();
  }

  private void assertFailed(String target, String line, String... details) {
    assertThat(Installation.block(run, target))
        .as(() -> run.err() + host.logs())
        .matches("(?s)" + SENT + "❌ Receive Test: " + line + "\n.*")
        .contains(details);
    assertThat(ntfy.requests())
        .extracting(NtfyStandIn.Request::body)
        .filteredOn(body -> body.contains("Mail Server Alert (" + target + ")"))
        .hasSize(1);
  }

  @Test
  void the_run_ends_soon_after_the_receive_timeout_with_its_status() {
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.took()).isLessThan(Duration.ofSeconds(RECEIVE_TIMEOUT + 20));
  }

  @Test
  void a_filter_that_files_into_junk_is_told_and_the_mail_removed_from_there() {
    assertFailed(
        "spam",
        "Email delivered to Junk \\(\"Junk\"\\) after \\d\\.\\ds",
        "    advice: Teach the spam filter");
    assertThat(host.messages(host.user(), "Junk")).isEmpty();
  }

  @Test
  void a_full_mailbox_comes_back_as_a_bounce_with_its_status() {
    assertFailed(
        "full",
        "Email bounced: 552 5\\.2\\.2 [^\n]*Quota exceeded[^\n]*",
        "    action: failed",
        "    status: 5.2.2",
        "    recipient: " + host.secondUser(),
        "    advice: Look into the mail server's log for the Message-ID");
    assertThat(host.messages(host.secondUser(), "INBOX")).hasSize(20);
  }

  @Test
  void a_full_mailbox_of_the_monitor_itself_which_takes_no_bounce_either_is_told() {
    assertFailed(
        "stuffed",
        "Email not received within 6s timeout",
        "    the mailbox is full (20 of 20 mails)",
        "    advice: Make room in the recipient's mailbox");
  }

  @Test
  void a_store_that_rejects_for_good_comes_back_as_a_bounce() {
    assertFailed(
        "bouncing",
        "Email bounced: 550 5\\.1\\.1 <bouncing@mail\\.test>[^\n]*",
        "    action: failed",
        "    status: 5.1.1",
        "    reported by: mail.test");
  }

  @Test
  void a_store_that_is_down_is_told_with_the_delay_that_the_server_reports() {
    assertFailed(
        "late",
        "Email not received within 6s timeout",
        "    the server reports a delay: 4.4.1 ",
        "    advice: Look at the server's mail queue (postqueue -p)");
  }

  @Test
  void a_mail_that_a_rule_swallows_is_told_as_not_received() {
    assertFailed(
        "swallowed",
        "Email not received within 6s timeout",
        "    Message-ID: <",
        "    advice: Look at the server's mail queue (postqueue -p)");
  }
}
