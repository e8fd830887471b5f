package dev.mailmonitor.metrics;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The metrics of one run in Prometheus' text format.
public final class Samples {
  private final Map<Metric, GaugeSnapshot.Builder> gauges = new EnumMap<>(Metric.class);

  private Samples() {
    for (Metric metric : Metric.values()) {
      if (metric.place() == Metric.Place.FILE_AND_SERVICE && metric != Metric.BUILD) {
        gauges.put(metric, GaugeSnapshot.builder().name(metric.title()).help(metric.help()));
      }
    }
  }

  /// The text.
  ///
  /// @param targets what is known of each target
  /// @param version the program's version
  /// @param now when this is written
  /// @return all metrics, UTF-8
  public static byte[] text(List<TargetSample> targets, String version, Instant now) {
    Samples samples = new Samples();
    TargetGauges gauges = new TargetGauges(samples::put, now);
    targets.forEach(gauges::put);
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    samples.gauges.values().forEach(gauge -> all.metricSnapshot(gauge.build()));
    all.metricSnapshot(
        InfoSnapshot.builder()
            // The suffix is added again by the writer.
            .name(PrometheusNaming.sanitizeMetricName(Metric.BUILD.title()))
            .help(Metric.BUILD.help())
            .dataPoint(
                InfoDataPointSnapshot.builder()
                    .labels(labels(Metric.BUILD, List.of(version)))
                    .build())
            .build());
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(text, all.build());
    } catch (IOException impossible) {
      throw new UncheckedIOException("Nothing is written but memory", impossible);
    }
    return text.toByteArray();
  }

  private void put(Metric metric, List<String> labels, double value) {
    gauges.computeIfPresent(
        metric,
        (_, gauge) ->
            gauge.dataPoint(
                GaugeDataPointSnapshot.builder()
                    .value(value)
                    .labels(labels(metric, labels))
                    .build()));
  }

  private static Labels labels(Metric metric, List<String> values) {
    return Labels.of(metric.labels(), values);
  }
}
