package dev.mailmonitor.schedule;

import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Times of the wall clock as crontab(5) writes them: minute, hour, day, month and weekday, or one
/// of `@hourly`, `@daily`, `@midnight`, `@weekly`, `@monthly`, `@annually`, `@yearly`. As there,
/// day and weekday that are both given (and do not begin with a star) are two ways to be due.
///
/// An expression knows nothing of time zones: what their changes mean is [Schedule]'s to say.
public final class CronExpression {
  private static final String EXPECTED =
      "a cron expression of minute, hour, day, month and weekday such as */15 8-17 * * 1-5";
  private static final Pattern CHARACTERS = Pattern.compile("[0-9A-Za-z*/,\\- \\t]{1,200}");
  private static final Pattern NICKNAME = Pattern.compile("@[a-z]{1,20}");

  /// For day and weekday that are both given; and for those of which one begins with a star, where
  /// crontab(5) wants both to match.
  private static final CronParser EITHER = new CronParser(fields().instance());

  private static final CronParser BOTH =
      new CronParser(fields().matchDayOfWeekAndDayOfMonth().instance());

  /// Any time from which every date can be reached: leap days are at most eight years apart.
  private static final LocalDateTime LONG_AGO = LocalDateTime.of(2000, 1, 1, 0, 0);

  private final String text;
  private final ExecutionTime times;

  private CronExpression(String text, ExecutionTime times) {
    this.text = text;
    this.times = times;
  }

  /// Reads an expression.
  ///
  /// @throws IllegalArgumentException if it is none, or one that is never due, with a message that
  ///   says what it must be, to be read after "must be"
  public static CronExpression parse(String text) {
    String trimmed = text.strip();
    String[] fields = trimmed.split("[ \t]+", -1);
    boolean nickname = NICKNAME.matcher(trimmed).matches();
    if (!nickname && (fields.length != 5 || !CHARACTERS.matcher(trimmed).matches())) {
      throw new IllegalArgumentException(EXPECTED);
    }
    boolean either = nickname || !(fields[2].startsWith("*") || fields[4].startsWith("*"));
    CronExpression expression;
    try {
      CronParser parser = either ? EITHER : BOTH;
      expression = new CronExpression(trimmed, ExecutionTime.forCron(parser.parse(trimmed)));
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException(EXPECTED + reason(refused), refused);
    }
    if (expression.find(LONG_AGO) == null) {
      throw new IllegalArgumentException("a cron expression with a day that its months have");
    }
    return expression;
  }

  /// The first time after a given one, which has a whole minute.
  LocalDateTime after(LocalDateTime time) {
    LocalDateTime next = find(time);
    if (next == null) {
      throw new IllegalStateException(text + " is not due after " + time);
    }
    return next;
  }

  /// Whether a time with a whole minute is one of these.
  boolean matches(LocalDateTime time) {
    return times.isMatch(time.atZone(ZoneOffset.UTC));
  }

  // The wall clock is told to the library as UTC, which never changes.
  private @Nullable LocalDateTime find(LocalDateTime time) {
    return times
        .nextExecution(time.atZone(ZoneOffset.UTC))
        .map(ZonedDateTime::toLocalDateTime)
        .orElse(null);
  }

  private static CronDefinitionBuilder fields() {
    return CronDefinitionBuilder.defineCron()
        .withMinutes()
        .withValidRange(0, 59)
        .withStrictRange()
        .and()
        .withHours()
        .withValidRange(0, 23)
        .withStrictRange()
        .and()
        .withDayOfMonth()
        .withValidRange(1, 31)
        .withStrictRange()
        .and()
        .withMonth()
        .withValidRange(1, 12)
        .withStrictRange()
        .and()
        .withDayOfWeek()
        .withValidRange(0, 7)
        .withMondayDoWValue(1)
        .withIntMapping(7, 0)
        .withStrictRange()
        .and()
        .withSupportedNicknameHourly()
        .withSupportedNicknameMidnight()
        .withSupportedNicknameDaily()
        .withSupportedNicknameWeekly()
        .withSupportedNicknameMonthly()
        .withSupportedNicknameAnnually()
        .withSupportedNicknameYearly();
  }

  /// The library's own words on what it did not like, without its preamble.
  private static String reason(IllegalArgumentException refused) {
    String words = String.valueOf(refused.getMessage());
    return " (" + words.replaceFirst("^Failed to parse cron expression\\. ", "") + ")";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CronExpression that && that.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /// The expression as it was written.
  @Override
  public String toString() {
    return text;
  }
}
