package dev.mailmonitor.mail;

import java.util.List;

/// What a look at the open mailbox shows.
///
/// @param news whether the server told of new mails
/// @param mails the mails that were asked for; none if only the news were
public record Look(boolean news, List<ReceivedMail> mails) {
  /// Copies the mails.
  public Look {
    mails = List.copyOf(mails);
  }
}
