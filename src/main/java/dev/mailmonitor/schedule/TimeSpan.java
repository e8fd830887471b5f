package dev.mailmonitor.schedule;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Spans of time as people write them: `90` (seconds), `15min`, `1h30min` or `1h 30min` as systemd
/// writes them, `PT15M` or `P1D` as ISO 8601 does.
///
/// Months and years are refused, since they have no fixed length; so is a number without a unit
/// beside one with a unit, since `1h 30` can mean two things.
public final class TimeSpan {
  /// The longest span that is taken for meant.
  public static final Duration LONGEST = Duration.ofDays(3650);

  private static final String EXAMPLES = "such as 15min, 1h30min, 90s or PT15M";
  private static final int MOST_CHARACTERS = 100;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}(?:\\.[0-9]{1,9})?");
  private static final Pattern PART =
      Pattern.compile("(" + NUMBER.pattern() + ") *([a-zA-Z\u00b5\u03bc]+) *");
  private static final Pattern WEEKS = Pattern.compile("[Pp]([0-9]{1,9})[Ww]");

  private static final long MICROSECOND = 1_000;
  private static final long MILLISECOND = 1_000 * MICROSECOND;
  private static final long SECOND = 1_000 * MILLISECOND;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long WEEK = 7 * DAY;
  private static final long[] UNITS = {
    WEEK, DAY, HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND, 1
  };
  private static final String[] SYMBOLS = {"w", "d", "h", "min", "s", "ms", "us", "ns"};

  private TimeSpan() {}

  /// Reads a span.
  ///
  /// @param text the span; parts of it may be separated by spaces
  /// @return the span, longer than zero and at most [#LONGEST]
  /// @throws IllegalArgumentException if it is none, with a message that says what it must be, to
  ///   be read after "must be"
  public static Duration parse(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty() || trimmed.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException("a time span " + EXAMPLES);
    }
    if (trimmed.startsWith("-")) {
      throw tooShort();
    }
    boolean iso = trimmed.charAt(0) == 'P' || trimmed.charAt(0) == 'p';
    return checked(iso ? ofIso(trimmed) : ofParts(trimmed));
  }

  /// A span as it is shortest to read and still exact, such as `15min` or `1h30min`.
  ///
  /// @throws IllegalArgumentException if [#parse] could not have given it
  public static String format(Duration span) {
    long rest = checked(nanoseconds(span)).toNanos();
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < UNITS.length; index++) {
      long count = rest / UNITS[index];
      if (count > 0) {
        text.append(count).append(SYMBOLS[index]);
        rest -= count * UNITS[index];
      }
    }
    return text.toString();
  }

  private static BigDecimal ofIso(String text) {
    Matcher weeks = WEEKS.matcher(text);
    if (weeks.matches()) {
      return new BigDecimal(weeks.group(1)).multiply(BigDecimal.valueOf(WEEK));
    }
    try {
      return nanoseconds(Duration.parse(text));
    } catch (DateTimeException | ArithmeticException unreadable) {
      // A date part before the T that is not days is months or years.
      String date = text.toUpperCase(Locale.ROOT).split("T", 2)[0];
      throw date.matches("P.*[0-9][MY].*") ? notFixed(unreadable) : notOne(unreadable);
    }
  }

  private static BigDecimal ofParts(String text) {
    if (NUMBER.matcher(text).matches()) {
      return new BigDecimal(text).multiply(BigDecimal.valueOf(SECOND));
    }
    BigDecimal sum = BigDecimal.ZERO;
    Matcher part = PART.matcher(text);
    int end = 0;
    while (end < text.length()) {
      if (!part.region(end, text.length()).lookingAt()) {
        throw notOne(null);
      }
      sum =
          sum.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit(part.group(2)))));
      end = part.end();
    }
    return sum;
  }

  private static long unit(String name) {
    return switch (name) {
      case "w", "week", "weeks" -> WEEK;
      case "d", "day", "days" -> DAY;
      case "h", "hr", "hour", "hours" -> HOUR;
      case "m", "min", "minute", "minutes" -> MINUTE;
      case "s", "sec", "second", "seconds" -> SECOND;
      case "ms", "msec" -> MILLISECOND;
      case "us", "usec", "\u00b5s", "\u03bcs" -> MICROSECOND;
      case "ns", "nsec" -> 1;
      case "M", "month", "months", "y", "year", "years" -> throw notFixed(null);
      default -> throw notOne(null);
    };
  }

  private static BigDecimal nanoseconds(Duration span) {
    return BigDecimal.valueOf(span.getSeconds())
        .multiply(BigDecimal.valueOf(SECOND))
        .add(BigDecimal.valueOf(span.getNano()));
  }

  private static Duration checked(BigDecimal nanoseconds) {
    if (nanoseconds.compareTo(BigDecimal.ONE) < 0) {
      throw tooShort();
    }
    if (nanoseconds.compareTo(BigDecimal.valueOf(LONGEST.toNanos())) > 0) {
      throw new IllegalArgumentException("a time span of at most " + LONGEST.toDays() + "d");
    }
    return Duration.ofNanos(nanoseconds.longValue());
  }

  private static IllegalArgumentException tooShort() {
    return new IllegalArgumentException("a time span longer than zero, such as 15min");
  }

  private static IllegalArgumentException notFixed(@Nullable Exception cause) {
    return new IllegalArgumentException(
        "a time span in weeks, days, hours, minutes (min or m) or seconds, such as 15min", cause);
  }

  private static IllegalArgumentException notOne(@Nullable Exception cause) {
    return new IllegalArgumentException("a time span " + EXAMPLES, cause);
  }
}
