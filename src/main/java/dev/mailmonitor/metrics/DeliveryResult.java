package dev.mailmonitor.metrics;

import dev.mailmonitor.monitor.DeliveryEvent;
import java.util.Locale;

/// What became of an alert on its way through a channel.
enum DeliveryResult {
  /// The channel has accepted it.
  DELIVERED,
  /// It was not accepted this time and is tried again.
  POSTPONED,
  /// It was refused, and will be until somebody changes something.
  REFUSED,
  /// It was given up.
  DROPPED,
  /// Whether it was accepted could not be saved.
  UNSAVED;

  /// What an event counts as.
  ///
  /// @param event what became of an alert
  static DeliveryResult of(DeliveryEvent event) {
    return switch (event) {
      case DeliveryEvent.Delivered _ -> DELIVERED;
      case DeliveryEvent.Postponed _ -> POSTPONED;
      case DeliveryEvent.Refused _ -> REFUSED;
      case DeliveryEvent.Dropped _ -> DROPPED;
      case DeliveryEvent.Unsaved _ -> UNSAVED;
    };
  }

  /// The value of `result`.
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
