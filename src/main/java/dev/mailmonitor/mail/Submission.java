package dev.mailmonitor.mail;

/// What became of a mail whose content was sent completely.
public sealed interface Submission {
  /// From when on the mail was the server's business, as [System#nanoTime()] counts.
  long since();

  /// The server took it.
  ///
  /// @param since when it said so
  record Accepted(long since) implements Submission {}

  /// The server did not say whether it took it (RFC 5321 section 4.5.3.2.6): only the mailbox can
  /// tell.
  ///
  /// @param since when the last byte was sent
  /// @param failure what happened instead of an answer
  record Unanswered(long since, MailFailure failure) implements Submission {}
}
