package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mailmonitor.testing.CertificateAuthority;
import dev.mailmonitor.testing.MailHost;
import dev.mailmonitor.testing.MailHostBuilder;
import dev.mailmonitor.testing.NeedsMailServers;
import dev.mailmonitor.testing.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real servers that work in ways of their own: each of them is healthy.
@NeedsMailServers
class PeculiarServerIT {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path directory;

  /// Namespace with dots, and nothing offered that RFC 3501 does not demand.
  private static MailHostBuilder oldFashioned() {
    return MailHost.with()
        .dovecot(
            """
            imap_capability = IMAP4rev1
            namespace inbox {
              separator = .
              prefix = INBOX.
              mailbox Junk {
                auto = no
                special_use =
              }
              mailbox Spam {
                auto = subscribe
              }
            }
            """);
  }

  @Test
  void a_server_that_offers_only_what_it_must_is_healthy_also_when_the_mail_takes_a_while() {
    try (MailHost host = oldFashioned().dovecot("auth_mechanisms = plain").start()) {
      // Given
      Installation installation = Installation.in(directory).reaching(host);
      host.holdMail();

      // When
      try (var running = installation.start("--verbose")) {
        await().atMost(SOON).until(() -> host.logs().contains("status=deferred"));
        await().pollDelay(Duration.ofMillis(1_500)).until(() -> true);
        host.releaseMail();
        Program.Run run = installation.end(running);

        // Then
        assertThat(run.out()).matches("(?s)" + Installation.HEALTHY + ".*");
        assertThat(run.out()).contains(" LOGIN (hidden)").doesNotContain("IDLE", "UID EXPUNGE");
        assertThat(run.err()).isEmpty();
        assertThat(host.messages(host.user(), "INBOX")).isEmpty();
      }
    }
  }

  @Test
  void junk_below_the_inbox_is_found_by_its_usual_name_where_nothing_marks_it() {
    try (MailHost host =
        oldFashioned().filtering("require \"fileinto\";\nfileinto \"INBOX.Spam\";\n").start()) {
      // Given
      Installation installation = Installation.in(directory).reaching(host);

      // When
      Program.Run run = installation.run();

      // Then
      assertThat(run.out())
          .contains("❌ Receive Test: Email delivered to Junk (\"INBOX.Spam\") after ");
      assertThat(run.status()).isEqualTo(1);
      assertThat(host.messages(host.user(), "Spam")).isEmpty();
    }
  }

  @Test
  void without_uidplus_a_mail_of_the_owner_that_is_flagged_as_deleted_is_not_expunged() {
    try (MailHost host = oldFashioned().start()) {
      // Given
      Installation installation = Installation.in(directory).reaching(host);
      installation.run();
      Path letter = host.deliver(host.user(), "INBOX", "Subject: mine\n\nHello\n");
      Path flagged = letter.resolveSibling("../cur").resolve(letter.getFileName() + ":2,T");
      assertThat(letter.toFile().renameTo(flagged.normalize().toFile())).isTrue();

      // When
      Program.Run run = installation.run();

      // Then
      assertThat(run.out()).matches(Installation.HEALTHY);
      assertThat(run.err()).contains("1 test mails in INBOX are only flagged as deleted");
      assertThat(run.status()).isZero();
      assertThat(host.messages(host.user(), "INBOX")).hasSize(2);
    }
  }

  @Test
  void a_login_that_only_the_mechanism_login_makes_is_found() {
    try (MailHost host = MailHost.with().dovecot("auth_mechanisms = login").start()) {
      // When
      Program.Run run = Installation.in(directory).reaching(host).run("--verbose");

      // Then
      assertThat(run.out()).as(host.logs()).matches("(?s)" + Installation.HEALTHY + ".*");
    }
  }

  @Test
  void aliases_details_copies_and_rewritten_subjects_keep_no_mail_from_being_seen_and_removed() {
    CertificateAuthority authority = CertificateAuthority.create();
    try (MailHost host =
        MailHost.with()
            .authority(authority)
            .certificate(authority.issueRsa("localhost"))
            .dovecot("ssl_min_protocol = TLSv1.3")
            .postfix("smtpd_tls_protocols", ">=TLSv1.3")
            .postfixFile("header_checks", "/^Subject: (.*)$/ REPLACE Subject: [SPAM] $1\n")
            .postfix("header_checks", "regexp:${config_directory}/header_checks")
            .postfixFile(
                "aliases",
                """
                monitor@mail.test probe@mail.test
                twice@mail.test probe@mail.test, probe+copy@mail.test
                """)
            .postfix("virtual_alias_maps", "texthash:${config_directory}/aliases")
            .postfix("always_bcc", "probe+archive@mail.test")
            // A greeting that comes late, as with postscreen.
            .postfix("smtpd_delay_reject", "no")
            .postfix("smtpd_client_restrictions", "sleep 3, permit")
            .start()) {
      // Given
      Installation installation =
          Installation.in(directory)
              .reaching(host)
              .target("alias", Map.of("test_recipient", "monitor@mail.test"))
              .target("detail", Map.of("test_recipient", "probe+monitor@mail.test"))
              .target("twice", Map.of("test_recipient", "twice@mail.test"));

      // When
      Program.Run run = installation.run("--verbose");
      await().atMost(SOON).until(() -> host.queuedMails() == 0);
      Program.Run next = installation.run();
      await().atMost(SOON).until(() -> host.queuedMails() == 0);

      // Then
      for (String target : new String[] {"alias", "detail", "twice"}) {
        assertThat(Installation.block(run, target) + "\n")
            .as(host.logs())
            .matches("(?s)" + Installation.HEALTHY + ".*");
      }
      assertThat(run.out()).contains("(TLSv1.3 ").doesNotContain("(TLSv1.2 ");
      assertThat(run.err() + next.err()).isEmpty();
      assertThat(next.status()).isZero();
      // A copy may come when the check that sent it is over; it is never more than one.
      assertThat(host.messages(host.user(), "INBOX").size()).isLessThan(9);
    }
  }

  @Test
  void a_greeting_that_comes_too_late_is_named() {
    try (MailHost host =
        MailHost.with()
            .postfix("smtpd_delay_reject", "no")
            .postfix("smtpd_client_restrictions", "sleep 30, permit")
            .start()) {
      // When
      Program.Run run = Installation.in(directory).reaching(host).run("--timeout", "8");

      // Then
      assertThat(run.out())
          .contains("✓ IMAP Auth: OK\n❌ SMTP Auth: SMTP auth failed: no answer within ")
          .contains(" s (greeting)\n    step:   greeting with the SMTP server localhost:")
          .contains("    advice: Look at the mail server's load");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.took()).isLessThan(Duration.ofSeconds(12));
    }
  }

  @Test
  void servers_that_speak_tls_1_2_only_are_healthy() {
    try (MailHost host =
        MailHost.with().postfix("smtpd_tls_protocols", ">=TLSv1.2, <=TLSv1.2").start()) {
      // When
      Program.Run run = Installation.in(directory).reaching(host).run("--verbose");

      // Then
      assertThat(run.out())
          .matches("(?s)" + Installation.HEALTHY + ".*")
          .containsPattern("SMTP < \\(TLSv1\\.2 ");
    }
  }
}
