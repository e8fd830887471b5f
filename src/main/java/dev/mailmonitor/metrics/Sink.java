package dev.mailmonitor.metrics;

import java.util.List;

/// Takes values, to be written in one way or another.
interface Sink {
  /// Takes a value.
  ///
  /// @param metric of which metric
  /// @param labels the values of its labels, in the order of [Metric#labels()]
  /// @param value the value
  void put(Metric metric, List<String> labels, double value);
}
