package dev.mailmonitor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  /// Jitter that takes nothing away.
  private static final RandomGenerator LONGEST = () -> 0;

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 4", "5, 16", "6, 30", "7, 30", "1000, 30"})
  void each_wait_is_twice_as_long_up_to_a_bound(int tries, long seconds) {
    // When
    Duration wait = Backoff.OF_ALERTS.after(tries, LONGEST);

    // Then
    assertThat(wait).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void jitter_takes_up_to_a_half_away() {
    // Given
    Random random = new Random(42);

    // When
    long[] waits =
        java.util.stream.LongStream.range(0, 1000)
            .map(run -> Backoff.OF_ALERTS.after(4, random).toMillis())
            .sorted()
            .toArray();

    // Then
    assertThat(waits[0]).isBetween(4000L, 4100L);
    assertThat(waits[999]).isBetween(7900L, 8000L);
  }
}
