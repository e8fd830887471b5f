package dev.mailmonitor.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.alert.AlertRules;
import dev.mailmonitor.mail.Timings;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.LateMail;
import dev.mailmonitor.probe.PendingMail;
import dev.mailmonitor.probe.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is remembered and told of mails that were not delivered in time.
class InFlightTest {
  private static final Instant SENT = Instant.parse("2026-01-16T09:02:30Z");
  private static final Instant NOW = SENT.plus(Duration.ofMinutes(30));
  private static final PendingMail PENDING =
      new PendingMail(new UUID(1, 1), SENT, SENT.plusSeconds(60));
  private static final LateMail LATE =
      new LateMail(PENDING.run(), SENT, SENT.plus(Duration.ofMinutes(23)), LateMail.Place.INBOX);

  private static CheckReport report(
      Verdict verdict, List<LateMail> late, @Nullable PendingMail undelivered) {
    CheckReport plain = Reports.of(verdict);
    return new CheckReport(
        plain.target(),
        plain.startedAt(),
        plain.took(),
        plain.results(),
        plain.warnings(),
        Timings.NONE,
        null,
        late,
        undelivered);
  }

  private static TargetState unhealthy(InFlight inFlight) {
    return new TargetState.Unhealthy(Memory.fresh(new UUID(9, 9)).withInFlight(inFlight), SENT);
  }

  private static TargetState decide(TargetState before, CheckReport report) {
    return new AlertPolicy(List.of("ntfy"), ZoneId.of("Europe/Berlin"), AlertRules.AT_ONCE)
        .decide(before, report, NOW);
  }

  @Test
  void a_mail_that_was_not_seen_is_remembered() {
    // When
    TargetState after =
        decide(unhealthy(InFlight.NONE), report(Verdict.UNHEALTHY, List.of(), PENDING));

    // Then
    assertThat(after.memory().inFlight().pending()).containsExactly(PENDING);
  }

  @Test
  void a_mail_of_a_time_that_is_still_to_come_is_not_waited_for_until_then() {
    // Given: sent before the clock was set back by years.
    Instant ahead = NOW.plus(Duration.ofDays(9000));
    PendingMail early = new PendingMail(new UUID(1, 7), ahead, ahead);

    // When
    TargetState after =
        decide(
            unhealthy(new InFlight(List.of(early, PENDING), List.of())),
            report(Verdict.UNHEALTHY, List.of(), null));

    // Then
    assertThat(after.memory().inFlight().pending()).containsExactly(PENDING);
  }

  @Test
  void a_mail_that_came_late_is_told_with_the_recovery_in_local_time() {
    // When
    TargetState after =
        decide(
            unhealthy(new InFlight(List.of(PENDING), List.of())),
            report(Verdict.HEALTHY, List.of(LATE), null));

    // Then
    assertThat(after.outbox().entries())
        .singleElement()
        .satisfies(entry ->
            assertThat(entry.alert().remarks())
                .containsExactly("The mail of 10:02 arrived after 23 min."));
    assertThat(after.memory().inFlight()).isEqualTo(InFlight.NONE);
  }

  @Test
  void a_mail_that_came_late_while_others_fail_is_told_when_there_is_something_to_tell() {
    // Given
    TargetState silent =
        decide(
            unhealthy(new InFlight(List.of(PENDING), List.of())),
            report(Verdict.UNHEALTHY, List.of(LATE), null));

    // When
    TargetState recovered = decide(silent, report(Verdict.HEALTHY, List.of(), null));

    // Then
    assertThat(silent.outbox().isEmpty()).isTrue();
    assertThat(silent.memory().inFlight()).isEqualTo(new InFlight(List.of(), List.of(LATE)));
    assertThat(recovered.outbox().entries().getFirst().alert().remarks())
        .containsExactly("The mail of 10:02 arrived after 23 min.");
  }

  @Test
  void what_is_older_than_a_day_is_forgotten() {
    // Given
    PendingMail old =
        new PendingMail(
            new UUID(1, 2), NOW.minus(Duration.ofHours(25)), NOW.minus(Duration.ofHours(24)));

    // When
    TargetState after =
        decide(
            unhealthy(new InFlight(List.of(old, PENDING), List.of())),
            report(Verdict.UNHEALTHY, List.of(), null));

    // Then
    assertThat(after.memory().inFlight().pending()).containsExactly(PENDING);
  }

  @Test
  void no_more_than_the_hundred_newest_are_kept() {
    // Given
    List<PendingMail> many =
        LongStream.range(0, 150)
            .mapToObj(n -> new PendingMail(new UUID(1, n), SENT, SENT))
            .toList();

    // When
    InFlight kept = new InFlight(many, List.of());

    // Then
    assertThat(kept.pending()).isEqualTo(many.subList(50, 150));
  }
}
