package dev.mailmonitor.config;

import dev.mailmonitor.config.Parsed.Bad;
import dev.mailmonitor.config.Parsed.Good;
import dev.mailmonitor.schedule.CronExpression;
import dev.mailmonitor.schedule.TimeSpan;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/// Spans of time, times of the wall clock, and whose clock that is.
final class Times {
  /// A check opens two sessions and sends a mail: more often would be a burden, not a watch.
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(10);

  private static final String SEPARATOR = ";";
  private static final int MOST_EXPRESSIONS = 50;

  private Times() {}

  static Parsed<Duration> interval(String text) {
    try {
      Duration span = TimeSpan.parse(text);
      return span.compareTo(SHORTEST_INTERVAL) < 0
          ? new Bad<>("at least " + TimeSpan.format(SHORTEST_INTERVAL))
          : new Good<>(span);
    } catch (IllegalArgumentException refused) {
      return new Bad<>(String.valueOf(refused.getMessage()));
    }
  }

  /// One or several expressions.
  static Parsed<List<CronExpression>> cron(String text) {
    String[] parts = text.split(SEPARATOR, -1);
    if (parts.length > MOST_EXPRESSIONS) {
      return new Bad<>("at most " + MOST_EXPRESSIONS + " cron expressions");
    }
    List<CronExpression> expressions = new ArrayList<>();
    try {
      for (String part : parts) {
        expressions.add(CronExpression.parse(part));
      }
      return new Good<>(List.copyOf(expressions));
    } catch (IllegalArgumentException refused) {
      return new Bad<>(String.valueOf(refused.getMessage()));
    }
  }

  static String show(List<CronExpression> expressions) {
    return String.join(
        SEPARATOR + " ", expressions.stream().map(CronExpression::toString).toList());
  }

  static Parsed<ZoneId> zone(String text) {
    return ZoneId.getAvailableZoneIds().contains(text)
        ? new Good<>(ZoneId.of(text))
        : new Bad<>("a time zone of the IANA database such as Europe/Berlin");
  }
}
