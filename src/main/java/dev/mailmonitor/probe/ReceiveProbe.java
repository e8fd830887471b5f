package dev.mailmonitor.probe;

import dev.mailmonitor.mail.Deadline;
import dev.mailmonitor.mail.DeliveryReport;
import dev.mailmonitor.mail.Fault;
import dev.mailmonitor.mail.ImapSession;
import dev.mailmonitor.mail.MailFailure;
import dev.mailmonitor.mail.Mailbox;
import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.mail.ReceivedMail;
import dev.mailmonitor.mail.ServerReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Tests that the mail that was sent becomes visible in the INBOX.
///
/// Waiting is done with NOOP in short steps first, since some servers tell of new mail in IDLE only
/// half a second later, and with IDLE after a second, since by then half a second matters less than
/// leaving the server in peace.
public final class ReceiveProbe {
  private static final Duration FIRST_STEP = Duration.ofMillis(2);
  private static final Duration LONGEST_STEP = Duration.ofMillis(16);
  private static final Duration STEPS_FOR = Duration.ofSeconds(1);
  private static final Duration STEP_WITHOUT_IDLE = Duration.ofMillis(500);

  /// A server whose IDLE never speaks is asked again after this.
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(10);

  private static final Duration FIRST_JUNK_LOOK = Duration.ofSeconds(2);
  private static final int JUNK_MAILS_LOOKED_AT = 20;
  private static final int MAILS_LOOKED_BACK_AT = 50;

  /// Reports cost time, and anybody can send them.
  private static final int MOST_REPORTS = 10;

  /// Waits for the test mail. A session that is cut meanwhile is opened again.
  ///
  /// @param access the way to the mailbox, with the INBOX open
  /// @param inbox what was known of the INBOX before the mail was sent
  /// @param mail the mail
  /// @param sentAt from when on it was on its way, as [System#nanoTime()] counts
  /// @param until by when the mail must be visible
  /// @param calledOff whether to stop waiting
  /// @return what came of it
  Arrival probe(
      ImapAccess access,
      Mailbox inbox,
      TestMail mail,
      long sentAt,
      Deadline until,
      BooleanSupplier calledOff) {
    access.session().enter(Phase.DELIVERY);
    try {
      return new Wait(access, inbox, mail, sentAt, until, calledOff).run();
    } finally {
      access.session().finishPhase();
    }
  }

  private static final class Wait {
    /// For the answers that are under way when the time is over.
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final ImapAccess access;
    private final TestMail mail;
    private final long sentAt;
    private final Deadline until;
    private final Deadline answers;
    private final BooleanSupplier calledOff;
    private ImapSession session;
    private Mailbox inbox;
    private long nextUid;
    private Duration step = FIRST_STEP;
    private Duration nextJunkLook = FIRST_JUNK_LOOK;
    private final List<String> explanations = new ArrayList<>();
    private int reportsRead;
    private boolean junkKnown;
    private @Nullable String junk;

    Wait(
        ImapAccess access,
        Mailbox inbox,
        TestMail mail,
        long sentAt,
        Deadline until,
        BooleanSupplier calledOff) {
      this.access = access;
      this.session = access.session();
      this.inbox = inbox;
      this.mail = mail;
      this.sentAt = sentAt;
      this.until = until;
      this.answers = Deadline.after(until.remaining().plus(GRACE));
      this.calledOff = calledOff;
      this.nextUid = inbox.uidNext();
    }

    Arrival run() {
      boolean mailboxIsFresh = false;
      while (true) {
        try {
          return look(mailboxIsFresh);
        } catch (MailFailure cut) {
          try {
            goOn(access.reopen(cut, inbox.name(), until, calledOff));
            mailboxIsFresh = true;
          } catch (MailFailure last) {
            return new Arrival.Unknown(lost(cut, last));
          }
        }
      }
    }

    private void goOn(Mailbox reopened) {
      session = access.session();
      session.enter(Phase.DELIVERY);
      adopt(reopened);
    }

    private void adopt(Mailbox reopened) {
      if (reopened.uidValidity() != inbox.uidValidity()) {
        // Identifiers began anew: what was remembered says nothing.
        nextUid = Math.max(1, reopened.uidNext() - MAILS_LOOKED_BACK_AT);
      }
      inbox = reopened;
    }

    private static Failure lost(MailFailure cut, MailFailure last) {
      Failure failure = Diagnosis.of(TestKind.RECEIVE, cut);
      return cut == last
          ? failure
          : failure.with("the session could not be opened again: " + Diagnosis.reason(last));
    }

