package dev.mailmonitor.config;

import dev.mailmonitor.alert.heartbeat.HeartbeatSettings;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A complete, valid configuration.
///
/// @param targets what is watched, in the order of the file; at least one
/// @param output how the run tells what it finds
/// @param heartbeatSettings who is told that the monitor is alive, or null for nobody
/// @param warnings what is allowed but should be changed, one sentence each
public record Settings(
    List<MonitoredTarget> targets,
    OutputSettings output,
    @Nullable HeartbeatSettings heartbeatSettings,
    List<String> warnings) {
  /// Copies the lists.
  public Settings {
    targets = List.copyOf(targets);
    warnings = List.copyOf(warnings);
  }

  /// Who is told that the monitor is alive, if somebody is.
  public Optional<HeartbeatSettings> heartbeat() {
    return Optional.ofNullable(heartbeatSettings);
  }
}
