package dev.mailmonitor.watch;

import dev.mailmonitor.mail.Timings;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.state.TargetState;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.TargetName;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How one target stands at a moment.
///
/// @param target what is watched
/// @param state what is remembered of it
/// @param lastReport what its last completed check found, or null if none has been completed since
///   the service started
/// @param timings how long each step of that check took
/// @param problem why it could not be checked the last time, or null if it could
/// @param startedAt since when a check is under way, or null if none is
/// @param overdue whether that check should have ended long ago
/// @param dueAt when it is to be checked next, or null if that is not known
public record TargetView(
    Target target,
    TargetState state,
    @Nullable CheckReport lastReport,
    Timings timings,
    @Nullable String problem,
    @Nullable Instant startedAt,
    boolean overdue,
    @Nullable Instant dueAt) {

  /// The target's name.
  public TargetName name() {
    return target.name();
  }

  /// What its last completed check found.
  public Optional<CheckReport> report() {
    return Optional.ofNullable(lastReport);
  }

  /// Why it could not be checked the last time.
  public Optional<String> trouble() {
    return Optional.ofNullable(problem);
  }

  /// Since when a check is under way.
  public Optional<Instant> runningSince() {
    return Optional.ofNullable(startedAt);
  }

  /// When it is to be checked next.
  public Optional<Instant> nextRun() {
    return Optional.ofNullable(dueAt);
  }
}
