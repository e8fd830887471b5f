package dev.mailmonitor.config;

import dev.mailmonitor.config.Parsed.Bad;
import dev.mailmonitor.config.Parsed.Good;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;

/// Ports and spans of time, as JSON numbers or texts.
final class Numbers {
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
  private static final Pattern DECIMAL =
      Pattern.compile("[0-9]{1,9}(?:\\.[0-9]{1,18})?(?:[eE][+-]?[0-9]{1,2})?");
  private static final BigDecimal SHORTEST = new BigDecimal("0.001");
  private static final BigDecimal LONGEST = new BigDecimal(86_400);

  private Numbers() {}

  static Parsed<Integer> port(String text) {
    int port = WHOLE.matcher(text).matches() ? Integer.parseInt(text) : 0;
    return port < 1 || port > 65535
        ? new Bad<>("a port: a whole number from 1 to 65535")
        : new Good<>(port);
  }

  /// From a millisecond to a day: more is a mistake in the unit.
  static Parsed<Duration> seconds(String text) {
    if (DECIMAL.matcher(text).matches()) {
      BigDecimal seconds = new BigDecimal(text);
      if (seconds.compareTo(SHORTEST) >= 0 && seconds.compareTo(LONGEST) <= 0) {
        return new Good<>(Duration.ofNanos(seconds.movePointRight(9).longValue()));
      }
    }
    return new Bad<>("a time in seconds: a number greater than 0, at most 86400 (a day)");
  }

  static String inSeconds(Duration span) {
    return BigDecimal.valueOf(span.toNanos(), 9).stripTrailingZeros().toPlainString();
  }
}
