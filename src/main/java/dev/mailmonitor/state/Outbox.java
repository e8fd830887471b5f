package dev.mailmonitor.state;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.AlertKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The alerts that no channel has accepted yet, each once a channel, oldest first.
///
/// @param entries what is still to be sent
public record Outbox(List<Entry> entries) {
  /// Nothing to send.
  public static final Outbox EMPTY = new Outbox(List.of());

  /// How long an alert is tried at least before it is given up.
  public static final Duration KEPT = Duration.ofDays(7);

  /// Copies the entries. Their order is that of their arrival, not of their times: clocks jump.
  public Outbox {
    entries = List.copyOf(entries);
  }

  /// What tells an entry from the others.
  ///
  /// @param alert the alert's id
  /// @param channel the channel's name
  public record Key(UUID alert, String channel) {}

  /// An alert that one channel has not accepted.
  ///
  /// @param alert what to tell
  /// @param channel the name of the channel
  /// @param queuedAt since when it waits
  /// @param attempts how often it was tried
  /// @param lastReason why the last try failed, or null if there was none
  public record Entry(
      Alert alert, String channel, Instant queuedAt, int attempts, @Nullable String lastReason) {

    /// An alert that was not tried yet.
    ///
    /// @param alert what to tell
    /// @param channel the name of the channel
    /// @param queuedAt since when it waits
    /// @return the entry
    public static Entry fresh(Alert alert, String channel, Instant queuedAt) {
      return new Entry(alert, channel, queuedAt, 0, null);
    }

    /// What tells it from the others.
    public Key key() {
      return new Key(alert.id(), channel);
    }

    /// The entry after failed tries. One that has waited since a time which is still to come was
    /// queued before the clock was set back: it waits from now on, or it would wait for ever.
    ///
    /// @param tries how many
    /// @param reason why the last one failed
    /// @param now when
    /// @return the entry with the tries counted
    public Entry tried(int tries, String reason, Instant now) {
      return new Entry(
          alert, channel, queuedAt.isAfter(now) ? now : queuedAt, attempts + tries, reason);
    }

    /// The entry with a newer alert that says what its own would have said.
    ///
    /// @param newer what to tell instead
    /// @return the entry, which has waited as long as before
    Entry telling(Alert newer) {
      return new Entry(newer, channel, queuedAt, attempts, lastReason);
    }

    /// Whether it has waited so long that nobody needs it any more, unless it is still true.
    ///
    /// @param now the time
    /// @return whether more than [#KEPT] has gone by
    public boolean isExpired(Instant now) {
      return queuedAt.isBefore(now.minus(KEPT));
    }
  }

  /// The outbox with one more entry.
  ///
  /// @param entry what is to be sent too
  /// @return the new outbox
  public Outbox with(Entry entry) {
    List<Entry> all = new ArrayList<>(entries);
    all.add(entry);
    return new Outbox(all);
  }

  /// The outbox without some entries.
  ///
  /// @param keys what was accepted or given up
  /// @return the new outbox
  public Outbox without(Collection<Key> keys) {
    return new Outbox(entries.stream().filter(entry -> !keys.contains(entry.key())).toList());
  }

  /// The outbox without the alerts of a kind.
  ///
  /// @param kind what nobody needs to be told any more
  /// @return the new outbox
  public Outbox without(AlertKind kind) {
    return new Outbox(entries.stream().filter(entry -> entry.alert().kind() != kind).toList());
  }

  /// The outbox with one entry changed.
  ///
  /// @param key which entry
  /// @param change what becomes of it
  /// @return the new outbox; the same if it has no such entry
  public Outbox changing(Key key, UnaryOperator<Entry> change) {
    return new Outbox(
        entries.stream()
            .map(entry -> entry.key().equals(key) ? change.apply(entry) : entry)
            .toList());
  }

  /// The newest unsent alert of a kind.
  ///
  /// @param channel for which channel
  /// @param kind which kind
  /// @param notBefore raised then or later
  /// @return its entry, if there is one
  public Optional<Entry> unsent(String channel, AlertKind kind, Instant notBefore) {
    return entries.stream()
        .filter(entry -> entry.channel().equals(channel))
        .filter(entry -> entry.alert().kind() == kind)
        .filter(entry -> !entry.alert().raisedAt().isBefore(notBefore))
        .reduce((earlier, later) -> later);
  }

  /// Whether nothing is to be sent.
  public boolean isEmpty() {
    return entries.isEmpty();
  }
}
