package dev.mailmonitor.probe;

import dev.mailmonitor.mail.Deadline;
import dev.mailmonitor.mail.ImapSession;
import dev.mailmonitor.mail.MailFailure;
import dev.mailmonitor.mail.ReceivedMail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks for mails that earlier checks have waited for in vain.
final class LateMails {
  private LateMails() {}

  /// Looks into INBOX and Junk.
  ///
  /// @param session an open session
  /// @param pending what earlier checks have waited for
  /// @param now the time
  /// @param until by when to be done; what was found until then counts
  /// @return those that are there
  static List<LateMail> find(
      ImapSession session, List<PendingMail> pending, Instant now, Deadline until) {
    List<LateMail> found = new ArrayList<>();
    try {
      look(session, "INBOX", LateMail.Place.INBOX, pending, now, until, found);
      if (found.size() < pending.size()) {
        Optional<String> junk = session.junkMailbox(until);
        if (junk.isPresent()) {
          look(session, junk.get(), LateMail.Place.JUNK, pending, now, until, found);
        }
      }
    } catch (MailFailure failed) {
      // Not what is tested: the next check looks again.
      return found;
    }
    return found;
  }

  private static void look(
      ImapSession session,
      String mailbox,
      LateMail.Place place,
      List<PendingMail> pending,
      Instant now,
      Deadline until,
      List<LateMail> found)
      throws MailFailure {
    List<ReceivedMail> mails = Candidates.of(session, mailbox, until).mails();
    for (PendingMail mail : pending) {
      if (found.stream().noneMatch(late -> late.run().equals(mail.run()))) {
        mails.stream()
            .filter(seen -> TestMail.isOfRun(seen.headers(), mail.run()))
            .findFirst()
            .map(seen -> LateMail.seen(mail, seen.internalDate().orElse(now), place, now))
            .ifPresent(found::add);
      }
    }
  }
}
