package dev.mailmonitor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LateMailTest {
  private static final Instant SENT = Instant.parse("2026-01-16T10:02:30.5Z");

  @ParameterizedTest
  @CsvSource({
    // What the mailbox says; what is believed, since the mail was missing after 60 s
    "2026-01-16T10:25:30Z, PT22M59.5S",
    "2026-01-16T10:03:30Z, PT60S",
    "2026-01-16T10:00:00Z, PT60S",
    "2026-01-16T12:00:00Z, PT30M",
    "1970-01-01T00:00:00Z, PT60S"
  })
  void the_mailbox_is_believed_within_what_was_seen(Instant dated, Duration expected) {
    // Given
    PendingMail mail = new PendingMail(new UUID(1, 1), SENT, SENT.plusSeconds(60));

    // When
    LateMail late =
        LateMail.seen(mail, dated, LateMail.Place.INBOX, SENT.plus(Duration.ofMinutes(30)));

    // Then
    assertThat(late.delay()).isEqualTo(expected);
  }

  @Test
  void a_clock_that_was_set_back_makes_no_mail_quicker_than_it_was_seen_to_be() {
    // Given
    PendingMail mail = new PendingMail(new UUID(1, 1), SENT, SENT.plusSeconds(60));

    // When
    LateMail late =
        LateMail.seen(mail, SENT.minusSeconds(9), LateMail.Place.INBOX, SENT.minusSeconds(3600));

    // Then
    assertThat(late.delay()).isEqualTo(Duration.ofSeconds(60));
  }
}
