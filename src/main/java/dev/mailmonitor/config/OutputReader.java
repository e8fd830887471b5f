package dev.mailmonitor.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads how a run tells what it finds. A wrong value has been told where it was read, so that what
/// is left here is the default.
final class OutputReader {
  private OutputReader() {}

  /// The settings, from all but the targets' own keys.
  ///
  /// @param layers where they are given
  /// @param values is told each value and its place
  static OutputSettings read(Layers layers, EffectiveConfiguration.Collector values) {
    OutputFormat format = value(layers, Setting.OUTPUT, values);
    Entry<Path> metrics = layers.given(Setting.METRICS_FILE);
    if (metrics == null) {
      values.none(Setting.METRICS_FILE);
    } else {
      values.add(metrics);
    }
    Boolean quiet = value(layers, Setting.QUIET, values);
    Boolean verbose = value(layers, Setting.VERBOSE, values);
    return new OutputSettings(
        format == null ? OutputFormat.TEXT : format,
        metrics == null ? null : metrics.value(),
        Boolean.TRUE.equals(quiet),
        Boolean.TRUE.equals(verbose));
  }

  private static <T> @Nullable T value(
      Layers layers, Setting<T> setting, EffectiveConfiguration.Collector values) {
    Entry<T> entry = layers.find(setting);
    if (entry == null) {
      return null;
    }
    values.add(entry);
    return entry.value();
  }
}
