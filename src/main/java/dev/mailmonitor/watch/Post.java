package dev.mailmonitor.watch;

import dev.mailmonitor.monitor.Watch;
import dev.mailmonitor.schedule.Schedule;
import dev.mailmonitor.target.TargetName;

/// What the watchtower looks at: a target and when it is its turn.
///
/// @param watch the target and what belongs to watching it; its store is closed with the post if it
///   can be
/// @param schedule when it is checked
public record Post(Watch watch, Schedule schedule) {
  /// The target's name.
  public TargetName name() {
    return watch.target().name();
  }
}
