package dev.mailmonitor.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Moments within a moment.
class DeadlineTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void a_part_can_be_put_off_within_the_whole() {
    // Given
    Deadline part = Deadline.after(HOUR).orAfter(MINUTE);

    // When
    Deadline later = part.putOff(MINUTE);

    // Then
    assertThat(later.nanoTime() - part.nanoTime()).isEqualTo(MINUTE.toNanos());
    assertThat(later.putOff(MINUTE).nanoTime() - part.nanoTime())
        .isEqualTo(MINUTE.multipliedBy(2).toNanos());
  }

  @Test
  void the_whole_is_never_put_off() {
    // Given
    Deadline whole = Deadline.after(HOUR);
    Deadline part = whole.orAfter(HOUR.multipliedBy(2)).orAfter(MINUTE);

    // When
    Deadline later = part.putOff(HOUR.multipliedBy(3));

    // Then
    assertThat(later.nanoTime()).isEqualTo(whole.nanoTime());
    assertThat(whole.putOff(MINUTE)).isEqualTo(whole);
  }
}
