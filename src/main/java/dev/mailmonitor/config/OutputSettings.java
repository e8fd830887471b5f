package dev.mailmonitor.config;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a run tells what it finds.
///
/// @param format for whom it prints
/// @param metrics the Prometheus text file to write, or null for none
/// @param quiet whether nothing is printed about healthy targets
/// @param verbose whether timings and transcript are shown
public record OutputSettings(
    OutputFormat format, @Nullable Path metrics, boolean quiet, boolean verbose) {
  /// The Prometheus text file to write, if one is wanted.
  public Optional<Path> metricsFile() {
    return Optional.ofNullable(metrics);
  }
}
