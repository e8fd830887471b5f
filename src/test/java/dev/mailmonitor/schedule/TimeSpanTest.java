package dev.mailmonitor.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Spans of time as people write them.
class TimeSpanTest {
  @ParameterizedTest
  @CsvSource({
    "90, PT1M30S",
    "0.5, PT0.5S",
    "15min, PT15M",
    "5m, PT5M",
    "1h30min, PT1H30M",
    "1h 30min, PT1H30M",
    "30min 1h, PT1H30M",
    "' 15 min ', PT15M",
    "2d, PT48H",
    "90s, PT1M30S",
    "500ms, PT0.5S",
    "1w, PT168H",
    "1.5h, PT1H30M",
    "2hours 3minutes 4seconds, PT2H3M4S",
    "1 week 2 days, PT216H",
    "10us, PT0.00001S",
    "10µs, PT0.00001S",
    "10μs, PT0.00001S",
    "1ns, PT0.000000001S",
    "PT15M, PT15M",
    "pt15m, PT15M",
    "P1D, PT24H",
    "P1DT12H, PT36H",
    "P2W, PT336H",
    "PT1.5S, PT1.5S",
    "3650d, PT87600H"
  })
  void a_span_is_understood(String text, Duration expected) {
    assertThat(TimeSpan.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "PT15M, 15min",
    "PT1H30M, 1h30min",
    "PT90S, 1min30s",
    "PT0.5S, 500ms",
    "PT24H, 1d",
    "PT168H, 1w",
    "PT192H, 1w1d",
    "PT1.000000001S, 1s1ns",
    "PT0.000001S, 1us"
  })
  void a_span_is_written_as_short_as_it_can_be_read(Duration span, String expected) {
    assertThat(TimeSpan.format(span)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "min", "15 minuten", "1h 30", "30 1h", "1,5h", "1h-30min", "+15min", "15min.",
            "15MIN",
        "1..5h", "infinity", "P", "PT", "PT15", "P15", "P1DT", "15min PT5M", "１５min", "1e3", "0x10",
        "1:30"
      })
  void what_is_no_span_is_refused_with_examples(String text) {
    assertThatThrownBy(() -> TimeSpan.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a time span such as 15min, 1h30min, 90s or PT15M");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "0s", "0min 0s", "-1", "-15min", "PT0S", "PT-15M", "-PT15M", "0.1ns"})
  void a_span_that_is_not_longer_than_zero_is_refused(String text) {
    assertThatThrownBy(() -> TimeSpan.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a time span longer than zero, such as 15min");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1M", "2 months", "1y", "1 year", "P1M", "P1Y2D", "P1MT5M"})
  void a_unit_without_a_fixed_length_is_refused(String text) {
    assertThatThrownBy(() -> TimeSpan.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a time span in weeks, days, hours, minutes (min or m) or seconds, such as 15min");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3650d 1ns",
        "999999999999999999w",
        "999999999999999999",
        "PT9223372036854775807S",
        "P99999999D",
        "P999999999W"
      })
  void a_span_of_more_than_ten_years_is_refused(String text) {
    assertThatThrownBy(() -> TimeSpan.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a time span of at most 3650d");
  }

  @Test
  void only_what_could_be_read_is_written() {
    assertThatThrownBy(() -> TimeSpan.format(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TimeSpan.format(Duration.ofSeconds(Long.MIN_VALUE)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TimeSpan.format(Duration.ofSeconds(Long.MAX_VALUE)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
