package dev.mailmonitor.output;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/// Durations as numbers of seconds.
final class Seconds {
  private static final int MICROS = 6;

  private Seconds() {}

  /// To the microsecond, never in scientific notation.
  static BigDecimal exact(Duration duration) {
    return BigDecimal.valueOf(duration.toNanos() / 1000, MICROS);
  }

  /// To the millisecond, e.g. `2.134`.
  static String toMillis(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).toPlainString();
  }

  /// As somebody has configured it, e.g. `60` or `2.5`.
  static String plain(Duration duration) {
    return exact(duration).stripTrailingZeros().toPlainString();
  }

  /// For people, e.g. `2.1s`.
  static String words(Duration duration) {
    return String.format(Locale.ROOT, "%.1fs", duration.toMillis() / 1000.0);
  }
}
