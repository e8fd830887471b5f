package dev.mailmonitor.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.Foreign;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever somebody writes: it is a span that can be written and read again, or told what it must
/// be.
class TimeSpanPropertyTest {
  @Provide
  Arbitrary<Duration> spans() {
    long longest = TimeSpan.LONGEST.toNanos();
    return Arbitraries.oneOf(
            Arbitraries.longs().between(1, longest),
            Arbitraries.longs().between(1, 10_000_000_000L),
            Arbitraries.longs()
                .between(1, 3650L * 24 * 60)
                .map(minutes -> minutes * 60_000_000_000L))
        .map(Duration::ofNanos);
  }

  @Provide
  Arbitrary<String> texts() {
    List<String> parts =
        List.of(
            "1",
            "0",
            "15",
            "30",
            "999999999999999999",
            ".",
            ",",
            "-",
            "+",
            "min",
            "m",
            "M",
            "h",
            "s",
            "ms",
            "µs",
            "d",
            "w",
            "y",
            "P",
            "PT",
            "T",
            "p",
            "H",
            "S",
            "D",
            "W",
            " ",
            "\t",
            "\u00a0",
            "e9",
            "month");
    Arbitrary<String> likely =
        Arbitraries.of(parts).list().ofMaxSize(12).map(list -> String.join("", list));
    return Arbitraries.oneOf(likely, Foreign.texts(40));
  }

  @Property
  void what_is_written_is_read_as_the_same_span(@ForAll("spans") Duration span) {
    assertThat(TimeSpan.parse(TimeSpan.format(span))).isEqualTo(span);
  }

  @Property
  void iso_is_read_as_java_writes_it(@ForAll("spans") Duration span) {
    assertThat(TimeSpan.parse(span.toString())).isEqualTo(span);
  }

  @Property(tries = 5000)
  void any_text_is_a_span_or_told_what_it_must_be(@ForAll("texts") String text) {
    // When
    Duration span;
    try {
      span = TimeSpan.parse(text);
    } catch (IllegalArgumentException refused) {
      // Then
      assertThat(refused).hasMessageStartingWith("a time span ");
      return;
    }
    assertThat(span).isPositive().isLessThanOrEqualTo(TimeSpan.LONGEST);
    assertThat(TimeSpan.parse(TimeSpan.format(span))).isEqualTo(span);
  }
}
