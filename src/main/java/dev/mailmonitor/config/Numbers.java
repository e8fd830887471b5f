package dev.mailmonitor.config;

import dev.mailmonitor.config.Parsed.Bad;
import dev.mailmonitor.config.Parsed.Good;
import java.time.Duration;
import java.util.regex.Pattern;

/// Ports, days and spans of time, as JSON numbers or texts.
final class Numbers {
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
  private static final Pattern DECIMAL =
      Pattern.compile("[0-9]{1,9}(?:\\.[0-9]{1,18})?(?:[eE][+-]?[0-9]{1,2})?");
  private static final int MOST_DAYS = 3650;
  private static final int MOST = 1000;
  private static final double SHORTEST = 0.001;
  private static final double LONGEST = 86_400;
  private static final double NANOS_PER_SECOND = 1e9;

  private Numbers() {}

  static Parsed<Integer> port(String text) {
    int port = WHOLE.matcher(text).matches() ? Integer.parseInt(text) : 0;
    return port < 1 || port > 65535
        ? new Bad<>("a port: a whole number from 1 to 65535")
        : new Good<>(port);
  }

  static Parsed<Integer> days(String text) {
    int days = WHOLE.matcher(text).matches() ? Integer.parseInt(text) : MOST_DAYS + 1;
    return days > MOST_DAYS
        ? new Bad<>("a number of days: a whole number from 0 to 3650")
        : new Good<>(days);
  }

  static Parsed<Integer> count(String text) {
    int count = WHOLE.matcher(text).matches() ? Integer.parseInt(text) : 0;
    return count < 1 || count > MOST
        ? new Bad<>("a whole number from 1 to " + MOST)
        : new Good<>(count);
  }

  /// From a millisecond to a day: more is a mistake in the unit.
  static Parsed<Duration> seconds(String text) {
    if (DECIMAL.matcher(text).matches()) {
      // A double is exact to the nanosecond up to a day.
      double seconds = Double.parseDouble(text);
      if (seconds >= SHORTEST && seconds <= LONGEST) {
        return new Good<>(Duration.ofNanos(Math.round(seconds * NANOS_PER_SECOND)));
      }
    }
    return new Bad<>("a time in seconds: a number greater than 0, at most 86400 (a day)");
  }

  static String inSeconds(Duration span) {
    String whole = Long.toString(span.toSeconds());
    if (span.toNanosPart() == 0) {
      return whole;
    }
    String nanos = Integer.toString(span.toNanosPart());
    String fraction = "0".repeat(9 - nanos.length()) + nanos;
    return whole + "." + fraction.replaceFirst("0+$", "");
  }
}
