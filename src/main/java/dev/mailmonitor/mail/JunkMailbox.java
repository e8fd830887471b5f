package dev.mailmonitor.mail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.ListInfo;
import org.jspecify.annotations.Nullable;

/// Which of a server's mailboxes takes unwanted mail.
final class JunkMailbox {
  private static final Set<String> USUAL_NAMES =
      Set.of("junk", "spam", "junk e-mail", "junk email", "junk mail", "bulk mail", "bulk");

  private final ImapTalk talk;
  private @Nullable Answer<Optional<String>> expected;
  private Optional<String> found = Optional.empty();
  private boolean known;

  JunkMailbox(ImapTalk talk) {
    this.talk = talk;
  }

  /// Asks already now where that is cheap, so that the answer is here when it is needed: a server
  /// without SPECIAL-USE can only be asked for all of its mailboxes.
  void expect(Deadline until) {
    if (talk.offers("SPECIAL-USE")) {
      expected = marked(until);
    }
  }

  /// Its name: what the server marks as such (RFC 6154), else by the usual names.
  Optional<String> find(Deadline until) throws MailFailure {
    if (known) {
      return found;
    }
    Answer<Optional<String>> asked = expected;
    expected = null;
    if (asked == null) {
      asked = talk.offers("SPECIAL-USE") ? marked(until) : Optional::empty;
    }
    found = asked.get();
    if (found.isEmpty()) {
      found = talk.ask("LIST \"\" \"*\"", until, answer -> named(mailboxes(answer))).get();
    }
    known = true;
    return found;
  }

  private Answer<Optional<String>> marked(Deadline until) {
    return talk.ask("LIST (SPECIAL-USE) \"\" \"*\"", until, answer -> marked(mailboxes(answer)));
  }

  private static List<ListInfo> mailboxes(List<Response> answer) throws ProtocolException {
    List<ListInfo> mailboxes = new ArrayList<>();
    for (Response response : answer) {
      if (response instanceof IMAPResponse untagged && untagged.keyEquals("LIST")) {
        mailboxes.add(new ListInfo(untagged));
      }
    }
    return mailboxes;
  }

  private static Optional<String> marked(List<ListInfo> mailboxes) {
    return mailboxes.stream()
        .filter(mailbox ->
            mailbox.attrs != null
                && Arrays.stream(mailbox.attrs).anyMatch("\\Junk"::equalsIgnoreCase))
        .map(mailbox -> mailbox.name)
        .findFirst();
  }

  /// By name, at the top or one level below (`INBOX.Junk`, `[Gmail]/Spam`).
  private static Optional<String> named(List<ListInfo> mailboxes) {
    return mailboxes.stream()
        .filter(mailbox -> USUAL_NAMES.contains(lastPart(mailbox).toLowerCase(Locale.ROOT)))
        .map(mailbox -> mailbox.name)
        .findFirst();
  }

  private static String lastPart(ListInfo mailbox) {
    return mailbox.name.substring(mailbox.name.lastIndexOf(mailbox.separator) + 1);
  }
}
