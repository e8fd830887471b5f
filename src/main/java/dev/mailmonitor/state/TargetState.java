package dev.mailmonitor.state;

import dev.mailmonitor.alert.Alert;
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

  /// The state when the checks say something.
  ///
  /// @param verdict what they say
  /// @param began since when they say it
  /// @return the new state; the time at which a status began stays as long as the status does
  default TargetState becoming(Verdict verdict, Instant began) {
    return switch (verdict) {
      case HEALTHY -> this instanceof Healthy ? this : new Healthy(memory(), began);
      case DEGRADED -> this instanceof Degraded ? this : new Degraded(memory(), began);
      case UNHEALTHY -> this instanceof Unhealthy ? this : new Unhealthy(memory(), began);
    };
  }

  /// How things are as far as people know.
  default Told told() {
    Told other = memory().otherwiseTold();
    return other == null ? Told.of(this) : other;
  }

  /// The same state, but people know something.
  ///
  /// @param known what they know
  /// @return the new state
  default TargetState withTold(Told known) {
    return with(memory().withTold(known.equals(Told.of(this)) ? null : known));
  }

  /// When the status began, if that is known.
  default Optional<Instant> since() {
    return Optional.ofNullable(beganAt());
  }

  /// Whether an alert still tells how things are: that this status began or lasts, or that the
  /// monitor cannot check. Such an alert is needed however old it is, and whatever the clock says
  /// of its age.
  ///
  /// @param alert an alert about this target
  /// @return whether nothing has happened since
  default boolean isNewest(Alert alert) {
    return switch (alert.kind()) {
      case MONITOR_BROKEN -> memory().cannotCheckSince().isPresent();
      case REMINDER -> alert.raisedAt().equals(told().reminded());
      case DOWN, DEGRADED, RECOVERED, RECOVERED_WITH_WARNINGS, TEST ->
          alert.raisedAt().equals(told().at());
    };
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
  }
}