    private Arrival look(boolean mailboxIsFresh) throws MailFailure {
      boolean news = mailboxIsFresh || session.hasNews(answers);
      while (true) {
        Duration elapsed = elapsed();
        Optional<Arrival> seen = news ? lookIntoInbox(elapsed) : Optional.empty();
        if (seen.isPresent()) {
          return seen.get();
        }
        if (calledOff.getAsBoolean()) {
          // What is there now is for the cleanup to find.
          return new Arrival.Missing(elapsed, explanations);
        }
        boolean over = until.passed();
        if (over || elapsed.compareTo(nextJunkLook) >= 0) {
          nextJunkLook = elapsed.multipliedBy(2);
          Optional<String> found = findInJunk();
          if (found.isPresent()) {
            return new Arrival.InJunk(found.get(), elapsed());
          }
          // Opening the INBOX again shows what came meanwhile, whether it was told or not.
          elapsed = elapsed();
          adopt(session.select(inbox.name(), answers));
          seen = lookIntoInbox(elapsed);
          if (seen.isPresent()) {
            return seen.get();
          }
        }
        if (over) {
          return new Arrival.Missing(elapsed(), explanations);
        }
        news = waitForNews(elapsed);
      }
    }

    private boolean waitForNews(Duration elapsed) throws MailFailure {
      Duration left = shorter(until.remaining(), nextJunkLook.minus(elapsed));
      if (elapsed.compareTo(STEPS_FOR) >= 0 && session.canIdle()) {
        return session.idle(shorter(left, LONGEST_IDLE), answers) || session.hasNews(answers);
      }
      pause(shorter(left, step));
      step =
          elapsed.compareTo(STEPS_FOR) < 0
              ? shorter(step.multipliedBy(2), LONGEST_STEP)
              : STEP_WITHOUT_IDLE;
      return session.hasNews(answers);
    }

    private Optional<Arrival> lookIntoInbox(Duration elapsed) throws MailFailure {
      List<ReceivedMail> mails = session.mailsFrom(nextUid, answers);
      if (mails.stream().anyMatch(received -> mail.is(received.headers()))) {
        return Optional.of(new Arrival.InInbox(elapsed));
      }
      for (ReceivedMail received : mails) {
        Optional<Bounce> bounce = bounce(received);
        if (bounce.isPresent()) {
          return Optional.of(new Arrival.Bounced(bounce.get()));
        }
        nextUid = Math.max(nextUid, received.uid() + 1);
      }
      return Optional.empty();
    }

    /// What a report about the test mail says, if it says that the mail does not come any more.
    private Optional<Bounce> bounce(ReceivedMail received) throws MailFailure {
      if (reportsRead == MOST_REPORTS) {
        return Optional.empty();
      }
      if (!received.headers().isReport()) {
        explainByLooseBounce(received);
        return Optional.empty();
      }
      reportsRead++;
      Optional<DeliveryReport> report =
          session.deliveryReport(received.uid(), answers).filter(mail::isSubjectOf);
      report
          .flatMap(about -> Bounce.first(about, "delayed"))
          .ifPresent(delay -> explanations.add("the server reports a delay: " + delay.words()));
      return report.flatMap(about -> Bounce.first(about, "failed"));
    }

    /// A bounce in a form of its own cannot be told from a warning of a delay, so that it explains
    /// the wait and does not end it.
    private void explainByLooseBounce(ReceivedMail received) throws MailFailure {
      if (!received.headers().isFromMailSystem()) {
        return;
      }
      reportsRead++;
      if (session.contains(received.uid(), mail.run().toString(), answers)) {
        explanations.add(
            "a mail from %s with the subject \"%s\" quotes the test mail: it may say why"
                .formatted(
                    ServerReply.clean(received.headers().first("From").orElse("the mail system")),
                    ServerReply.clean(received.headers().first("Subject").orElse(""))));
      }
    }

    private Optional<String> findInJunk() throws MailFailure {
      try {
        if (!junkKnown) {
          junk = session.junkMailbox(answers).orElse(null);
          junkKnown = true;
        }
        String mailbox = junk;
        if (mailbox == null) {
          return Optional.empty();
        }
        Mailbox opened = session.select(mailbox, answers);
        return session.lastMails(opened, JUNK_MAILS_LOOKED_AT, answers).stream()
                .anyMatch(received -> mail.is(received.headers()))
            ? Optional.of(mailbox)
            : Optional.empty();
      } catch (MailFailure failed) {
        if (failed.fault() instanceof Fault.Rejected) {
          // A Junk mailbox that cannot be opened is not what is tested.
          junkKnown = true;
          junk = null;
          return Optional.empty();
        }
        throw failed;
      }
    }

    private Duration elapsed() {
      // Some servers deliver before they say that they accepted.
      return Duration.ofNanos(Math.max(0, System.nanoTime() - sentAt));
    }

    private void pause(Duration duration) {
      try {
        Thread.sleep(Math.max(1, duration.toMillis()));
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    private static Duration shorter(Duration one, Duration other) {
      return one.compareTo(other) < 0 ? one : other;
    }
  }
}
