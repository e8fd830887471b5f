package dev.mailmonitor.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a verbose run shows of several sessions.
class TranscriptTest {
  private static final long SOME_TIME = -7_000_000_000L;

  private static Transcript.Line line(Service service, int start, int at, String text) {
    return new Transcript.Line(
        SOME_TIME + Duration.ofMillis(at).toNanos(),
        Duration.ofMillis(at - start),
        service,
        true,
        text);
  }

  @Test
  void sessions_that_began_at_different_times_are_told_by_one_clock() {
    // Given
    Transcript imap =
        new Transcript(
            List.of(line(Service.IMAP, 5, 20, "* OK ready"), line(Service.IMAP, 5, 90, "* BYE")));
    Transcript smtp = new Transcript(List.of(line(Service.SMTP, 0, 30, "220 ready")));
    Transcript reopened = new Transcript(List.of(line(Service.IMAP, 100, 110, "* OK ready")));

    // When
    Transcript all = imap.and(reopened).and(smtp);

    // Then
    assertThat(all.lines())
        .extracting(Transcript.Line::toString)
        .containsExactly(
            "    20.0 ms IMAP < * OK ready",
            "    30.0 ms SMTP < 220 ready",
            "    90.0 ms IMAP < * BYE",
            "   110.0 ms IMAP < * OK ready");
  }
}
