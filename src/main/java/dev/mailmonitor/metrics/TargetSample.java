package dev.mailmonitor.metrics;

import dev.mailmonitor.mail.Timings;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.state.TargetState;
import dev.mailmonitor.target.TargetName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a run knows about a target.
///
/// @param target which target
/// @param state what is remembered of it
/// @param found what its check found, or null if it could not be checked
/// @param timings how long each step took
public record TargetSample(
    TargetName target, TargetState state, @Nullable CheckReport found, Timings timings) {
  /// What its check found, if it was checked.
  public Optional<CheckReport> report() {
    return Optional.ofNullable(found);
  }
}
