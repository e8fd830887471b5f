package dev.mailmonitor.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.probe.LateMail;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LateMailTextTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static LateMail late(Instant sent, Duration delay, LateMail.Place place) {
    return new LateMail(new UUID(1, 1), sent, sent.plus(delay), place);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-16T09:02:30Z, PT23M, INBOX, the mail of 10:02 arrived after 23 min",
    "2026-01-16T09:02:30Z, PT61S, INBOX, the mail of 10:02 arrived after 1 min",
    "2026-01-16T09:02:30Z, PT2H5M, JUNK, the mail of 10:02 arrived in Junk after 2 h 5 min",
    "2026-01-16T22:30:00Z, PT1H, INBOX, the mail of 2026-01-16 23:30 arrived after 1 h"
  })
  void a_late_mail_is_told_in_local_time(
      Instant sent, Duration delay, LateMail.Place place, String expected) {
    assertThat(LateMailText.of(late(sent, delay, place), BERLIN)).isEqualTo(expected);
  }

  @Test
  void many_late_mails_are_counted() {
    // Given
    LateMail one =
        late(Instant.parse("2026-01-16T09:02:30Z"), Duration.ofMinutes(9), LateMail.Place.INBOX);

    // When
    List<String> remarks = LateMailText.remarks(Collections.nCopies(20, one), BERLIN);

    // Then
    assertThat(remarks)
        .hasSize(4)
        .startsWith("The mail of 10:02 arrived after 9 min.")
        .endsWith("17 more mails arrived late.");
  }
}
