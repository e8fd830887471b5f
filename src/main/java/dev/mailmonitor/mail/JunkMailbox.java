package dev.mailmonitor.mail;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.angus.mail.imap.protocol.ListInfo;

/// Which of a server's mailboxes takes unwanted mail.
final class JunkMailbox {
  private static final Set<String> USUAL_NAMES =
      Set.of("junk", "spam", "junk e-mail", "junk email", "junk mail", "bulk mail", "bulk");

  private JunkMailbox() {}

  /// By the attribute `\Junk` (RFC 6154).
  static Optional<String> marked(List<ListInfo> mailboxes) {
    return mailboxes.stream()
        .filter(mailbox ->
            mailbox.attrs != null
                && Arrays.stream(mailbox.attrs).anyMatch("\\Junk"::equalsIgnoreCase))
        .map(mailbox -> mailbox.name)
        .findFirst();
  }

  /// By name, at the top or one level below (`INBOX.Junk`, `[Gmail]/Spam`).
  static Optional<String> named(List<ListInfo> mailboxes) {
    return mailboxes.stream()
        .filter(mailbox -> USUAL_NAMES.contains(lastPart(mailbox).toLowerCase(Locale.ROOT)))
        .map(mailbox -> mailbox.name)
        .findFirst();
  }

  private static String lastPart(ListInfo mailbox) {
    return mailbox.name.substring(mailbox.name.lastIndexOf(mailbox.separator) + 1);
  }
}
