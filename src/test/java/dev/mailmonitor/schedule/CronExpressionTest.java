package dev.mailmonitor.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Cron expressions and the times of the wall clock that they mean.
class CronExpressionTest {
  /// A Thursday.
  private static final LocalDateTime NEW_YEAR = LocalDateTime.of(2026, 1, 1, 0, 0);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          */15 8-17 * * 1-5  | 2026-01-01T08:00 2026-01-01T08:15 2026-01-01T08:30
          0 18-23,0-7 * * *  | 2026-01-01T01:00 2026-01-01T02:00 2026-01-01T03:00
          0-59/20 * * * *    | 2026-01-01T00:20 2026-01-01T00:40 2026-01-01T01:00
          5/25 3 * * *       | 2026-01-01T03:05 2026-01-01T03:30 2026-01-01T03:55
          1,1,2 * * * *      | 2026-01-01T00:01 2026-01-01T00:02 2026-01-01T01:01
          0 0 * * sun        | 2026-01-04T00:00 2026-01-11T00:00 2026-01-18T00:00
          0 0 * * 7          | 2026-01-04T00:00 2026-01-11T00:00 2026-01-18T00:00
          0 0 * * 0          | 2026-01-04T00:00 2026-01-11T00:00 2026-01-18T00:00
          0 0 * * 6-7        | 2026-01-03T00:00 2026-01-04T00:00 2026-01-10T00:00
          0 12 * FEB-mar Mon | 2026-02-02T12:00 2026-02-09T12:00 2026-02-16T12:00
          0 0 1 * 1          | 2026-01-05T00:00 2026-01-12T00:00 2026-01-19T00:00
          0 0 13 * 5         | 2026-01-02T00:00 2026-01-09T00:00 2026-01-13T00:00
          0 0 */10 * 5       | 2026-05-01T00:00 2026-07-31T00:00 2026-08-21T00:00
          0 0 29 2 *         | 2028-02-29T00:00 2032-02-29T00:00 2036-02-29T00:00
          0 0 31 * *         | 2026-01-31T00:00 2026-03-31T00:00 2026-05-31T00:00
          @hourly            | 2026-01-01T01:00 2026-01-01T02:00 2026-01-01T03:00
          @daily             | 2026-01-02T00:00 2026-01-03T00:00 2026-01-04T00:00
          @midnight          | 2026-01-02T00:00 2026-01-03T00:00 2026-01-04T00:00
          @weekly            | 2026-01-04T00:00 2026-01-11T00:00 2026-01-18T00:00
          @monthly           | 2026-02-01T00:00 2026-03-01T00:00 2026-04-01T00:00
          @yearly            | 2027-01-01T00:00 2028-01-01T00:00 2029-01-01T00:00
          @annually          | 2027-01-01T00:00 2028-01-01T00:00 2029-01-01T00:00
          """)
  void an_expression_means_what_it_means_to_cron(String text, String expected) {
    // Given
    CronExpression expression = CronExpression.parse(text);

    // When
    List<String> times = new ArrayList<>();
    LocalDateTime time = NEW_YEAR;
    for (int count = 0; count < 3; count++) {
      time = expression.after(time);
      times.add(time.toString());
      assertThat(expression.matches(time)).isTrue();
    }

    // Then
    assertThat(times).containsExactly(expected.split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0 31 2 *", "0 0 30 feb *", "0 0 31 4,6,9,11 *", "0 0 30-31 2 *"})
  void an_expression_that_is_never_due_is_refused(String text) {
    assertThatThrownBy(() -> CronExpression.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a cron expression with a day that its months have");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          60 * * * *      | (Value 60 not in range [0, 59])
          0 24 * * *      | (Value 24 not in range [0, 23])
          0 0 0 * *       | (Value 0 not in range [1, 31])
          0 0 * 13 *      | (Value 13 not in range [1, 12])
          0 0 * * 8       | (Value 8 not in range [0, 7])
          0 22-2 * * *    | (Invalid range! [22,2])
          */0 * * * *     | (Period 0 not in range [0, 59])
          @reboot         | (Nickname @reboot not supported!)
          """)
  void a_refusal_says_why(String text, String reason) {
    assertThatThrownBy(() -> CronExpression.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a cron expression of minute, hour, day, month and weekday such as */15 8-17 * * 1-5 "
                + reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "* * * *",
        "0 0 * * * *",
        "0|30 * * * *",
        "0 0 * * *||0 1 * * *",
        "15min",
        "hourly",
        "0 0 ? * *",
        "0 0 * * 1#2",
        "*\n* * * *",
        "０ * * * *"
      })
  void what_is_no_expression_of_five_fields_is_refused(String text) {
    assertThatThrownBy(() -> CronExpression.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a cron expression of minute, hour, day, month and weekday such as */15 8-17 * * 1-5");
  }

  @Test
  void expressions_that_are_written_alike_are_equal() {
    // Given
    CronExpression one = CronExpression.parse(" 0 0 * * * ");

    // When
    CronExpression other = CronExpression.parse("0 0 * * *");

    // Then
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other).hasToString("0 0 * * *");
    assertThat(one).isNotEqualTo(CronExpression.parse("0 1 * * *"));
  }
}
