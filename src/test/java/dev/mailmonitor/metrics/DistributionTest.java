package dev.mailmonitor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class DistributionTest {
  @Test
  void a_span_counts_in_every_bucket_that_is_not_shorter() {
    // Given
    Distribution spans = new Distribution(0.1, 1, 10);

    // When
    spans.add(Duration.ofMillis(100));
    spans.add(Duration.ofMillis(101));
    spans.add(Duration.ofSeconds(11));

    // Then
    Distribution.Snapshot snapshot = spans.snapshot();
    assertThat(snapshot.buckets())
        .isEqualTo(
            List.of(
                new Distribution.Bucket(0.1, 1),
                new Distribution.Bucket(1, 2),
                new Distribution.Bucket(10, 2),
                new Distribution.Bucket(Double.POSITIVE_INFINITY, 3)));
    assertThat(snapshot.count()).isEqualTo(3);
    assertThat(snapshot.sum()).isEqualTo(11.201);
  }

  @Test
  void nothing_is_lost_when_many_count_at_once() {
    // Given
    Distribution spans = new Distribution(1);

    // When
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int thread = 0; thread < 20; thread++) {
        threads.execute(() -> {
          for (int count = 0; count < 1_000; count++) {
            spans.add(Duration.ofSeconds(2));
          }
        });
      }
    }

    // Then
    assertThat(spans.snapshot().count()).isEqualTo(20_000);
    assertThat(spans.snapshot().sum()).isEqualTo(40_000);
  }
}
