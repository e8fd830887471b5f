package dev.mailmonitor.probe;

import dev.mailmonitor.mail.Deadline;
import dev.mailmonitor.mail.Fault;
import dev.mailmonitor.mail.ImapSession;
import dev.mailmonitor.mail.MailFailure;
import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.mail.ReceivedMail;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/// Removes test mails, and nothing else, from INBOX and Junk: those of this monitor, and those of
/// any monitor that are older than a day. Every mail is judged by its own header before it goes.
public final class Cleanup {
  /// How long it may take; what is left is removed by the next check.
  public static final Duration BOUND = Duration.ofSeconds(5);

  private static final Duration ABANDONED = Duration.ofHours(24);
  private static final int MOST_MAILS = 200;
  private static final int NEWEST_MAILS = 50;

  private static final String SUBJECT = "SUBJECT \"" + TestMail.SUBJECT + "\"";
  private static final String MARK = "HEADER " + TestMail.MARK + " true";

  /// What was done.
  ///
  /// @param mails the mails that are gone
  /// @param problem why not all of them, in a sentence; empty if all went well
  public record Cleaned(List<ReceivedMail> mails, Optional<String> problem) {
    /// Nothing was done.
    static final Cleaned NOTHING = new Cleaned(List.of(), Optional.empty());

    /// Copies the mails.
    public Cleaned {
      mails = List.copyOf(mails);
    }

    /// How many mails are gone.
    public int removed() {
      return mails.size();
    }

    /// Whether the mail of a certain check is gone.
    boolean has(UUID run) {
      return mails.stream().anyMatch(mail -> TestMail.isOfRun(mail.headers(), run));
    }
  }

  /// Removes what may go.
  ///
  /// @param access the way to the mailbox
  /// @param instance this monitor
  /// @param now for the age of other monitors' mails
  /// @param until by when it must be done
  /// @param awaited checks whose mails stay, since the next check has to see that they came
  /// @return what was done
  Cleaned clean(
      ImapAccess access, String instance, Instant now, Deadline until, Set<UUID> awaited) {
    List<ReceivedMail> removed = new ArrayList<>();
    try {
      ImapSession session = access.usable(until);
      session.enter(Phase.CLEANUP);
      List<String> mailboxes = new ArrayList<>(List.of("INBOX"));
      session.junkMailbox(until).ifPresent(mailboxes::add);
      for (String mailbox : mailboxes) {
        List<ReceivedMail> doomed =
            find(session, mailbox, instance, now, until, awaited, MOST_MAILS - removed.size());
        // A monitor flags its mail when it has done with it, so that two of them, which share a
        // mailbox and cannot expunge by UID, do not wait for each other for ever.
        ImapSession.Removal removal =
            session.remove(
                doomed.stream().map(ReceivedMail::uid).toList(),
                mail -> TestMail.isMarked(mail.headers()),
                until);
        Optional<String> problem = problem(removal, doomed.size() + " test mails in " + mailbox);
        if (problem.isPresent()) {
          return new Cleaned(removed, problem);
        }
        removed.addAll(doomed);
      }
      return new Cleaned(removed, Optional.empty());
    } catch (MailFailure failed) {
      return new Cleaned(
          removed,
          Optional.of(
              "test mails could not be removed ("
                  + Diagnosis.reason(failed)
                  + "); the next check tries again"));
    } finally {
      access.session().finishPhase();
    }
  }

  private static Optional<String> problem(ImapSession.Removal removal, String mails) {
    return switch (removal) {
      case GONE -> Optional.empty();
      case ONLY_FLAGGED ->
          Optional.of(
              mails
                  + " are only flagged as deleted: other mails there are flagged too, and"
                  + " without UIDPLUS the server cannot expunge only some");
      case STILL_THERE ->
          Optional.of(
              mails
                  + " are still there although the server did not refuse to remove them; check that"
                  + " the account may delete mails");
    };
  }

  private static List<ReceivedMail> find(
      ImapSession session,
      String mailbox,
      String instance,
      Instant now,
      Deadline until,
      Set<UUID> awaited,
      int most)
      throws MailFailure {
    return candidates(session, mailbox, until).stream()
        .filter(mail -> mayGo(mail, instance, now))
        .filter(mail -> awaited.stream().noneMatch(run -> TestMail.isOfRun(mail.headers(), run)))
        .limit(most)
        .toList();
  }

  /// Opens a mailbox and reads the headers of mails that may be test mails.
  ///
  /// @param session an open session
  /// @param mailbox the mailbox
  /// @param until by when they must be here
  /// @return the newest mails, and those that the server finds by the subject
  /// @throws MailFailure if the server does not answer rightly
  static List<ReceivedMail> candidates(ImapSession session, String mailbox, Deadline until)
      throws MailFailure {
    var opened = session.select(mailbox, until);
    List<ReceivedMail> candidates = new ArrayList<>(session.lastMails(opened, NEWEST_MAILS, until));
    SortedSet<Long> others = new TreeSet<>();
    try {
      // Only a hint where to look further back: servers search late or wrongly.
      others.addAll(session.search(SUBJECT, until));
      if (others.size() > MOST_MAILS) {
        // Too many answers and reports quote the subject; a server that cannot search for other
        // fields finds nothing.
        SortedSet<Long> marked = session.search(SUBJECT + " " + MARK, until);
        if (!marked.isEmpty()) {
          others.retainAll(marked);
        }
      }
    } catch (MailFailure failed) {
      if (!(failed.fault() instanceof Fault.Rejected)) {
        throw failed;
      }
    }
    candidates.forEach(mail -> others.remove(mail.uid()));
    candidates.addAll(session.mails(others.reversed().stream().limit(MOST_MAILS).toList(), until));
    return candidates;
  }

  /// Whether a mail may be removed.
  ///
  /// @param mail the mail
  /// @param instance this monitor
  /// @param now the time
  /// @return whether it is this monitor's, or any monitor's and older than a day
  static boolean mayGo(ReceivedMail mail, String instance, Instant now) {
    if (TestMail.isOf(mail.headers(), instance)) {
      return true;
    }
    return TestMail.isMarked(mail.headers())
        && mail.internalDate().filter(date -> date.isBefore(now.minus(ABANDONED))).isPresent();
  }
}
