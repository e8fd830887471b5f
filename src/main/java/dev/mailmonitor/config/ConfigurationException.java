package dev.mailmonitor.config;

import dev.mailmonitor.alert.AlertSettings;
import dev.mailmonitor.alert.heartbeat.HeartbeatSettings;
import dev.mailmonitor.tls.TrustSources;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A configuration that cannot be used. It carries everything that is wrong with it, and what is
/// still known of the way to tell somebody.
public final class ConfigurationException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<String> problems;
  private final transient List<String> warnings;
  private final transient LastResort lastResort;
  private final OutputFormat outputFormat;

  /// What can still be used of a broken configuration.
  ///
  /// @param alerts whom to tell, of the top level or else of the first target, or null
  /// @param heartbeatSettings who is told that the monitor is alive, or null
  /// @param trust whom to trust on the way to ntfy
  /// @param stateFile the state file of the unnamed target, or null
  record LastResort(
      @Nullable AlertSettings alerts,
      @Nullable HeartbeatSettings heartbeatSettings,
      TrustSources trust,
      @Nullable Path stateFile) {}

  ConfigurationException(
      List<String> problems,
      List<String> warnings,
      LastResort lastResort,
      OutputFormat outputFormat) {
    super(String.join(System.lineSeparator(), problems));
    this.problems = List.copyOf(problems);
    this.warnings = List.copyOf(warnings);
    this.lastResort = lastResort;
    this.outputFormat = outputFormat;
  }

  /// What is wrong, one sentence each; at least one. Nothing in them is secret.
  public List<String> problems() {
    return problems;
  }

  /// What should be changed besides, one sentence each.
  public List<String> warnings() {
    return warnings;
  }

  /// For whom to print this, as far as that could be read.
  public OutputFormat outputFormat() {
    return outputFormat;
  }

  /// Whom to tell that the monitor cannot check, if one way's settings alone are valid.
  public Optional<AlertSettings> alerts() {
    return Optional.ofNullable(lastResort.alerts());
  }

  /// Who is told that the monitor is alive, if that is known.
  public Optional<HeartbeatSettings> heartbeat() {
    return Optional.ofNullable(lastResort.heartbeatSettings());
  }

  /// Whom to trust on the way to ntfy.
  public TrustSources trust() {
    return lastResort.trust();
  }

  /// The state file of the unnamed target, if its place is known. A configuration that has named
  /// targets keeps theirs beside it, in `targets`.
  public Optional<Path> stateFile() {
    return Optional.ofNullable(lastResort.stateFile());
  }
}
