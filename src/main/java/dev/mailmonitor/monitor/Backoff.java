package dev.mailmonitor.monitor;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before a try is repeated: twice as long each time, up to a bound, and by chance
/// up to a half less, so that many monitors do not come back at once.
///
/// @param first the wait before the second try
/// @param longest no wait is longer
public record Backoff(Duration first, Duration longest) {
  /// What alerts are repeated with.
  public static final Backoff OF_ALERTS =
      new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

  private static final int MAX_DOUBLINGS = 20;

  /// The wait after some tries.
  ///
  /// @param tries how many tries have failed, at least one
  /// @param random gives the jitter
  /// @return between a half and the whole of the doubled wait
  public Duration after(int tries, RandomGenerator random) {
    long doubled = first.toMillis() << Math.min(tries - 1, MAX_DOUBLINGS);
    long bounded = Math.min(doubled, longest.toMillis());
    return Duration.ofMillis(bounded - random.nextLong(bounded / 2 + 1));
  }
}
