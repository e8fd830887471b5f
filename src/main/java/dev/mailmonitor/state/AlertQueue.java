package dev.mailmonitor.state;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.AlertKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/// Puts alerts into an outbox, once a channel, with regard to what still waits there.
///
/// @param channels the names of the channels; with none, nothing is queued
/// @param ids gives an alert its id that takes the place of another one
record AlertQueue(List<String> channels, Supplier<UUID> ids) {
  AlertQueue {
    channels = List.copyOf(channels);
  }

  /// The outbox with an alert, whatever else waits.
  Outbox with(Outbox outbox, Alert alert, Instant now) {
    Outbox queued = outbox;
    for (String channel : channels) {
      queued = queued.with(Outbox.Entry.fresh(alert, channel, now));
    }
    return queued;
  }

  /// The outbox with an alert about another status. Nobody needs to be reminded of the last one any
  /// more. If it tells the end of something of which a channel has not even accepted the beginning,
  /// one message tells both.
  Outbox withNews(Outbox outbox, Alert alert, Told told, Instant now) {
    Outbox queued = outbox.without(AlertKind.REMINDER);
    for (String channel : channels) {
      Optional<Outbox.Entry> untold =
          isEnd(alert.kind()) ? unsentBeginning(queued, channel, told) : Optional.empty();
      if (untold.isEmpty()) {
        queued = queued.with(Outbox.Entry.fresh(alert, channel, now));
        continue;
      }
      Alert both = alert.insteadOf(ids.get(), untold.get().alert().problems());
      queued =
          queued.without(Set.of(untold.get().key())).with(Outbox.Entry.fresh(both, channel, now));
    }
    return queued;
  }

  /// The outbox with a reminder. A channel that has not accepted the failure itself needs none, and
  /// of two reminders the newer one says it all.
  Outbox withReminder(Outbox outbox, Alert alert, Told told, Instant now) {
    Outbox queued = outbox;
    for (String channel : channels) {
      Optional<Outbox.Entry> older = queued.unsent(channel, AlertKind.REMINDER, Instant.MIN);
      if (older.isPresent()) {
        queued = queued.changing(older.get().key(), entry -> entry.telling(alert));
      } else if (unsentBeginning(queued, channel, told).isEmpty()) {
        queued = queued.with(Outbox.Entry.fresh(alert, channel, now));
      }
    }
    return queued;
  }

  /// The alert about the beginning of what people know, if a channel has not accepted it.
  private static Optional<Outbox.Entry> unsentBeginning(Outbox outbox, String channel, Told told) {
    Instant at = told.at();
    return at == null
        ? Optional.empty()
        : told.openedBy().flatMap(opened -> outbox.unsent(channel, opened, at));
  }

  /// Whether an alert tells the end of something.
  static boolean isEnd(AlertKind kind) {
    return switch (kind) {
      case RECOVERED, RECOVERED_WITH_WARNINGS -> true;
      case DOWN, REMINDER, DEGRADED, MONITOR_BROKEN, TEST -> false;
    };
  }
}
