package dev.mailmonitor.config;

import dev.mailmonitor.alert.AlertSettings;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.tls.TrustSources;
import java.util.List;

/// How people are told of one target.
///
/// @param target the target's name
/// @param alerts whom to tell
/// @param trust whom to trust on the way there
public record AlertRoute(TargetName target, AlertSettings alerts, TrustSources trust) {
  /// The routes of all targets.
  ///
  /// @param routes one a target, in the order of the file; at least one
  /// @param warnings what is allowed but should be changed, one sentence each
  public record All(List<AlertRoute> routes, List<String> warnings) {
    /// Copies the lists.
    public All {
      routes = List.copyOf(routes);
      warnings = List.copyOf(warnings);
    }
  }
}
