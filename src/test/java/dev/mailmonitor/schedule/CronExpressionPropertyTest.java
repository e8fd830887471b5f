package dev.mailmonitor.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.Foreign;
import java.time.LocalDateTime;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/// Holds the cron library to a second opinion: fields as sets of numbers, and a look at each
/// minute.
class CronExpressionPropertyTest {
  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
  private static final LocalDateTime FIRST = LocalDateTime.of(2024, 1, 1, 0, 0);

  @Provide
  Arbitrary<String> expressions() {
    return Combinators.combine(field(0, 59), field(0, 23), field(1, 31), field(1, 12), weekday())
        .as((minute, hour, day, month, weekday) ->
            String.join(" ", minute, hour, day, month, weekday));
  }

  @Provide
  Arbitrary<LocalDateTime> times() {
    return Arbitraries.integers()
        .between(0, 5 * 366 * 24 * 60)
        .map(minutes -> FIRST.plusMinutes(minutes));
  }

  @Provide
  Arbitrary<String> texts() {
    List<String> parts =
        List.of(
            "*",
            "*/",
            "0",
            "1",
            "59",
            "60",
            "31",
            "7",
            "8",
            "-",
            ",",
            "/",
            " ",
            " ",
            " * *",
            "* * ",
            "mon",
            "SUN",
            "jan",
            "feb",
            "L",
            "W",
            "#",
            "?",
            "|",
            "||",
            "@",
            "@hourly",
            "@reboot",
            "H",
            "99999999999");
    Arbitrary<String> likely =
        Arbitraries.of(parts).list().ofMaxSize(14).map(list -> String.join("", list));
    return Arbitraries.oneOf(likely, Foreign.texts(60));
  }

  private static Arbitrary<String> field(int least, int most) {
    Arbitrary<Integer> value = Arbitraries.integers().between(least, most);
    Arbitrary<String> range =
        Combinators.combine(value, value)
            .as((one, other) -> Math.min(one, other) + "-" + Math.max(one, other));
    // To the library a weekday 7 is 0, a step of 7 too.
    Arbitrary<Integer> step = Arbitraries.integers().between(1, most == 7 ? 6 : most);
    Arbitrary<String> part =
        Arbitraries.oneOf(
            value.map(String::valueOf),
            range,
            Combinators.combine(range, step).as((span, every) -> span + "/" + every));
    return Arbitraries.frequencyOf(
        Tuple.of(4, Arbitraries.just("*")),
        Tuple.of(2, step.map(every -> "*/" + every)),
        Tuple.of(4, part.list().ofMinSize(1).ofMaxSize(4).map(list -> String.join(",", list))));
  }

  private static Arbitrary<String> weekday() {
    return Arbitraries.frequencyOf(
        Tuple.of(3, field(0, 6)), Tuple.of(1, field(0, 7)), Tuple.of(1, Arbitraries.of(DAYS)));
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void the_next_time_is_the_first_minute_that_matches(
      @ForAll("expressions") String text, @ForAll("times") LocalDateTime time) {
    // Given
    Fields fields = Fields.of(text);
    LocalDateTime expected = fields.after(time);
    CronExpression expression;
    try {
      expression = CronExpression.parse(text);
    } catch (IllegalArgumentException never) {
      assertThat(never).hasMessage("a cron expression with a day that its months have");
      assertThat(expected).isNull();
      return;
    }

    // When
    LocalDateTime next = expression.after(time);

    // Then
    assertThat(next).as(text).isEqualTo(expected);
    assertThat(expression.matches(next)).isTrue();
    assertThat(expression.matches(time)).isEqualTo(fields.matches(time));
  }

  @Property(tries = 2000)
  void any_text_is_an_expression_or_told_what_it_must_be(@ForAll("texts") String text) {
    // When
    CronExpression expression;
    try {
      expression = CronExpression.parse(text);
    } catch (IllegalArgumentException refused) {
      // Then
      assertThat(refused).hasMessageStartingWith("a cron expression ");
      assertThat(refused.getMessage()).matches("\\p{Print}+");
      return;
    }
    assertThat(expression.after(FIRST)).isAfter(FIRST);
  }

  /// An expression as five sets.
  private record Fields(
      BitSet minutes, BitSet hours, BitSet days, BitSet months, BitSet weekdays, boolean either) {
    static Fields of(String text) {
      String[] fields = text.split(" ", -1);
      BitSet weekdays = set(weekday(fields[4]), 0, 7);
      if (weekdays.get(7)) {
        weekdays.set(0);
      }
      return new Fields(
          set(fields[0], 0, 59),
          set(fields[1], 0, 23),
          set(fields[2], 1, 31),
          set(fields[3], 1, 12),
          weekdays,
          !fields[2].startsWith("*") && !fields[4].startsWith("*"));
    }

    private static String weekday(String field) {
      int index = DAYS.indexOf(field);
      return index < 0 ? field : String.valueOf(index);
    }

    private static BitSet set(String field, int least, int most) {
      BitSet set = new BitSet();
      for (String part : field.split(",", -1)) {
        String[] halves = part.split("/", -1);
        String[] ends = halves[0].split("-", -1);
        int from = halves[0].equals("*") ? least : Integer.parseInt(ends[0]);
        int to = halves[0].equals("*") ? most : Integer.parseInt(ends[ends.length - 1]);
        int step = halves.length == 1 ? 1 : Integer.parseInt(halves[1]);
        for (int value = from; value <= to; value += step) {
          set.set(value);
        }
      }
      return set;
    }

    boolean matches(LocalDateTime time) {
      return hours.get(time.getHour()) && minutes.get(time.getMinute()) && matchesDay(time);
    }

    private boolean matchesDay(LocalDateTime time) {
      boolean day = days.get(time.getDayOfMonth());
      boolean weekday = weekdays.get(time.getDayOfWeek().getValue() % 7);
      return months.get(time.getMonthValue()) && (either ? day || weekday : day && weekday);
    }

    @Nullable LocalDateTime after(LocalDateTime time) {
      LocalDateTime end = time.plusYears(41);
      LocalDateTime next = time.plusMinutes(1);
      while (next.isBefore(end)) {
        if (!matchesDay(next)) {
          next = next.toLocalDate().plusDays(1).atStartOfDay();
        } else if (!matches(next)) {
          next = next.plusMinutes(1);
        } else {
          return next;
        }
      }
      return null;
    }
  }
}
