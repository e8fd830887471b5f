package dev.mailmonitor.config;

import java.util.List;

/// A complete, valid configuration.
///
/// @param targets what is watched, in the order of the file; at least one
/// @param service how the service works
/// @param output how the run tells what it finds
/// @param warnings what is allowed but should be changed, one sentence each
public record Settings(
    List<MonitoredTarget> targets,
    ServiceSettings service,
    OutputSettings output,
    List<String> warnings) {
  /// Copies the lists.
  public Settings {
    targets = List.copyOf(targets);
    warnings = List.copyOf(warnings);
  }
}
