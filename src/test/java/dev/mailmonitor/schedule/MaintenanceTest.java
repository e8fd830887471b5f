package dev.mailmonitor.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Times of planned work.
class MaintenanceTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest(name = "{0}: {1} is {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        // 2026-01-18 is a Sunday.
        "Sun 02:00-04:00      | 2026-01-18 01:59 | shut",
        "Sun 02:00-04:00      | 2026-01-18 02:00 | open",
        "Sun 02:00-04:00      | 2026-01-18 03:59 | open",
        "Sun 02:00-04:00      | 2026-01-18 04:00 | shut",
        "Sun 02:00-04:00      | 2026-01-19 02:00 | shut",
        "02:00-04:00          | 2026-01-19 02:00 | open",
        "Mon..Fri 23:30-00:30 | 2026-01-18 23:45 | shut",
        "Mon..Fri 23:30-00:30 | 2026-01-19 00:15 | shut",
        "Mon..Fri 23:30-00:30 | 2026-01-19 23:45 | open",
        "Mon..Fri 23:30-00:30 | 2026-01-20 00:29 | open",
        "Mon..Fri 23:30-00:30 | 2026-01-20 00:30 | shut",
        "Mon..Fri 23:30-00:30 | 2026-01-24 00:15 | open",
        "Mon..Fri 23:30-00:30 | 2026-01-24 23:45 | shut",
        "23:30-00:30          | 2026-01-18 23:30 | open",
        "23:30-00:30          | 2026-01-18 00:29 | open",
        "23:30-00:30          | 2026-01-18 12:00 | shut",
        "Sat,Sun 12:00-13:00  | 2026-01-17 12:30 | open",
        "Sat,Sun 12:00-13:00  | 2026-01-16 12:30 | shut",
        "Sat..Mon 12:00-13:00 | 2026-01-18 12:30 | open",
        "Sat..Mon 12:00-13:00 | 2026-01-19 12:30 | open",
        "Sat..Mon 12:00-13:00 | 2026-01-20 12:30 | shut",
        "Sun 00:00-24:00      | 2026-01-18 00:00 | open",
        "Sun 00:00-24:00      | 2026-01-18 23:59 | open",
        "Sun 00:00-24:00      | 2026-01-19 00:00 | shut",
        "Sun 22:00-24:00      | 2026-01-18 23:59 | open",
        "Sun 22:00-24:00      | 2026-01-19 00:00 | shut",
        "2026-12-24 18:00 - 2026-12-26 08:00 | 2026-12-24 17:59 | shut",
        "2026-12-24 18:00 - 2026-12-26 08:00 | 2026-12-24 18:00 | open",
        "2026-12-24 18:00 - 2026-12-26 08:00 | 2026-12-25 12:00 | open",
        "2026-12-24 18:00 - 2026-12-26 08:00 | 2026-12-26 08:00 | shut",
        "2026-12-24 18:00 - 2026-12-26 08:00 | 2027-12-25 12:00 | shut",
        "2026-12-24 18:00-20:00              | 2026-12-24 19:59 | open",
      })
  void a_window_is_open_by_the_clock_on_the_wall(String window, String time, String expected) {
    // Given
    LocalDateTime shown = LocalDateTime.parse(time.replace(' ', 'T'));

    // When
    boolean open = MaintenanceWindow.parse(window).covers(shown);

    // Then
    assertThat(open).isEqualTo(expected.equals("open"));
  }

  /// On 2026-03-29 the clock goes from 02:00 to 03:00, on 2026-10-25 from 03:00 back to 02:00.
  @ParameterizedTest(name = "{0}: {1} UTC is {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "Sun 02:00-04:00 | 2026-03-29 00:59 | shut", // 01:59 in winter time
        "Sun 02:00-04:00 | 2026-03-29 01:00 | open", // 03:00 in summer time
        "Sun 02:00-04:00 | 2026-03-29 01:59 | open",
        "Sun 02:00-04:00 | 2026-03-29 02:00 | shut",
        "Sun 02:00-02:30 | 2026-03-29 01:00 | shut", // there is no such time on this day
        "Sun 02:00-04:00 | 2026-10-24 23:59 | shut", // 01:59 in summer time
        "Sun 02:00-04:00 | 2026-10-25 00:00 | open",
        "Sun 02:00-04:00 | 2026-10-25 01:30 | open", // 02:30 for the second time
        "Sun 02:00-04:00 | 2026-10-25 02:59 | open",
        "Sun 02:00-04:00 | 2026-10-25 03:00 | shut",
        "Sun 02:00-02:30 | 2026-10-25 00:15 | open",
        "Sun 02:00-02:30 | 2026-10-25 00:45 | shut",
        "Sun 02:00-02:30 | 2026-10-25 01:15 | open",
        "Sun 02:00-04:00 | 2026-07-05 00:00 | open", // two hours from UTC
        "Sun 02:00-04:00 | 2026-01-18 00:30 | shut", // one hour from UTC
      })
  void a_clock_that_is_put_forward_or_back_is_followed(
      String window, String time, String expected) {
    // Given
    Maintenance maintenance = new Maintenance(List.of(MaintenanceWindow.parse(window)), BERLIN);

    // When
    boolean open =
        maintenance.covers(LocalDateTime.parse(time.replace(' ', 'T')).toInstant(ZoneOffset.UTC));

    // Then
    assertThat(open).isEqualTo(expected.equals("open"));
  }

  @Test
  void over_two_years_a_window_is_open_whenever_day_and_time_as_people_read_them_are_in_it() {
    // Given
    Maintenance maintenance =
        new Maintenance(
            List.of(
                MaintenanceWindow.parse("Mon..Fri 23:30-00:30"),
                MaintenanceWindow.parse("Sun 02:00-04:00")),
            BERLIN);
    ZonedDateTime time = ZonedDateTime.of(2026, 1, 1, 0, 7, 0, 0, BERLIN);
    DateTimeFormatter format = DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ENGLISH);
    int open = 0;

    for (; time.getYear() < 2028; time = time.plusMinutes(15)) {
      // When
      boolean covered = maintenance.covers(time.toInstant());

      // Then
      assertThat(covered)
          .as(time.toString())
          .isEqualTo(
              format
                  .format(time)
                  .matches(
                      "(Mon|Tue|Wed|Thu|Fri) 23:[345].|(Tue|Wed|Thu|Fri|Sat) 00:[012].|Sun"
                          + " 0[23]:.."));
      open += covered ? 1 : 0;
    }
    assertThat(open).isGreaterThan(2000);
  }

  @Test
  void without_a_window_nothing_is_covered() {
    assertThat(Maintenance.NONE.covers(Instant.EPOCH)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sun 02:00-04:00             | Sun 02:00-04:00",
        "  sunday   2:00 - 4:00      | Sun 02:00-04:00",
        "Mon-Fri 02:00–04:00         | Mon..Fri 02:00-04:00",
        "Mon .. Fri 02:00-04:00      | Mon..Fri 02:00-04:00",
        "Sun, mon,Tue 02:00-04:00    | Mon,Tue,Sun 02:00-04:00",
        "Mon..Wed,Sat 02:00-04:00    | Mon..Wed,Sat 02:00-04:00",
        "Sat..Mon 02:00-04:00        | Mon,Sat,Sun 02:00-04:00",
        "Mon..Sun 22:00-24:00        | 22:00-24:00",
        "2026-12-24T18:00-20:00      | 2026-12-24 18:00 - 2026-12-24 20:00",
        "2026-12-24 18:00-24:00      | 2026-12-24 18:00 - 2026-12-25 00:00",
        "2026-12-24 18:00 - 2026-12-26 08:00 | 2026-12-24 18:00 - 2026-12-26 08:00",
      })
  void a_window_is_shown_as_it_could_be_written(String text, String shown) {
    // When
    MaintenanceWindow window = MaintenanceWindow.parse(text);

    // Then
    assertThat(window).hasToString(shown);
    assertThat(MaintenanceWindow.parse(shown)).isEqualTo(window);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                  | it is written neither like",
        "Sun                                 | it is written neither like",
        "Sun 2-4                             | it is written neither like",
        "Sun 02:00                           | it is written neither like",
        "Sun 02:00-04:00 Mon 02:00-04:00     | it is written neither like",
        "2026-12-24 - 2026-12-26             | it is written neither like",
        "Sum 02:00-04:00                     | days are Mon, Tue, Wed, Thu, Fri, Sat and Sun",
        "Mon..Fry 02:00-04:00                | days are Mon, Tue, Wed, Thu, Fri, Sat and Sun",
        "Mon, 02:00-04:00                    | it is written neither like",
        "Mon..Wed..Fri 02:00-04:00           | a range of days is written like Mon..Fri",
        "Sun 02:00-24:01                     | times go from 00:00 to 24:00",
        "Sun 02:60-03:00                     | times go from 00:00 to 24:00",
        "Sun 24:00-03:00                     | no window begins at 24:00; the next day's 00:00 is meant",
        "Sun 02:00-02:00                     | it begins and ends at the same time; a whole day is 00:00-24:00",
        "2026-02-30 02:00-03:00              | a date in it is in no calendar",
        "2026-12-24 18:00-17:00              | its end is not later than its beginning; if it is on another day, write that date too",
        "2026-12-24 18:00 - 2026-12-23 19:00 | its end is not later than its beginning",
      })
  void what_is_no_window_is_told_with_its_reason(String text, String reason) {
    assertThatThrownBy(() -> MaintenanceWindow.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .startsWith(reason);
  }
}
