package dev.mailmonitor.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/// Makes Micrometer's meters of the metrics of our table.
///
/// @param registry where they are registered
record Meters(MeterRegistry registry) {
  /// A gauge that is asked when somebody looks.
  ///
  /// @param metric which metric
  /// @param value gives its value
  /// @param labels the values of its labels
  void gauge(Metric metric, Supplier<Number> value, String... labels) {
    Gauge.builder(metric.title(), value)
        .description(metric.help())
        .tags(tags(metric, labels))
        .register(registry);
  }

  /// A counter. It is made once; after that, the same one is given.
  ///
  /// @param metric which metric
  /// @param labels the values of its labels
  Counter counter(Metric metric, String... labels) {
    return Counter.builder(metric.title())
        .description(metric.help())
        .tags(tags(metric, labels))
        .register(registry);
  }

  /// A counter that something else counts.
  ///
  /// @param metric which metric
  /// @param value gives its value
  void counting(Metric metric, DoubleSupplier value) {
    // What is counted is only held weakly, and must live as long as the registry.
    FunctionCounter.builder(metric.title(), registry, _ -> value.getAsDouble())
        .description(metric.help())
        .register(registry);
  }

  private static Tags tags(Metric metric, String... values) {
    Tags tags = Tags.empty();
    for (int label = 0; label < values.length; label++) {
      tags = tags.and(metric.labels().get(label), values[label]);
    }
    return tags;
  }
}
