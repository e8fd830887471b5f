package dev.mailmonitor.mail;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Predicate;

/// Removes mails from the open mailbox, and no others.
final class ImapRemoval {
  /// More mails than this are not looked at to learn whether they may be expunged.
  private static final int MOST_OTHERS = 200;

  private static final int MOST_LOOKS = 4;

  private final MailboxReader reader;
  private final ImapTalk talk;

  ImapRemoval(MailboxReader reader, ImapTalk talk) {
    this.reader = reader;
    this.talk = talk;
  }

  /// See [ImapSession#remove].
  Removal remove(Collection<Long> uids, Predicate<ReceivedMail> expendable, Deadline until)
      throws MailFailure {
    if (uids.isEmpty()) {
      return Removal.GONE;
    }
    String set = MailboxReader.set(uids);
    flag(set, until).get();
    if (!canExpungeByUid() && !isNothingElseFlagged(uids, expendable, until)) {
      return Removal.ONLY_FLAGGED;
    }
    String expunge = canExpungeByUid() ? "UID EXPUNGE " + set : "EXPUNGE";
    boolean gone =
        talk.askWhatGoes(expunge, until).get().containsAll(uids)
            || reader.search("UID " + set, until).get().isEmpty();
    return gone ? Removal.GONE : Removal.STILL_THERE;
  }

  /// See [ImapSession#askToRemove].
  Optional<Answer<Boolean>> ask(Collection<Long> uids, Deadline until) {
    if (!canExpungeByUid()) {
      return Optional.empty();
    }
    Answer<Boolean> flagged = flag(MailboxReader.set(uids), until);
    Answer<Set<Long>> gone = talk.askWhatGoes("UID EXPUNGE " + MailboxReader.set(uids), until);
    return Optional.of(() -> flagged.get() && gone.get().containsAll(uids));
  }

  /// RFC 9051 has made UID EXPUNGE a part of the protocol.
  private boolean canExpungeByUid() {
    return talk.offers("UIDPLUS") || talk.offers("IMAP4REV2");
  }

  private Answer<Boolean> flag(String set, Deadline until) {
    return talk.ask("UID STORE " + set + " +FLAGS.SILENT (\\Deleted)", until, _ -> true);
  }

  private boolean isNothingElseFlagged(
      Collection<Long> uids, Predicate<ReceivedMail> expendable, Deadline until)
      throws MailFailure {
    Set<Long> mayGo = new HashSet<>(uids);
    // The EXPUNGE has to follow directly on an answer that names nothing unknown.
    for (int looks = 0; looks < MOST_LOOKS; looks++) {
      SortedSet<Long> others = reader.search("DELETED", until).get();
      others.removeAll(mayGo);
      if (others.isEmpty()) {
        return true;
      }
      if (others.size() > MOST_OTHERS) {
        return false;
      }
      for (ReceivedMail mail : reader.mails(others, until).get()) {
        if (!expendable.test(mail)) {
          return false;
        }
        mayGo.add(mail.uid());
      }
    }
    return false;
  }
}
