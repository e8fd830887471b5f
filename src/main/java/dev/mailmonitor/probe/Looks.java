package dev.mailmonitor.probe;

import dev.mailmonitor.mail.Answer;
import dev.mailmonitor.mail.Deadline;
import dev.mailmonitor.mail.ImapSession;
import dev.mailmonitor.mail.Look;
import dev.mailmonitor.mail.MailFailure;
import dev.mailmonitor.mail.ReceivedMail;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Looks at the open mailbox, in short steps at first. Where the way to the server is longer than a
/// step, looks follow each other without waiting for the answers, so that a mail is told of as soon
/// after it is visible as on a short way: the way back later, and a step.
final class Looks {
  private static final Duration FIRST_STEP = Duration.ofMillis(2);
  private static final Duration LONGEST_STEP = Duration.ofMillis(16);

  /// A long way is looked along this often while an answer is on it.
  private static final int LOOKS_ON_THE_WAY = 4;

  /// A server that does not keep pace is not asked more.
  private static final int MOST_ON_THE_WAY = 8;

  /// From this on, asking for a mail only when it was told of would cost more than asking in vain.
  private static final Duration FAR = Duration.ofMillis(20);

  private final ImapSession session;
  private final Deadline answers;
  private final Deque<Sent> onTheWay = new ArrayDeque<>();
  private Duration step = Duration.ZERO;
  private Duration shortest = FIRST_STEP;
  private long lastSentAt = System.nanoTime();

  /// What there was to be seen.
  ///
  /// @param mails the new mails
  /// @param at when the server told of them, as [System#nanoTime()] counts
  record Seen(List<ReceivedMail> mails, long at) {}

  /// A look without an answer yet.
  private record Sent(Answer<Look> answer, boolean ahead, long at) {}

  /// @param session a session with the mailbox open
  /// @param answers by when the last answer must be here
  Looks(ImapSession session, Deadline answers) {
    this.session = session;
    this.answers = answers;
  }

  /// Whether answers are still to come.
  boolean areOnTheWay() {
    return !onTheWay.isEmpty();
  }

  /// Waits for the next answer, and looks again meanwhile when it is time.
  ///
  /// @param firstUid from which UID on mails are new
  /// @param atMost how long to wait at most before a look
  /// @return what the oldest look has shown
  /// @throws MailFailure if the server does not answer rightly
  Seen next(long firstUid, Duration atMost) throws MailFailure {
    while (true) {
      long due = lastSentAt + Math.min(step.toNanos(), atMost.toNanos());
      Sent oldest = onTheWay.peek();
      boolean answerComesFirst =
          oldest != null && oldest.at() + session.roundTrip().toNanos() - due < 0;
      if (answerComesFirst || onTheWay.size() >= MOST_ON_THE_WAY) {
        return oldest(firstUid);
      }
      pause(due - System.nanoTime());
      send(firstUid);
    }
  }

  /// Waits for the answer of the oldest look. News without the mail itself are asked for, unless a
  /// look that brings it is on its way.
  ///
  /// @param firstUid from which UID on mails are new
  /// @return what that look has shown
  /// @throws MailFailure if the server does not answer rightly
  Seen oldest(long firstUid) throws MailFailure {
    Sent sent = onTheWay.remove();
    Look look = sent.answer().get();
    boolean mailsAreMissing = look.news() && look.mails().isEmpty();
    boolean mailsAreComing = sent.ahead() && areOnTheWay();
    return mailsAreMissing && !mailsAreComing
        ? mails(firstUid)
        : new Seen(look.mails(), System.nanoTime());
  }

  /// Asks for the mails that the server has just told of.
  ///
  /// @param firstUid from which UID on mails are new
  /// @return these mails
  /// @throws MailFailure if the server does not answer rightly
  Seen mails(long firstUid) throws MailFailure {
    long toldAt = System.nanoTime();
    return new Seen(session.reader().mailsFrom(firstUid, answers).get(), toldAt);
  }

  /// Looks again at once, and then in short steps.
  void hurry() {
    step = Duration.ZERO;
    shortest = FIRST_STEP;
  }

  /// Goes on in steps of at least this length.
  void every(Duration length) {
    step = length;
    shortest = length;
  }

  private void send(long firstUid) throws MailFailure {
    boolean ahead = session.roundTrip().compareTo(FAR) >= 0;
    lastSentAt = System.nanoTime();
    onTheWay.add(
        new Sent(
            ahead ? session.reader().lookAhead(firstUid, answers) : session.reader().look(answers),
            ahead,
            lastSentAt));
    step = longer(shortest, shorter(step.multipliedBy(2), longest()));
  }

  private Duration longest() {
    return longer(LONGEST_STEP, session.roundTrip().dividedBy(LOOKS_ON_THE_WAY));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static void pause(long nanos) {
    if (nanos <= 0) {
      return;
    }
    try {
      Thread.sleep(Duration.ofNanos(nanos));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
