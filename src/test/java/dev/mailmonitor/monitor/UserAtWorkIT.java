package dev.mailmonitor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.Verdict;
import dev.mailmonitor.testing.ImapClient;
import dev.mailmonitor.testing.MailHost;
import dev.mailmonitor.testing.NeedsMailServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A user who works in the same mailbox at the same time: flags letters as deleted, thinks better
/// of it, adds letters and expunges others. No letter goes that the user has not expunged.
@NeedsMailServers
class UserAtWorkIT {
  private static final int CHECKS = 30;
  private static final int LETTERS = 40;
  private static final String WITHOUT_UIDPLUS =
      "imap_capability = IMAP4rev1 SASL-IR IDLE SPECIAL-USE";

  @TempDir Path directory;

  /// The user, with a mail program of its own.
  private static final class User {
    private final AtomicBoolean done = new AtomicBoolean();
    private final Random random = new Random(7);
    private final ImapClient program;
    private final SortedSet<Long> kept;
    private int changes;

    User(MailHost host) {
      program = ImapClient.open(host, "INBOX");
      for (int number = 0; number < LETTERS; number++) {
        program.append("INBOX", "Subject: letter " + number + "\n\nKeep me.\n");
      }
      kept = program.search("SUBJECT letter");
    }

    SortedSet<Long> letters() {
      return program.search("SUBJECT letter");
    }

    void flag(long uid) {
      program.run("UID STORE " + uid + " +FLAGS.SILENT (\\Deleted)");
    }

    void unflag(long uid) {
      program.run("UID STORE " + uid + " -FLAGS.SILENT (\\Deleted)");
    }

    /// Changes its mind about letters, again and again.
    void hesitate(boolean tidy) {
      List<Long> some = new ArrayList<>(kept).subList(1, LETTERS);
      while (!done.get()) {
        long letter = some.get(random.nextInt(some.size()));
        flag(letter);
        pause(random.nextInt(15));
        unflag(letter);
        if (tidy && changes % 10 == 0) {
          program.append("INBOX", "Subject: advertisement\n\nBuy!\n");
          program.search("SUBJECT advertisement").forEach(this::flag);
          program.run("EXPUNGE");
        }
        changes++;
      }
    }

    CompletableFuture<Void> start(boolean tidy) {
      return CompletableFuture.runAsync(() -> hesitate(tidy), Thread::startVirtualThread);
    }

    private static void pause(int milliseconds) {
      try {
        Thread.sleep(milliseconds);
      } catch (InterruptedException closing) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private List<CheckReport> checks(MailHostWatch watch) {
    List<CheckReport> reports = new ArrayList<>();
    for (int check = 0; check < CHECKS; check++) {
      reports.add(watch.report());
    }
    return reports;
  }

  private MailHostWatch watch(MailHost host) {
    return new MailHostWatch(host, directory.resolve("state.json"), Duration.ofSeconds(20));
  }

  @Test
  void letters_that_are_flagged_for_a_moment_stay() {
    try (MailHost host = MailHost.start()) {
      // Given
      User user = new User(host);
      MailHostWatch watch = watch(host);
      CompletableFuture<Void> work = user.start(true);

      // When
      List<CheckReport> reports = checks(watch);
      user.done.set(true);
      work.join();

      // Then
      assertThat(reports).allMatch(report -> report.verdict() == Verdict.HEALTHY);
      assertThat(watch.warnings()).isEmpty();
      assertThat(user.changes).isGreaterThan(CHECKS);
      assertThat(user.letters()).isEqualTo(user.kept);
      assertThat(user.program.search("SUBJECT \"Mail Monitor Test\"")).isEmpty();
    }
  }

  @Test
  void without_uidplus_letters_stay_while_the_user_has_one_flagged_and_test_mails_go_afterwards() {
    try (MailHost host = MailHost.with().dovecot(WITHOUT_UIDPLUS).start()) {
      // Given
      User user = new User(host);
      MailHostWatch watch = watch(host);
      user.flag(user.kept.getFirst());
      CompletableFuture<Void> work = user.start(false);

      // When
      List<CheckReport> reports = checks(watch);
      user.done.set(true);
      work.join();

      // Then
      assertThat(reports).allMatch(report -> report.verdict() == Verdict.HEALTHY);
      assertThat(watch.warnings())
          .hasSize(CHECKS)
          .allMatch(warning -> warning.contains("only flagged as deleted"));
      assertThat(user.changes).isGreaterThan(CHECKS);
      assertThat(user.letters()).isEqualTo(user.kept);

      // When
      user.unflag(user.kept.getFirst());
      watch.report();

      // Then
      assertThat(watch.warnings()).isEmpty();
      assertThat(user.letters()).isEqualTo(user.kept);
      assertThat(user.program.search("SUBJECT \"Mail Monitor Test\"")).isEmpty();
    }
  }
}
