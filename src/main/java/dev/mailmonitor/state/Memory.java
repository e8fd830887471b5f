package dev.mailmonitor.state;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is remembered of a target whatever its status.
///
/// @param version the newest format that has written it
/// @param instance this monitor's identity, so that several can share a mailbox
/// @param latestFailure the last check that failed, or null if none did
/// @param brokenSince since when the monitor itself cannot check, or null if it can
/// @param outbox the alerts still to be sent
/// @param inFlight test mails that were not delivered in time
/// @param tally what the last checks came to
/// @param otherwiseTold how things are as far as people know, where they were not told at once, or
///   null where they were
/// @param otherFields fields of the state file that this version does not know, as JSON by name;
///   kept for the version that does
public record Memory(
    int version,
    UUID instance,
    @Nullable LastFailure latestFailure,
    @Nullable Instant brokenSince,
    Outbox outbox,
    InFlight inFlight,
    Tally tally,
    @Nullable Told otherwiseTold,
    Map<String, String> otherFields) {

  /// The format that this program writes.
  public static final int VERSION = 1;

  /// Copies the map.
  public Memory {
    otherFields = Map.copyOf(otherFields);
  }

  /// Nothing remembered yet.
  ///
  /// @param instance the monitor's identity
  /// @return a memory without a failure and without alerts
  public static Memory fresh(UUID instance) {
    return new Memory(
        VERSION, instance, null, null, Outbox.EMPTY, InFlight.NONE, Tally.NONE, null, Map.of());
  }

  /// The last check that failed.
  public Optional<LastFailure> lastFailure() {
    return Optional.ofNullable(latestFailure);
  }

  /// Since when the monitor itself cannot check.
  public Optional<Instant> cannotCheckSince() {
    return Optional.ofNullable(brokenSince);
  }

  /// The same with another last failure.
  ///
  /// @param failure the check that has just failed
  /// @return the new memory
  public Memory withLastFailure(LastFailure failure) {
    return new Memory(
        version,
        instance,
        failure,
        brokenSince,
        outbox,
        inFlight,
        tally,
        otherwiseTold,
        otherFields);
  }

  /// The same, but the monitor can or cannot check.
  ///
  /// @param since since when it cannot, or null if it can
  /// @return the new memory
  public Memory withBrokenSince(@Nullable Instant since) {
    return new Memory(
        version,
        instance,
        latestFailure,
        since,
        outbox,
        inFlight,
        tally,
        otherwiseTold,
        otherFields);
  }

  /// The same with other alerts to be sent.
  ///
  /// @param changed the new outbox
  /// @return the new memory
  public Memory withOutbox(Outbox changed) {
    return new Memory(
        version,
        instance,
        latestFailure,
        brokenSince,
        changed,
        inFlight,
        tally,
        otherwiseTold,
        otherFields);
  }

  /// The same with other test mails under way.
  ///
  /// @param changed what is under way now
  /// @return the new memory
  public Memory withInFlight(InFlight changed) {
    return new Memory(
        version,
        instance,
        latestFailure,
        brokenSince,
        outbox,
        changed,
        tally,
        otherwiseTold,
        otherFields);
  }

  /// The same with another check counted.
  ///
  /// @param changed what the last checks came to
  /// @return the new memory
  public Memory withTally(Tally changed) {
    return new Memory(
        version,
        instance,
        latestFailure,
        brokenSince,
        outbox,
        inFlight,
        changed,
        otherwiseTold,
        otherFields);
  }

  /// The same, but people know something else.
  ///
  /// @param told what they know, or null if they were told at once
  /// @return the new memory
  public Memory withTold(@Nullable Told told) {
    return new Memory(
        version, instance, latestFailure, brokenSince, outbox, inFlight, tally, told, otherFields);
  }
}
