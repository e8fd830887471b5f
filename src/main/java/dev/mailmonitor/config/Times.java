package dev.mailmonitor.config;

import dev.mailmonitor.config.Parsed.Bad;
import dev.mailmonitor.config.Parsed.Good;
import dev.mailmonitor.schedule.CronExpression;
import dev.mailmonitor.schedule.MaintenanceWindow;
import dev.mailmonitor.schedule.TimeSpan;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Spans of time, time zones, times of the wall clock and windows, as texts.
final class Times {
  private static final String OFF = "off";
  private static final String SEPARATOR = ";";
  private static final String WINDOW =
      "windows such as Sun 02:00-04:00, Mon..Fri 23:30-00:30 or 2026-12-24 18:00 - 2026-12-26"
          + " 08:00";

  private static final int MOST_EXPRESSIONS = 50;

  private Times() {}

  static Parsed<Duration> span(String text) {
    try {
      return new Good<>(TimeSpan.parse(text));
    } catch (IllegalArgumentException noSpan) {
      return new Bad<>(String.valueOf(noSpan.getMessage()));
    }
  }

  /// Off is a span of no length.
  static Parsed<Duration> spanOrOff(String text) {
    return text.strip().equalsIgnoreCase(OFF)
        ? new Good<>(Duration.ZERO)
        : span(text)
            .fold(Good::new, noSpan -> new Bad<>(noSpan.expected() + ", or off", noSpan.advice()));
  }

  static String orOff(Duration span) {
    return span.isZero() ? OFF : TimeSpan.format(span);
  }

  static Parsed<ZoneId> zone(String text) {
    try {
      return new Good<>(ZoneId.of(text.strip()));
    } catch (DateTimeException noZone) {
      return new Bad<>("a time zone such as Europe/Berlin, America/New_York or UTC");
    }
  }

  /// At least one expression.
  static Parsed<List<CronExpression>> cron(String text) {
    List<CronExpression> expressions = new ArrayList<>();
    for (String part : text.split(SEPARATOR, -1)) {
      if (part.isBlank()) {
        continue;
      }
      try {
        expressions.add(CronExpression.parse(part));
      } catch (IllegalArgumentException noCron) {
        return new Bad<>(String.valueOf(noCron.getMessage()));
      }
    }
    if (expressions.isEmpty() || expressions.size() > MOST_EXPRESSIONS) {
      return new Bad<>(
          "1 to %d cron expressions such as */15 8-17 * * 1-5".formatted(MOST_EXPRESSIONS));
    }
    return new Good<>(List.copyOf(expressions));
  }

  static String show(List<CronExpression> expressions) {
    return expressions.stream()
        .map(CronExpression::toString)
        .collect(Collectors.joining(SEPARATOR + " "));
  }

  static Parsed<List<MaintenanceWindow>> windows(String text) {
    List<MaintenanceWindow> windows = new ArrayList<>();
    for (String part : text.split(SEPARATOR, -1)) {
      if (part.isBlank()) {
        continue;
      }
      try {
        windows.add(MaintenanceWindow.parse(part));
      } catch (IllegalArgumentException noWindow) {
        String which = text.contains(SEPARATOR) ? " with " + Shown.text(part.strip()) : "";
        return new Bad<>(WINDOW, "What is wrong%s: %s.".formatted(which, noWindow.getMessage()));
      }
    }
    return new Good<>(List.copyOf(windows));
  }

  static String windows(List<MaintenanceWindow> windows) {
    return windows.isEmpty()
        ? "(none)"
        : windows.stream()
            .map(MaintenanceWindow::toString)
            .collect(Collectors.joining(SEPARATOR + " "));
  }
}
