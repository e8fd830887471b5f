package dev.mailmonitor.alert;

import java.time.Duration;

/// A way to tell people.
public interface AlertChannel {
  /// The channel's name in the state and in the log; never changes. It is the way's name, and
  /// behind a colon the recipient where the way has several, such as `email:ops@example.com`.
  String name();

  /// The name of a channel's way alone, as metrics may have it: without an address.
  ///
  /// @param name a channel's name
  /// @return such as `ntfy` or `email`
  static String way(String name) {
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }

  /// Tries once to deliver an alert.
  ///
  /// @param alert what to tell
  /// @param atMost how long that may take; a channel may give up earlier
  /// @return what became of it; failures are outcomes, not exceptions
  Attempt deliver(Alert alert, Duration atMost);
}
