package dev.mailmonitor.monitor;

import dev.mailmonitor.alert.Alert;

/// What became of an alert on its way through one channel. Each is one line for people, which names
/// the channel.
public sealed interface DeliveryEvent {
  /// Which channel it was.
  String channel();

  /// Which alert it was.
  Alert alert();

  /// The event as a line for people, e.g. `ntfy: "🚨 Mail Server Alert" delivered (id …)`.
  String line();

  /// Whether somebody should look after it.
  default boolean isProblem() {
    return switch (this) {
      case Delivered delivered -> false;
      case Postponed postponed -> true;
      case Refused refused -> true;
      case Dropped dropped -> true;
      case Unsaved unsaved -> true;
    };
  }

  /// The channel has accepted it.
  ///
  /// @param channel which channel
  /// @param alert which alert
  /// @param reference what the other side calls it
  record Delivered(String channel, Alert alert, String reference) implements DeliveryEvent {
    @Override
    public String line() {
      return "%s: \"%s\" delivered (id %s)".formatted(channel, alert.title(), reference);
    }
  }

  /// It was not accepted this time and is tried again after the next check.
  ///
  /// @param channel which channel
  /// @param alert which alert
  /// @param reason a sentence that says what happened and what to do
  record Postponed(String channel, Alert alert, String reason) implements DeliveryEvent {
    @Override
    public String line() {
      return "%s: \"%s\" could not be delivered yet; it is kept and tried again after the next check: %s"
          .formatted(channel, alert.title(), reason);
    }
  }

  /// It was refused, and will be until somebody changes something.
  ///
  /// @param channel which channel
  /// @param alert which alert
  /// @param reason a sentence that says what happened and what to do
  record Refused(String channel, Alert alert, String reason) implements DeliveryEvent {
    @Override
    public String line() {
      return "%s: \"%s\" WAS REFUSED; it is kept and tried again after the next check: %s"
          .formatted(channel, alert.title(), reason);
    }
  }

  /// It was given up, because it could not be delivered for seven days.
  ///
  /// @param channel which channel
  /// @param alert which alert
  /// @param reason why the last try failed
  record Dropped(String channel, Alert alert, String reason) implements DeliveryEvent {
    @Override
    public String line() {
      return "%s: \"%s\" of %s could not be delivered for 7 days and is given up: %s"
          .formatted(channel, alert.title(), alert.raisedAt(), reason);
    }
  }

  /// Whether it was delivered could not be saved, so that it will be sent again.
  ///
  /// @param channel which channel
  /// @param alert which alert
  /// @param reason a sentence that says what happened and what to do
  record Unsaved(String channel, Alert alert, String reason) implements DeliveryEvent {
    @Override
    public String line() {
      return "%s: whether \"%s\" was delivered could not be saved, so it may be sent again: %s"
          .formatted(channel, alert.title(), reason);
    }
  }
}
