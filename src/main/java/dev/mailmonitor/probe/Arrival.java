package dev.mailmonitor.probe;

import dev.mailmonitor.mail.Mailbox;
import dev.mailmonitor.mail.ReceivedMail;
import java.time.Duration;
import java.util.List;

/// What came of waiting for the test mail.
sealed interface Arrival {
  /// It is in the INBOX.
  ///
  /// @param after how long it was on its way
  /// @param inbox the INBOX in which it was seen
  /// @param mail the mail
  record InInbox(Duration after, Mailbox inbox, ReceivedMail mail) implements Arrival {}

  /// It is in the mailbox for unwanted mail.
  ///
  /// @param mailbox that mailbox's name
  /// @param after how long it was on its way at most
  record InJunk(String mailbox, Duration after) implements Arrival {}

  /// It was sent back.
  ///
  /// @param bounce what the report about it says
  record Bounced(Bounce bounce) implements Arrival {}

  /// It was nowhere to be seen when the time was over.
  ///
  /// @param waited how long it was waited for
  /// @param cause what is known to keep it away
  /// @param explanations what is known about the reason, one sentence a line; it may quote a server
  record Missing(Duration waited, FailureCause cause, List<String> explanations)
      implements Arrival {
    /// Copies the explanations.
    public Missing {
      explanations = List.copyOf(explanations);
    }
  }

  /// Nobody knows, because the mailbox could not be looked into.
  ///
  /// @param failure why not
  record Unknown(Failure failure) implements Arrival {}
}
