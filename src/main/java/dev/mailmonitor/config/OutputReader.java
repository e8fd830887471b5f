package dev.mailmonitor.config;

import java.nio.file.Path;

/// Reads how a run tells what it finds. A wrong value has been told where it was read, so that what
/// is left here is the default.
final class OutputReader {
  private OutputReader() {}

  /// The settings, from all but the targets' own keys.
  ///
  /// @param layers where they are given
  /// @param values is told each value and its place
  static OutputSettings read(Layers layers, EffectiveConfiguration.Collector values) {
    OutputFormat format = values.value(Setting.OUTPUT, layers);
    Entry<Path> metrics = layers.given(Setting.METRICS_FILE);
    if (metrics == null) {
      values.none(Setting.METRICS_FILE);
    } else {
      values.add(metrics);
    }
    Boolean quiet = values.value(Setting.QUIET, layers);
    Boolean verbose = values.value(Setting.VERBOSE, layers);
    return new OutputSettings(
        format == null ? OutputFormat.TEXT : format,
        metrics == null ? null : metrics.value(),
        Boolean.TRUE.equals(quiet),
        Boolean.TRUE.equals(verbose));
  }
}
