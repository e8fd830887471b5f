package dev.mailmonitor.probe;

/// What came of sending the test mail.
sealed interface Sent {
  /// The server accepted it.
  ///
  /// @param at when, as [System#nanoTime()] counts
  record Accepted(long at) implements Sent {}

  /// The server had all of it and did not say whether it took it: the mailbox decides.
  ///
  /// @param at when the last byte was sent, as [System#nanoTime()] counts
  /// @param failure what happened instead of an answer
  record Uncertain(long at, Failure failure) implements Sent {}

  /// The server did not take it.
  ///
  /// @param failure why
  record Refused(Failure failure) implements Sent {}
}
