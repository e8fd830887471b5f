package dev.mailmonitor.probe;

import dev.mailmonitor.mail.Answer;
import dev.mailmonitor.mail.Deadline;
import dev.mailmonitor.mail.Fault;
import dev.mailmonitor.mail.ImapSession;
import dev.mailmonitor.mail.MailFailure;
import dev.mailmonitor.mail.Mailbox;
import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.mail.ReceivedMail;
import dev.mailmonitor.mail.Removal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/// Removes test mails, and nothing else, from INBOX and Junk: those of this monitor, and those of
/// any monitor that are older than a day. Every mail is judged by its own header before it goes.
public final class Cleanup {
  /// How long it may take; what is left is removed by the next check.
  public static final Duration BOUND = Duration.ofSeconds(5);

  private static final Duration ABANDONED = Duration.ofHours(24);
  private static final int MOST_MAILS = 200;

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
  /// @param arrived this check's mail, if it was seen in the INBOX
  /// @return what was done
  Cleaned clean(
      ImapAccess access,
      String instance,
      Instant now,
      Deadline until,
      Set<UUID> awaited,
      Optional<Arrival.InInbox> arrived) {
    List<ReceivedMail> removed = new ArrayList<>();
    try {
      ImapSession session = access.usable(until);
      session.enter(Phase.CLEANUP);
      Predicate<ReceivedMail> mayGo =
          mail ->
              (mayGo(mail, instance, now)
                      || arrived.filter(own -> own.mail().equals(mail)).isPresent())
                  && awaited.stream().noneMatch(run -> TestMail.isOfRun(mail.headers(), run));
      return new Cleaned(removed, new Sweep(session, until, mayGo, removed).of(arrived));
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

  /// One cleanup of INBOX and Junk. What needs no answer first goes in one flight, which is all
  /// that a healthy check needs.
  private record Sweep(
      ImapSession session,
      Deadline until,
      Predicate<ReceivedMail> mayGo,
      List<ReceivedMail> removed) {

    /// @return why not all mails are gone; empty if they are
    Optional<String> of(Optional<Arrival.InInbox> arrived) throws MailFailure {
      Optional<String> junk = session.junkMailbox(until);
      Optional<Mailbox> open = session.opened().filter(mailbox -> isIn(mailbox, arrived));
      Candidates inbox =
          open.isPresent()
              ? Candidates.ofOpen(session, open.get(), until)
              : Candidates.of(session, "INBOX", until);
      Set<Long> own = new HashSet<>();
      Optional<Answer<Boolean>> ownGone = Optional.empty();
      if (open.isPresent() && arrived.isPresent()) {
        own.add(arrived.get().mail().uid());
        ownGone = session.askToRemove(own, until);
      }
      Optional<Candidates> unwanted = Optional.empty();
      if (junk.isPresent()) {
        unwanted = Optional.of(Candidates.of(session, junk.get(), until));
      }
      if (ownGone.isPresent() && isTrue(ownGone.get())) {
        arrived.ifPresent(mail -> removed.add(mail.mail()));
      } else {
        own.clear();
      }
      // The mailbox that was asked last is the open one.
      Optional<String> problem = Optional.empty();
      if (unwanted.isPresent()) {
        problem = remove(unwanted.get(), Set.of());
      }
      Optional<String> first = remove(inbox, own);
      return first.isPresent() ? first : problem;
    }

    private static boolean isIn(Mailbox mailbox, Optional<Arrival.InInbox> arrived) {
      return arrived.filter(mail -> mail.inbox().sharesUidsWith(mailbox)).isPresent();
    }

    /// What is refused is tried once more where refusals are told.
    private static boolean isTrue(Answer<Boolean> answer) throws MailFailure {
      try {
        return answer.get();
      } catch (MailFailure failed) {
        if (failed.fault() instanceof Fault.Rejected) {
          return false;
        }
        throw failed;
      }
    }

    private Optional<String> remove(Candidates place, Set<Long> gone) throws MailFailure {
      List<ReceivedMail> doomed =
          place.mails().stream()
              .filter(mail -> !gone.contains(mail.uid()))
              .filter(mayGo)
              .limit(MOST_MAILS - removed.size())
              .toList();
      if (doomed.isEmpty()) {
        return Optional.empty();
      }
      String mails = doomed.size() + " test mails in " + place.mailbox();
      if (!place.open()) {
        return Optional.of(mails + " have got new UIDs meanwhile; the next check removes them");
      }
      // A monitor flags its mail when it has done with it, so that two of them, which share a
      // mailbox and cannot expunge by UID, do not wait for each other for ever.
      Removal removal =
          session.remove(
              doomed.stream().map(ReceivedMail::uid).toList(),
              mail -> TestMail.isMarked(mail.headers()),
              until);
      if (removal == Removal.GONE) {
        removed.addAll(doomed);
      }
      return problem(removal, mails);
    }
  }

  private static Optional<String> problem(Removal removal, String mails) {
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
