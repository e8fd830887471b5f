package dev.mailmonitor.mail;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Predicate;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;

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
    Optional<Answer<Boolean>> byUid = ask(uids, until);
    boolean expunged;
    if (byUid.isPresent()) {
      expunged = byUid.get().get();
    } else {
      flag(uids, until).get();
      if (!isNothingElseFlagged(uids, expendable, until)) {
        return Removal.ONLY_FLAGGED;
      }
      expunged = expunge("EXPUNGE", until).get() >= uids.size();
    }
    // Fewer may also mean that somebody else was faster.
    boolean gone =
        expunged || reader.search("UID " + MailboxReader.set(uids), until).get().isEmpty();
    return gone ? Removal.GONE : Removal.STILL_THERE;
  }

  /// See [ImapSession#askToRemove].
  Optional<Answer<Boolean>> ask(Collection<Long> uids, Deadline until) {
    // RFC 9051 has made UID EXPUNGE a part of the protocol.
    if (!talk.offers("UIDPLUS") && !talk.offers("IMAP4REV2")) {
      return Optional.empty();
    }
    Answer<Boolean> flagged = flag(uids, until);
    Answer<Long> expunged = expunge("UID EXPUNGE " + MailboxReader.set(uids), until);
    return Optional.of(() -> flagged.get() && expunged.get() >= uids.size());
  }

  private Answer<Boolean> flag(Collection<Long> uids, Deadline until) {
    return talk.ask(
        "UID STORE " + MailboxReader.set(uids) + " +FLAGS.SILENT (\\Deleted)", until, _ -> true);
  }

  private Answer<Long> expunge(String command, Deadline until) {
    return talk.ask(
        command, until, responses -> responses.stream().filter(ImapRemoval::isExpunge).count());
  }

  private static boolean isExpunge(Response response) {
    return response instanceof IMAPResponse untagged && untagged.keyEquals("EXPUNGE");
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
