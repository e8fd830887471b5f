package dev.mailmonitor.state;

import dev.mailmonitor.alert.Alert.Condition;
import dev.mailmonitor.alert.AlertKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How things are as far as people know. Most of the time that is how they are; it differs while
/// nobody is to be called.
///
/// @param status the status that people know of
/// @param began since when it has lasted, or null if that is not known
/// @param at when the alert about it was raised, or null if there was none
/// @param reminded when people were last reminded of it, or null if they were not
public record Told(
    Status status, @Nullable Instant began, @Nullable Instant at, @Nullable Instant reminded) {

  /// How soon before its time a reminder may come. Checks come a little earlier or later each time:
  /// one that comes early must not put off the reminder until the next.
  private static final Duration EARLY = Duration.ofMinutes(2);

  /// What people know when they were told at once.
  ///
  /// @param state how things are
  /// @return the same as people know it
  static Told of(TargetState state) {
    return new Told(state.status(), state.beganAt(), state.beganAt(), null);
  }

  /// The same, but people have just been reminded.
  ///
  /// @param now when
  /// @return the same status
  Told remindedAt(Instant now) {
    return new Told(status, began, at, now);
  }

  /// What people have to be told when the status is another one.
  ///
  /// @param now how things are
  /// @return the kind of alert; empty if there is no news
  Optional<AlertKind> newsOf(Status now) {
    return switch (status) {
      case UNKNOWN, HEALTHY ->
          switch (now) {
            case UNKNOWN, HEALTHY -> Optional.empty();
            case DEGRADED -> Optional.of(AlertKind.DEGRADED);
            case UNHEALTHY -> Optional.of(AlertKind.DOWN);
          };
      case DEGRADED ->
          switch (now) {
            case UNKNOWN, DEGRADED -> Optional.empty();
            case HEALTHY -> Optional.of(AlertKind.RECOVERED);
            case UNHEALTHY -> Optional.of(AlertKind.DOWN);
          };
      case UNHEALTHY ->
          switch (now) {
            case UNKNOWN, UNHEALTHY -> Optional.empty();
            case HEALTHY -> Optional.of(AlertKind.RECOVERED);
            case DEGRADED -> Optional.of(AlertKind.RECOVERED_WITH_WARNINGS);
          };
    };
  }

  /// What lasts in this status, as the alert about its end says it.
  Optional<Condition> condition() {
    return switch (status) {
      case UNKNOWN, HEALTHY -> Optional.empty();
      case DEGRADED -> Optional.of(Condition.DEGRADED);
      case UNHEALTHY -> Optional.of(Condition.DOWN);
    };
  }

  /// The alert that has told, or should have told, that this status began.
  Optional<AlertKind> openedBy() {
    return switch (status) {
      case UNKNOWN, HEALTHY -> Optional.empty();
      case DEGRADED -> Optional.of(AlertKind.DEGRADED);
      case UNHEALTHY -> Optional.of(AlertKind.DOWN);
    };
  }

  /// Whether it is time to remind people of it.
  ///
  /// @param every how often they are reminded
  /// @param now the time
  /// @return whether that long has gone by since they last heard of it
  boolean isToBeRemindedOf(Duration every, Instant now) {
    Instant last = reminded == null ? at : reminded;
    if (last == null || last.isAfter(now)) {
      // Not known, or by a clock that was set back since: sooner rather than never.
      return true;
    }
    Duration tenth = every.dividedBy(10);
    Duration early = tenth.compareTo(EARLY) < 0 ? tenth : EARLY;
    return !last.plus(every).minus(early).isAfter(now);
  }
}
