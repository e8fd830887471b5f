package dev.mailmonitor.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailmonitor.schedule.Schedule.Cron;
import dev.mailmonitor.schedule.Schedule.Every;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// When things are due, and what becomes of that when clocks change.
class ScheduleTest {
  @ParameterizedTest
  @CsvSource({
    "PT15M, PT0S, 2026-01-16T09:30:00Z, 2026-01-16T09:45:00Z",
    "PT15M, PT0S, 2026-01-16T09:29:59.999Z, 2026-01-16T09:30:00Z",
    "PT15M, PT7M30S, 2026-01-16T09:30:00Z, 2026-01-16T09:37:30Z",
    "PT15M, PT7M30S, 2026-01-16T09:37:30Z, 2026-01-16T09:52:30Z",
    "PT24H, PT23H59M, 2026-01-16T09:30:00Z, 2026-01-16T23:59:00Z",
    "PT10S, PT0.001S, 2026-01-16T09:30:00Z, 2026-01-16T09:30:00.001Z",
    "PT1M, PT0S, 1969-12-31T23:58:00Z, 1969-12-31T23:59:00Z",
    "PT1M, PT0S, 1969-12-31T23:58:30Z, 1969-12-31T23:59:00Z"
  })
  void an_interval_is_due_at_a_fixed_distance(
      Duration interval, Duration phase, Instant after, Instant expected) {
    assertThat(new Every(interval, phase).next(after)).isEqualTo(expected);
  }

