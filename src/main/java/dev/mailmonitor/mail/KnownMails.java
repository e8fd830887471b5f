package dev.mailmonitor.mail;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.UID;

/// Which mails of the open mailbox are known by number and UID, so that an EXPUNGE, which only
/// tells a number and may be another program's, tells which mail is gone (RFC 3501 section 7.4.1).
final class KnownMails {
  /// More are never removed at once.
  private static final int MOST = 300;

  private final Map<Long, Integer> numbers = new HashMap<>();
  private final Set<Long> expunged = new HashSet<>();
  private int exists;

  void hear(Response response) {
    if (response instanceof FetchResponse fetched) {
      UID uid = fetched.getItem(UID.class);
      if (uid != null && numbers.size() < MOST) {
        numbers.put(uid.uid, fetched.getNumber());
      }
    } else if (response instanceof IMAPResponse untagged) {
      if (untagged.keyEquals("EXISTS")) {
        exists = Math.max(0, untagged.getNumber());
      } else if (untagged.keyEquals("EXPUNGE")) {
        expunge(untagged.getNumber());
      }
    }
  }

  private void expunge(int number) {
    exists = Math.max(0, exists - 1);
    numbers.entrySet().stream()
        .filter(known -> known.getValue() == number)
        .forEach(known -> expunged.add(known.getKey()));
    numbers.keySet().removeAll(expunged);
    numbers.replaceAll((uid, behind) -> behind > number ? behind - 1 : behind);
  }

  /// Another mailbox is open, with other mails.
  void forget() {
    numbers.clear();
    expunged.clear();
  }

  /// How many mails there are, as far as the server has told.
  int exists() {
    return exists;
  }

  /// The UIDs of mails that are gone.
  Set<Long> expunged() {
    return Set.copyOf(expunged);
  }
}
