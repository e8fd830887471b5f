package dev.mailmonitor.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.Verdict;
import dev.mailmonitor.testing.ImapClient;
import dev.mailmonitor.testing.Letters;
import dev.mailmonitor.testing.MailHost;
import dev.mailmonitor.testing.MailHostBuilder;
import dev.mailmonitor.testing.MailboxFiles;
import dev.mailmonitor.testing.NeedsMailServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A mailbox full of a user's own mail is afterwards what it was before: every byte, flag, keyword,
/// time of arrival and UID, in INBOX and in Junk.
@NeedsMailServers
class UserMailIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int MANY = 330;
  private static final String OTHER = "6a0f1f51-1c5c-4a1b-9d0f-5b4b0f3a7e10";

  @TempDir Path directory;

  /// What the IMAP server offers.
  enum Server {
    WITH_UIDPLUS,
    WITHOUT_UIDPLUS;

    MailHostBuilder host() {
      return switch (this) {
        case WITH_UIDPLUS -> MailHost.with();
        case WITHOUT_UIDPLUS ->
            MailHost.with().dovecot("imap_capability = IMAP4rev1 SASL-IR IDLE SPECIAL-USE");
      };
    }
  }

  /// INBOX and Junk.
  private record Mailboxes(MailboxFiles inbox, MailboxFiles junk) {
    static Mailboxes of(MailHost host) {
      return new Mailboxes(MailboxFiles.of(host, "INBOX"), MailboxFiles.of(host, "Junk"));
    }

    void assertSame(MailHost host) {
      assertThat(inbox.mails()).isNotEmpty();
      assertThat(inbox.differences(MailboxFiles.of(host, "INBOX"))).isEmpty();
      assertThat(junk.differences(MailboxFiles.of(host, "Junk"))).isEmpty();
    }
  }

  private MailHostWatch watch(MailHost host, Duration patience) {
    return new MailHostWatch(host, directory.resolve("state.json"), patience);
  }

  /// A mailbox that was used for years, and by this monitor once.
  private Mailboxes used(MailHost host, MailHostWatch watch, boolean flagged) {
    assertThat(watch.report().verdict()).isEqualTo(Verdict.HEALTHY);
    Letters.into(host, "INBOX", watch.instance(), MANY, flagged);
    Letters.into(host, "Junk", watch.instance(), MANY / 3, flagged);
    host.deliver(host.user(), "INBOX", Letters.testMail(OTHER));
    host.deliver(host.user(), "Junk", Letters.testMail(OTHER));
    // Somebody reads the mailbox, so that the server gives the mails their UIDs.
    for (String folder : List.of("INBOX", "Junk")) {
      try (ImapClient reader = ImapClient.open(host, folder)) {
        assertThat(reader.search("ALL")).hasSizeGreaterThan(MANY / 3);
      }
    }
    return Mailboxes.of(host);
  }

  @ParameterizedTest
  @EnumSource
  void healthy_and_failed_checks_and_a_late_mail_leave_everything_as_it_was(Server server) {
    try (MailHost host = server.host().start()) {
      // Given
      MailHostWatch watch = watch(host, SHORT.multipliedBy(2));
      Mailboxes before = used(host, watch, server == Server.WITH_UIDPLUS);

      // When
      CheckReport healthy = watch.report();
      before.assertSame(host);
      host.holdMail();
      CheckReport failed = watch.report();
      before.assertSame(host);
      host.releaseMail();
      int mails = before.inbox().mails().size();
      await().atMost(SOON).until(() -> host.messages(host.user(), "INBOX").size() == mails + 1);
      CheckReport late = watch.report();
      host.stopSmtp();
      CheckReport refused = watch.report();

      // Then
      assertThat(List.of(healthy, failed, late, refused))
          .extracting(CheckReport::verdict)
          .containsExactly(Verdict.HEALTHY, Verdict.UNHEALTHY, Verdict.HEALTHY, Verdict.UNHEALTHY);
      assertThat(late.lateMails()).hasSize(1);
      assertThat(watch.warnings()).isEmpty();
      before.assertSame(host);
    }
  }

  @ParameterizedTest
  @EnumSource
  void of_many_mails_left_by_killed_runs_two_hundred_a_run_are_removed_and_no_other(Server server) {
    try (MailHost host = server.host().start()) {
      // Given
      MailHostWatch watch = watch(host, PATIENCE);
      Mailboxes before = used(host, watch, server == Server.WITH_UIDPLUS);
      int mails = before.inbox().mails().size();
      for (int left = 0; left < 230; left++) {
        host.deliver(host.user(), "INBOX", Letters.testMail(watch.instance()));
      }
      host.deliver(host.user(), "Junk", Letters.testMail(watch.instance()));

      // When
      watch.report();
      int afterOne = host.messages(host.user(), "INBOX").size();
      watch.report();

      // Then
      assertThat(afterOne).isEqualTo(mails + 31);
      assertThat(watch.warnings()).isEmpty();
      before.assertSame(host);
    }
  }

  @Test
  void without_uidplus_nothing_is_expunged_as_long_as_the_user_has_flagged_a_letter() {
    try (MailHost host = Server.WITHOUT_UIDPLUS.host().start()) {
      // Given
      MailHostWatch watch = watch(host, PATIENCE);
      Mailboxes before = used(host, watch, true);

      // When
      watch.report();
      watch.report();

      // Then
      assertThat(watch.warnings())
          .hasSize(2)
          .allMatch(warning -> warning.contains("only flagged as deleted"));
      List<String> differences = before.inbox().differences(MailboxFiles.of(host, "INBOX"));
      assertThat(differences).hasSize(2).allMatch(difference -> difference.contains(" is new: "));

      // When
      try (ImapClient reader = ImapClient.open(host, "INBOX")) {
        reader.run("UID STORE 1:* -FLAGS (\\Deleted)");
      }
      watch.report();

      // Then
      assertThat(watch.warnings()).isEmpty();
      assertThat(MailboxFiles.of(host, "INBOX").mails().keySet())
          .isEqualTo(before.inbox().mails().keySet());
    }
  }
}
