package dev.mailmonitor.probe;

import dev.mailmonitor.mail.Answer;
import dev.mailmonitor.mail.Deadline;
import dev.mailmonitor.mail.Fault;
import dev.mailmonitor.mail.Fullness;
import dev.mailmonitor.mail.ImapSession;
import dev.mailmonitor.mail.MailFailure;
import dev.mailmonitor.mail.Mailbox;
import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.mail.ReceivedMail;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Tests that the mail that was sent becomes visible in the INBOX.
///
/// Waiting is done with NOOP in short steps first, since some servers tell of new mail in IDLE only
/// half a second later, and with IDLE after a second, since by then half a second matters less than
/// leaving the server in peace.
public final class ReceiveProbe {
  private static final Duration STEPS_FOR = Duration.ofSeconds(1);
  private static final Duration STEP_WITHOUT_IDLE = Duration.ofMillis(500);

  /// A server whose IDLE never speaks is asked again after this.
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(10);

  /// An IDLE that is shorter was not ended by a mail, when it happens again and again.
  private static final Duration RESTLESS = Duration.ofMillis(200);

  private static final Duration LEAST_REST = Duration.ofMillis(2);
  private static final Duration NONE = Duration.ZERO;
  private static final Duration FIRST_JUNK_LOOK = Duration.ofSeconds(2);
  private static final int JUNK_MAILS_LOOKED_AT = 20;
  private static final int MAILS_LOOKED_BACK_AT = 50;

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
    private Duration rest = NONE;
    private Duration nextJunkLook = FIRST_JUNK_LOOK;
    private final Reports reports;
    private boolean junkIsClosed;
    private String junk = "";

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
      this.reports = new Reports(mail, answers);
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

    /// @return whether the mails have got new UIDs
    private boolean adopt(Mailbox reopened) {
      boolean renumbered = reopened.uidValidity() != inbox.uidValidity();
      if (renumbered) {
        // What was remembered says nothing.
        nextUid = Math.max(1, reopened.uidNext() - MAILS_LOOKED_BACK_AT);
      }
      inbox = reopened;
      return renumbered;
    }

    private static Failure lost(MailFailure cut, MailFailure last) {
      Failure failure = Diagnosis.of(TestKind.RECEIVE, cut);
      return cut == last
          ? failure
          : failure.with("the session could not be opened again: " + Diagnosis.reason(last));
    }

    private Arrival look(boolean mailboxIsFresh) throws MailFailure {
      Looks looks = new Looks(session, answers);
      Looks.Seen seen =
          mailboxIsFresh ? looks.mails(nextUid) : looks.next(nextUid, until.remaining());
      while (true) {
        Optional<Arrival> arrival = judge(seen);
        if (arrival.isPresent()) {
          return arrival.get();
        }
        Duration elapsed = elapsed();
        if (calledOff.getAsBoolean()) {
          // What is there now is for the cleanup to find.
          return new Arrival.Missing(elapsed, FailureCause.NOT_DELIVERED, reports.explanations());
        }
        boolean over = until.passed();
        if (over || elapsed.compareTo(nextJunkLook) >= 0) {
          nextJunkLook = elapsed.multipliedBy(2);
          arrival = lookEverywhere();
          if (arrival.isPresent()) {
            return arrival.get();
          }
          looks = new Looks(session, answers);
        }
        if (over) {
          Duration waited = elapsed();
          return new Arrival.Missing(waited, causeOfAbsence(), reports.explanations());
        }
        seen = waitForNews(looks, elapsed);
      }
    }

    private Looks.Seen waitForNews(Looks looks, Duration elapsed) throws MailFailure {
      Duration left = shorter(until.remaining(), nextJunkLook.minus(elapsed));
      if (elapsed.compareTo(STEPS_FOR) < 0) {
        return looks.next(nextUid, left);
      }
      if (looks.areOnTheWay()) {
        return looks.oldest(nextUid);
      }
      if (session.canIdle()) {
        return idle(looks, left);
      }
      looks.every(STEP_WITHOUT_IDLE);
      return looks.next(nextUid, left);
    }

