package dev.mailmonitor.alert;

/// A way to tell people.
public interface AlertChannel {
  /// The channel's name in the state, in the log and in metrics; never changes.
  String name();

  /// Tries once to deliver an alert, within a bounded time.
  ///
  /// @param alert what to tell
  /// @return what became of it; failures are outcomes, not exceptions
  Attempt deliver(Alert alert);
}
