package dev.mailmonitor.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Counts spans of time by their length, as a histogram of Prometheus does. Micrometer's own is
/// several times as big and adds a metric of its own, the greatest span of the last minutes.
final class Distribution {
  private final double[] bounds;
  private final long[] counts;
  private double sum;

  /// Nothing counted yet.
  ///
  /// @param bounds the upper bounds of the buckets in seconds, rising; longer spans have a bucket
  ///   too
  Distribution(double... bounds) {
    this.bounds = bounds.clone();
    this.counts = new long[bounds.length + 1];
  }

  /// What was counted until now.
  ///
  /// @param buckets from the shortest to the longest
  /// @param sum of all spans, in seconds
  record Snapshot(List<Bucket> buckets, double sum) {
    /// Copies the buckets.
    Snapshot {
      buckets = List.copyOf(buckets);
    }

    /// How many spans were counted.
    long count() {
      return buckets.getLast().count();
    }
  }

  /// Spans up to a length.
  ///
  /// @param upTo the length in seconds, infinite in the last one
  /// @param count how many spans were not longer
  record Bucket(double upTo, long count) {}

  /// Counts a span.
  ///
  /// @param span how long it was
  synchronized void add(Duration span) {
    double seconds = TargetGauges.seconds(span);
    int bucket = 0;
    while (bucket < bounds.length && seconds > bounds[bucket]) {
      bucket++;
    }
    counts[bucket]++;
    sum += seconds;
  }

  /// What was counted until now.
  synchronized Snapshot snapshot() {
    List<Bucket> buckets = new ArrayList<>(counts.length);
    long count = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      count += counts[bucket];
      buckets.add(
          new Bucket(bucket < bounds.length ? bounds[bucket] : Double.POSITIVE_INFINITY, count));
    }
    return new Snapshot(buckets, sum);
  }
}
