package dev.mailmonitor.alert;

import java.time.Duration;

/// A way to tell people.
public interface AlertChannel {
  /// The channel's name in the state, in the log and in metrics; never changes.
  String name();

  /// Tries once to deliver an alert.
  ///
  /// @param alert what to tell
  /// @param atMost how long that may take; a channel may give up earlier
  /// @return what became of it; failures are outcomes, not exceptions
  Attempt deliver(Alert alert, Duration atMost);
}
