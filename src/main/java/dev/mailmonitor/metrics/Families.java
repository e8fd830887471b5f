package dev.mailmonitor.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The values of one scrape, as the registry behind Micrometer takes them.
final class Families implements Sink {
  private static final String BUCKET = "_bucket";
  private static final String SUM = "_sum";
  private static final String COUNT = "_count";
  private static final String UP_TO = "le";

  private final Map<Metric, List<Sample>> samples = new EnumMap<>(Metric.class);

  /// No values yet.
  ///
  /// @param metrics what is told, even if it has no values
  Families(Collection<Metric> metrics) {
    metrics.forEach(metric -> samples.put(metric, new ArrayList<>()));
  }

  @Override
  public void put(Metric metric, List<String> labels, double value) {
    of(metric).add(new Sample(metric.title(), metric.labels(), labels, value));
  }

  /// Takes a histogram.
  ///
  /// @param metric of which metric
  /// @param labels the values of its labels
  /// @param spans what was counted
  void put(Metric metric, List<String> labels, Distribution.Snapshot spans) {
    List<String> names = with(metric.labels(), UP_TO);
    for (Distribution.Bucket bucket : spans.buckets()) {
      of(metric)
          .add(
              new Sample(
                  metric.title() + BUCKET,
                  names,
                  with(labels, Collector.doubleToGoString(bucket.upTo())),
                  bucket.count()));
    }
    of(metric).add(new Sample(metric.title() + COUNT, metric.labels(), labels, spans.count()));
    of(metric).add(new Sample(metric.title() + SUM, metric.labels(), labels, spans.sum()));
  }

  /// All values.
  List<MetricFamilySamples> list() {
    return samples.entrySet().stream()
        .map(family ->
            new MetricFamilySamples(
                family.getKey().title(),
                type(family.getKey()),
                family.getKey().help(),
                family.getValue()))
        .toList();
  }

  private List<Sample> of(Metric metric) {
    List<Sample> values = samples.get(metric);
    if (values == null) {
      throw new IllegalArgumentException(metric + " is not told here");
    }
    return values;
  }

  private static Collector.Type type(Metric metric) {
    return switch (metric.kind()) {
      case GAUGE -> Collector.Type.GAUGE;
      case COUNTER -> Collector.Type.COUNTER;
      case HISTOGRAM -> Collector.Type.HISTOGRAM;
    };
  }

  private static List<String> with(List<String> some, String another) {
    List<String> all = new ArrayList<>(some);
    all.add(another);
    return all;
  }
}