    /// A server that ends every IDLE at once is left in peace for longer and longer.
    private Looks.Seen idle(Looks looks, Duration left) throws MailFailure {
      if (rest.isPositive()) {
        pause(shorter(left, rest));
      }
      long begun = System.nanoTime();
      boolean news = session.idle(shorter(left, LONGEST_IDLE), answers);
      boolean restless = System.nanoTime() - begun < RESTLESS.toNanos();
      rest = restless ? shorter(rest.multipliedBy(2).plus(LEAST_REST), STEP_WITHOUT_IDLE) : NONE;
      if (news) {
        return looks.mails(nextUid);
      }
      looks.hurry();
      return looks.next(nextUid, left);
    }

    private Optional<Arrival> judge(Looks.Seen seen) throws MailFailure {
      for (ReceivedMail received : seen.mails()) {
        if (mail.is(received.headers())) {
          return Optional.of(new Arrival.InInbox(sinceSent(seen.at()), inbox, received));
        }
      }
      for (ReceivedMail received : seen.mails()) {
        Optional<Bounce> bounce = reports.bounce(session, received);
        if (bounce.isPresent()) {
          return Optional.of(new Arrival.Bounced(bounce.get()));
        }
        nextUid = Math.max(nextUid, received.uid() + 1);
      }
      return Optional.empty();
    }

    /// Looks into Junk, and opens the INBOX again, which shows what came meanwhile, whether it was
    /// told or not.
    private Optional<Arrival> lookEverywhere() throws MailFailure {
      Optional<Answer<Boolean>> inJunk = askJunk();
      Answer<Mailbox> reopening = session.select(inbox.name(), answers);
      Answer<List<ReceivedMail>> mails = session.reader().mailsFrom(nextUid, answers);
      if (inJunk.isPresent() && isTrue(inJunk.get())) {
        return Optional.of(new Arrival.InJunk(junk, elapsed()));
      }
      boolean renumbered = adopt(reopening.get());
      long at = System.nanoTime();
      return judge(
          new Looks.Seen(
              (renumbered ? session.reader().mailsFrom(nextUid, answers) : mails).get(), at));
    }

    /// Asks whether the mail is in Junk; nothing if there is no Junk that can be opened.
    private Optional<Answer<Boolean>> askJunk() throws MailFailure {
      if (junkIsClosed) {
        return Optional.empty();
      }
      try {
        Optional<String> name = session.junkMailbox(answers);
        if (name.isEmpty()) {
          return Optional.empty();
        }
        junk = name.get();
        Mailbox opened = session.select(junk, answers).get();
        Answer<List<ReceivedMail>> newest =
            session.reader().lastMails(opened, JUNK_MAILS_LOOKED_AT, answers);
        return Optional.of(
            () -> newest.get().stream().anyMatch(received -> mail.is(received.headers())));
      } catch (MailFailure failed) {
        closeJunkIfRefused(failed);
        return Optional.empty();
      }
    }

    private boolean isTrue(Answer<Boolean> inJunk) throws MailFailure {
      try {
        return inJunk.get();
      } catch (MailFailure failed) {
        closeJunkIfRefused(failed);
        return false;
      }
    }

    /// A Junk mailbox that cannot be opened is not what is tested.
    private void closeJunkIfRefused(MailFailure failed) throws MailFailure {
      if (!(failed.fault() instanceof Fault.Rejected)) {
        throw failed;
      }
      junkIsClosed = true;
    }

    private FailureCause causeOfAbsence() {
      try {
        Optional<Fullness> full = session.fullness(inbox.name(), answers);
        full.ifPresent(much -> reports.explain("the mailbox is full (" + much + ")"));
        return full.isPresent() ? FailureCause.QUOTA_EXCEEDED : FailureCause.NOT_DELIVERED;
      } catch (MailFailure untold) {
        // It was only asked to explain what is known already.
        return FailureCause.NOT_DELIVERED;
      }
    }

    private Duration elapsed() {
      return sinceSent(System.nanoTime());
    }

    private Duration sinceSent(long at) {
      // Some servers deliver before they say that they accepted.
      return Duration.ofNanos(Math.max(0, at - sentAt));
    }

    private static void pause(Duration duration) {
      try {
        Thread.sleep(duration);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    private static Duration shorter(Duration one, Duration other) {
      return one.compareTo(other) < 0 ? one : other;
    }
  }
}