  @Test
  void an_interval_that_cannot_be_is_refused() {
    assertThatThrownBy(() -> new Every(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Every(Duration.ofSeconds(5), Duration.ofSeconds(5)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Every(Duration.ofSeconds(5), Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Cron(List.of(), ZoneId.of("UTC")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// Clocks in Berlin go from 2:00 to 3:00 on 2026-03-29 and from 3:00 back to 2:00 on 2026-10-25;
  /// in New York from 2:00 to 3:00 on 2026-03-08 and from 2:00 back to 1:00 on 2026-11-01; on Lord
  /// Howe from 2:00 to 2:30 on 2026-10-04 and from 2:00 back to 1:30 on 2026-04-05; in Santiago
  /// from 24:00 to 1:00 on 2026-09-05 and from 24:00 back to 23:00 on 2026-04-04. Apia had no
  /// 2011-12-30.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # no change
          Europe/Berlin       | */15 8-17 * * 1-5 | 2026-01-16T17:30+01:00 | 2026-01-16T17:45+01:00 2026-01-19T08:00+01:00 2026-01-19T08:15+01:00
          Asia/Kolkata        | 30 2 * * *        | 2026-03-28T12:00+05:30 | 2026-03-29T02:30+05:30 2026-03-30T02:30+05:30
          UTC                 | 30 2 * * *        | 2026-03-28T12:00+00:00 | 2026-03-29T02:30+00:00 2026-03-30T02:30+00:00
          Europe/Berlin       | 0 3 * * *         | 2026-03-28T12:00+01:00 | 2026-03-29T03:00+02:00 2026-03-30T03:00+02:00
          Europe/Berlin       | 0 3 * * *         | 2026-10-24T12:00+02:00 | 2026-10-25T03:00+01:00 2026-10-26T03:00+01:00
          # a fixed time that is skipped is due at the change
          Europe/Berlin       | 30 2 * * *        | 2026-03-28T12:00+01:00 | 2026-03-29T03:00+02:00 2026-03-30T02:30+02:00
          Europe/Berlin       | 0 2 * * *         | 2026-03-28T12:00+01:00 | 2026-03-29T03:00+02:00 2026-03-30T02:00+02:00
          Europe/Berlin       | 0 */2 * * *       | 2026-03-28T23:30+01:00 | 2026-03-29T00:00+01:00 2026-03-29T03:00+02:00 2026-03-29T04:00+02:00
          Europe/Berlin       | */20 2 * * *      | 2026-03-28T12:00+01:00 | 2026-03-29T03:00+02:00 2026-03-30T02:00+02:00
          America/New_York    | 30 2 * * *        | 2026-03-07T12:00-05:00 | 2026-03-08T03:00-04:00 2026-03-09T02:30-04:00
          Australia/Lord_Howe | 15 2 * * *        | 2026-10-03T12:00+10:30 | 2026-10-04T02:30+11:00 2026-10-05T02:15+11:00
          America/Santiago    | 30 0 * * *        | 2026-09-05T12:00-04:00 | 2026-09-06T01:00-03:00 2026-09-07T00:30-03:00
          Pacific/Apia        | 0 12 30 * *       | 2011-12-29T12:00-10:00 | 2011-12-31T00:00+14:00 2012-01-30T12:00+14:00
          # one that comes twice is due once
          Europe/Berlin       | 30 2 * * *        | 2026-10-24T12:00+02:00 | 2026-10-25T02:30+02:00 2026-10-26T02:30+01:00
          Europe/Berlin       | 0 */2 * * *       | 2026-10-25T01:00+02:00 | 2026-10-25T02:00+02:00 2026-10-25T04:00+01:00
          Europe/Berlin       | */20 2 * * *      | 2026-10-25T02:30+02:00 | 2026-10-25T02:40+02:00 2026-10-26T02:00+01:00
          America/New_York    | 30 1 * * *        | 2026-10-31T12:00-04:00 | 2026-11-01T01:30-04:00 2026-11-02T01:30-05:00
          Australia/Lord_Howe | 45 1 * * *        | 2026-04-04T12:00+11:00 | 2026-04-05T01:45+11:00 2026-04-06T01:45+10:30
          America/Santiago    | 30 23 * * *       | 2026-04-04T12:00-03:00 | 2026-04-04T23:30-03:00 2026-04-05T23:30-04:00
          # also if one begins to wait after it
          Europe/Berlin       | 30 2 * * *        | 2026-10-25T02:30+02:00 | 2026-10-26T02:30+01:00
          Europe/Berlin       | 30 2 * * *        | 2026-10-25T02:10+01:00 | 2026-10-26T02:30+01:00
          # what is due each hour or more often keeps its rhythm
          Europe/Berlin       | */15 * * * *      | 2026-03-29T01:30+01:00 | 2026-03-29T01:45+01:00 2026-03-29T03:00+02:00 2026-03-29T03:15+02:00
          Europe/Berlin       | 7 * * * *         | 2026-03-29T00:30+01:00 | 2026-03-29T01:07+01:00 2026-03-29T03:07+02:00
          Europe/Berlin       | */30 * * * *      | 2026-10-25T02:10+02:00 | 2026-10-25T02:30+02:00 2026-10-25T02:00+01:00 2026-10-25T02:30+01:00 2026-10-25T03:00+01:00
          Europe/Berlin       | 0 18-23,0-7 * * * | 2026-10-25T01:30+02:00 | 2026-10-25T02:00+02:00 2026-10-25T02:00+01:00 2026-10-25T03:00+01:00
          Europe/Berlin       | @hourly           | 2026-03-29T00:30+01:00 | 2026-03-29T01:00+01:00 2026-03-29T03:00+02:00
          America/New_York    | */30 * * * *      | 2026-11-01T01:10-04:00 | 2026-11-01T01:30-04:00 2026-11-01T01:00-05:00 2026-11-01T01:30-05:00 2026-11-01T02:00-05:00
          Australia/Lord_Howe | */30 * * * *      | 2026-04-05T01:10+11:00 | 2026-04-05T01:30+11:00 2026-04-05T01:30+10:30 2026-04-05T02:00+10:30
          Australia/Lord_Howe | */30 * * * *      | 2026-10-04T01:10+10:30 | 2026-10-04T01:30+10:30 2026-10-04T02:30+11:00 2026-10-04T03:00+11:00
          # each hour is not as often as a change by half an hour: the wall clock is owed
          Australia/Lord_Howe | 0 * * * *         | 2026-10-04T00:30+10:30 | 2026-10-04T01:00+10:30 2026-10-04T02:30+11:00 2026-10-04T03:00+11:00
          Australia/Lord_Howe | 45 * * * *        | 2026-04-05T01:10+11:00 | 2026-04-05T01:45+11:00 2026-04-05T02:45+10:30
          # several expressions are one schedule
          Europe/Berlin       | */30 3-17 * * *; 0 18-23,0-2 * * * | 2026-10-25T01:30+02:00 | 2026-10-25T02:00+02:00 2026-10-25T02:00+01:00 2026-10-25T03:00+01:00 2026-10-25T03:30+01:00
          Europe/Berlin       | 0 12 * * *; 0 12 * * 1 | 2026-01-16T13:00+01:00 | 2026-01-17T12:00+01:00 2026-01-18T12:00+01:00 2026-01-19T12:00+01:00 2026-01-20T12:00+01:00
          Europe/Berlin       | 30 2 29 3 *; 0 3 * * * | 2026-03-29T00:00+01:00 | 2026-03-29T03:00+02:00 2026-03-30T03:00+02:00
          # far away
          Europe/Berlin       | 0 0 29 2 *        | 2096-03-01T00:00+01:00 | 2104-02-29T00:00+01:00
          """)
  void a_change_of_clocks_neither_skips_nor_doubles_what_is_owed(
      ZoneId zone, String expressions, OffsetDateTime from, String expected) {
    // Given
    Cron cron =
        new Cron(Arrays.stream(expressions.split(";")).map(CronExpression::parse).toList(), zone);
    String[] times = expected.split(" ");

    // When
    List<Instant> next = new ArrayList<>();
    Instant time = from.toInstant();
    for (int count = 0; count < times.length; count++) {
      time = cron.next(time);
      next.add(time);
    }

    // Then
    assertThat(next)
        .containsExactlyElementsOf(
            Arrays.stream(times).map(text -> OffsetDateTime.parse(text).toInstant()).toList());
  }
}
