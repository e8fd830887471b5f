package dev.mailmonitor.mail;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.UID;

/// Questions to the open mailbox of an [ImapSession]. They are sent with the first answer that is
/// waited for.
public final class MailboxReader {
  private final ImapTalk talk;

  MailboxReader(ImapTalk talk) {
    this.talk = talk;
  }

  /// The headers of the mails from a UID on, in the open mailbox.
  ///
  /// @param firstUid the least UID that is wanted
  /// @param until by when they must be here
  /// @return the mails, by UID
  public Answer<List<ReceivedMail>> mailsFrom(long firstUid, Deadline until) {
    return talk.ask(fetchFrom(firstUid), until, responses -> from(firstUid, responses));
  }

  private static String fetchFrom(long firstUid) {
    return "UID FETCH " + firstUid + ":* " + FetchedMails.HEADERS;
  }

  /// "n:*" also names the last mail when its UID is below n.
  private static List<ReceivedMail> from(long firstUid, List<Response> responses) {
    return FetchedMails.of(responses).stream().filter(mail -> mail.uid() >= firstUid).toList();
  }

  /// Asks at once whether something is new in the open mailbox.
  ///
  /// @param until by when the answer must be here
  /// @return what is new, without the mails themselves
  /// @throws MailFailure if it cannot be asked
  public Answer<Look> look(Deadline until) throws MailFailure {
    Answer<Boolean> news = news("NOOP", until);
    talk.send();
    return () -> new Look(news.get(), List.of());
  }

  /// Asks at once for what is new in the open mailbox, and for the mails themselves in the same
  /// flight: on a long way the news come too late to ask for them then. There are servers that show
  /// a new mail only to the look after the one that tells of it.
  ///
  /// @param firstUid the least UID that is wanted
  /// @param until by when the answer must be here
  /// @return what is new
  /// @throws MailFailure if it cannot be asked
  public Answer<Look> lookAhead(long firstUid, Deadline until) throws MailFailure {
    Answer<Boolean> news = news("NOOP", until);
    Answer<Look> mails =
        talk.ask(
            fetchFrom(firstUid),
            until,
            responses ->
                new Look(
                    responses.stream().anyMatch(ImapConnection::isNews),
                    from(firstUid, responses)));
    talk.send();
    return () -> {
      boolean told = news.get();
      Look look = mails.get();
      return new Look(told || look.news(), look.mails());
    };
  }

  private Answer<Boolean> news(String command, Deadline until) {
    return talk.ask(
        command, until, responses -> responses.stream().anyMatch(ImapConnection::isNews));
  }

  /// The headers of certain mails of the open mailbox.
  ///
  /// @param uids which mails; those that do not exist are left out
  /// @param until by when they must be here
  /// @return the mails, by UID
  public Answer<List<ReceivedMail>> mails(Collection<Long> uids, Deadline until) {
    return uids.isEmpty()
        ? List::of
        : talk.ask("UID FETCH " + set(uids) + " " + FetchedMails.HEADERS, until, FetchedMails::of);
  }

  /// The headers of the last mails of the mailbox that is open.
  ///
  /// @param mailbox that mailbox
  /// @param count how many, and those that came meanwhile
  /// @param until by when they must be here
  /// @return the mails, by UID
  public Answer<List<ReceivedMail>> lastMails(Mailbox mailbox, int count, Deadline until) {
    int first = Math.max(1, mailbox.exists() - count + 1);
    return mailbox.exists() == 0
        ? List::of
        : talk.ask("FETCH " + first + ":* " + FetchedMails.HEADERS, until, FetchedMails::of);
  }

  /// A mail of the open mailbox as a report about another mail (RFC 3464). No more than
  /// [DeliveryReport#LONGEST] bytes are asked for.
  ///
  /// @param uid which mail
  /// @param until by when it must be here
  /// @return the report; empty if the mail is none
  public Answer<Optional<DeliveryReport>> deliveryReport(long uid, Deadline until) {
    return talk.ask(
        "UID FETCH " + uid + " " + FetchedMails.CONTENT,
        until,
        responses -> FetchedMails.content(responses).flatMap(DeliveryReport::parse));
  }

  /// Whether a mail of the open mailbox has a text within its first [DeliveryReport#LONGEST] bytes.
  ///
  /// @param uid which mail
  /// @param text the text, in ASCII
  /// @param until by when it must be here
  /// @return whether it is there
  public Answer<Boolean> contains(long uid, String text, Deadline until) {
    return talk.ask(
        "UID FETCH " + uid + " " + FetchedMails.CONTENT,
        until,
        responses ->
            FetchedMails.content(responses)
                .filter(mail -> new String(mail, StandardCharsets.ISO_8859_1).contains(text))
                .isPresent());
  }

  /// Looks for mails by the server's own search, whose answers are only hints: servers index late,
  /// or not at all, or also what is quoted within a mail.
  ///
  /// @param criteria search keys (RFC 3501 section 6.4.4)
  /// @param until by when the answer must be here
  /// @return the UIDs that the server found
  public Answer<SortedSet<Long>> search(String criteria, Deadline until) {
    return talk.ask(
        "UID SEARCH " + criteria,
        until,
        responses -> {
          SortedSet<Long> found = new TreeSet<>();
          for (Response response : responses) {
            if (response instanceof IMAPResponse untagged && untagged.keyEquals("SEARCH")) {
              for (long uid = untagged.readLong(); uid != -1; uid = untagged.readLong()) {
                found.add(uid);
              }
            }
          }
          return found;
        });
  }

  static String set(Collection<Long> uids) {
    return uids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /// For servers that do not tell UIDNEXT when a mailbox is opened.
  Answer<Long> lastUid(Deadline until) {
    return talk.ask(
        "UID FETCH * (UID)",
        until,
        responses -> {
          long highest = 0;
          for (Response response : responses) {
            if (response instanceof FetchResponse fetched && fetched.getItem(UID.class) != null) {
              highest = Math.max(highest, fetched.getItem(UID.class).uid);
            }
          }
          return highest;
        });
  }
}
