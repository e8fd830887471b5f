package dev.mailmonitor.state;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.Alert.Condition;
import dev.mailmonitor.alert.AlertKind;
import dev.mailmonitor.probe.Verdict;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What is remembered of a target between two checks.
public sealed interface TargetState {
  /// What is remembered whatever the status.
  Memory memory();

  /// The same status with another memory.
  ///
  /// @param changed what is remembered now
  /// @return the new state
  TargetState with(Memory changed);

  /// Which status it is.
  Status status();

  /// When the status began, or null if that is not known.
  @Nullable Instant beganAt();

  /// What people are told when a check has this verdict.
  ///
  /// @param verdict what the check says
  /// @return the kind of alert; empty if there is no news
  Optional<AlertKind> newsOf(Verdict verdict);

  /// What lasts in this status, as the alert about its end says it.
  Optional<Condition> condition();

  /// The alert that has told, or should have told, that this status began.
  Optional<AlertKind> openedBy();

  /// The state after a check.
  ///
  /// @param verdict what the check says
  /// @param now when
  /// @return the new state; the time at which a status began stays as long as the status does
  default TargetState after(Verdict verdict, Instant now) {
    return switch (verdict) {
      case HEALTHY -> this instanceof Healthy ? this : new Healthy(memory(), now);
      case DEGRADED -> this instanceof Degraded ? this : new Degraded(memory(), now);
      case UNHEALTHY -> this instanceof Unhealthy ? this : new Unhealthy(memory(), now);
    };
  }

  /// When the status began, if that is known.
  default Optional<Instant> since() {
    return Optional.ofNullable(beganAt());
  }

  /// Whether an alert still tells how things are: that this status began, or that the monitor
  /// cannot check. Such an alert is needed however old it is, and whatever the clock says of its
  /// age.
  ///
  /// @param alert an alert about this target
  /// @return whether nothing has happened since
  default boolean isNewest(Alert alert) {
    return alert.kind() == AlertKind.MONITOR_BROKEN
        ? memory().cannotCheckSince().isPresent()
        : alert.raisedAt().equals(beganAt());
  }

  /// The alerts still to be sent.
  default Outbox outbox() {
    return memory().outbox();
  }

  /// The same state with other alerts to be sent.
  ///
  /// @param change what becomes of the outbox
  /// @return the new state
  default TargetState withOutbox(UnaryOperator<Outbox> change) {
    return with(memory().withOutbox(change.apply(outbox())));
  }

  /// The state of a target that nobody has checked yet.
  ///
  /// @param instance the monitor's identity
  /// @return an unknown state that remembers nothing
  static TargetState fresh(UUID instance) {
    return new Unknown(Memory.fresh(instance));
  }

  /// Never checked.
  ///
  /// @param memory what is remembered
  record Unknown(Memory memory) implements TargetState {
    @Override
    public TargetState with(Memory changed) {
      return new Unknown(changed);
    }

    @Override
    public Status status() {
      return Status.UNKNOWN;
    }

    @Override
    public @Nullable Instant beganAt() {
      return null;
    }

    @Override
    public Optional<AlertKind> newsOf(Verdict verdict) {
      return switch (verdict) {
        case HEALTHY -> Optional.empty();
        case DEGRADED -> Optional.of(AlertKind.DEGRADED);
        case UNHEALTHY -> Optional.of(AlertKind.DOWN);
      };
    }

    @Override
    public Optional<Condition> condition() {
      return Optional.empty();
    }

    @Override
    public Optional<AlertKind> openedBy() {
      return Optional.empty();
    }
  }

  /// All tests passed.
  ///
  /// @param memory what is remembered
  /// @param beganAt since when, or null if that is not known
  record Healthy(Memory memory, @Nullable Instant beganAt) implements TargetState {
    @Override
    public TargetState with(Memory changed) {
      return new Healthy(changed, beganAt);
    }

    @Override
    public Status status() {
      return Status.HEALTHY;
    }

    @Override
    public Optional<AlertKind> newsOf(Verdict verdict) {
      return switch (verdict) {
        case HEALTHY -> Optional.empty();
        case DEGRADED -> Optional.of(AlertKind.DEGRADED);
        case UNHEALTHY -> Optional.of(AlertKind.DOWN);
      };
    }

    @Override
    public Optional<Condition> condition() {
      return Optional.empty();
    }

    @Override
    public Optional<AlertKind> openedBy() {
      return Optional.empty();
    }
  }

  /// All tests passed, with warnings.
  ///
  /// @param memory what is remembered
  /// @param beganAt since when, or null if that is not known
  record Degraded(Memory memory, @Nullable Instant beganAt) implements TargetState {
    @Override
    public TargetState with(Memory changed) {
      return new Degraded(changed, beganAt);
    }

    @Override
    public Status status() {
      return Status.DEGRADED;
    }

    @Override
    public Optional<AlertKind> newsOf(Verdict verdict) {
      return switch (verdict) {
        case HEALTHY -> Optional.of(AlertKind.RECOVERED);
        case DEGRADED -> Optional.empty();
        case UNHEALTHY -> Optional.of(AlertKind.DOWN);
      };
    }

    @Override
    public Optional<Condition> condition() {
      return Optional.of(Condition.DEGRADED);
    }

    @Override
    public Optional<AlertKind> openedBy() {
      return Optional.of(AlertKind.DEGRADED);
    }
  }

  /// A test failed.
  ///
  /// @param memory what is remembered
  /// @param beganAt since when, or null if that is not known
  record Unhealthy(Memory memory, @Nullable Instant beganAt) implements TargetState {
    @Override
    public TargetState with(Memory changed) {
      return new Unhealthy(changed, beganAt);
    }

    @Override
    public Status status() {
      return Status.UNHEALTHY;
    }

    @Override
    public Optional<AlertKind> newsOf(Verdict verdict) {
      return switch (verdict) {
        case HEALTHY -> Optional.of(AlertKind.RECOVERED);
        case DEGRADED -> Optional.of(AlertKind.RECOVERED_WITH_WARNINGS);
        case UNHEALTHY -> Optional.empty();
      };
    }

    @Override
    public Optional<Condition> condition() {
      return Optional.of(Condition.DOWN);
    }

    @Override
    public Optional<AlertKind> openedBy() {
      return Optional.of(AlertKind.DOWN);
    }
  }
}
