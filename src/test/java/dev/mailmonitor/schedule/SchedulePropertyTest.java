package dev.mailmonitor.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.schedule.Schedule.Cron;
import dev.mailmonitor.schedule.Schedule.Every;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// What holds for every schedule at every time.
class SchedulePropertyTest {
  private static final Instant FIRST = Instant.parse("2020-01-01T00:00:00Z");

  @Provide
  Arbitrary<Instant> times() {
    return Arbitraries.longs()
        .between(0, Duration.ofDays(3650).toMillis())
        .map(FIRST::plusMillis)
        .edgeCases(cases -> cases.add(FIRST));
  }

  /// Zones that change at 2:00 and at midnight, by an hour and by half an hour, and not at all.
  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "America/Santiago",
            "Atlantic/Azores",
            "Africa/Casablanca",
            "Asia/Kolkata",
            "UTC")
        .map(ZoneId::of);
  }

  @Provide
  Arbitrary<String> expressions() {
    return Arbitraries.of(
        "* * * * *",
        "*/15 * * * *",
        "*/15 8-17 * * 1-5",
        "7 * * * *",
        "0 */2 * * *",
        "30 2 * * *",
        "*/20 1-2 * * *",
        "0 0 * * *",
        "45 23 * * 6",
        "0 18-23,0-7 * * *");
  }

  @Property
  void an_interval_is_due_within_it_and_at_its_phase(
      @ForAll("times") Instant time, @ForAll("intervals") Every every) {
    // When
    Instant next = every.next(time);

    // Then
    assertThat(next).isAfter(time).isBeforeOrEqualTo(time.plus(every.interval()));
    assertThat(
            Duration.between(Instant.EPOCH, next).minus(every.phase()).toNanos()
                % every.interval().toNanos())
        .isZero();
  }

  @Provide
  Arbitrary<Every> intervals() {
    return Arbitraries.longs()
        .between(1, Duration.ofDays(40).toMillis())
        .flatMap(interval ->
            Arbitraries.longs()
                .between(0, interval - 1)
                .map(phase -> new Every(Duration.ofMillis(interval), Duration.ofMillis(phase))));
  }

  /// Around each change of clocks: a time that the wall clock shows once is never missed, one that
  /// it shows twice is met at least the first time, and what is due at no such time is due at the
  /// change.
  @Property(tries = 100)
  void the_wall_clock_is_owed_nothing_and_gets_nothing_twice(
      @ForAll("zones") ZoneId zone,
      @ForAll("expressions") String text,
      @ForAll("times") Instant time) {
    // Given
    CronExpression expression = CronExpression.parse(text);
    Cron cron = new Cron(List.of(expression), zone);
    var change = zone.getRules().nextTransition(time);
    Instant from = change == null ? time : change.getInstant().minus(Duration.ofHours(4));
    Instant to = from.plus(Duration.ofHours(8));

    // When
    Set<Instant> due = new LinkedHashSet<>();
    for (Instant next = cron.next(from); !next.isAfter(to); next = cron.next(next)) {
      due.add(next);
    }

    // Then
    assertThat(List.copyOf(due)).isSorted();
    Instant minute = from.truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(1));
    for (; !minute.isAfter(to); minute = minute.plus(Duration.ofMinutes(1))) {
      LocalDateTime wall = LocalDateTime.ofInstant(minute, zone);
      boolean first =
          zone.getRules()
              .getValidOffsets(wall)
              .getFirst()
              .equals(zone.getRules().getOffset(minute));
      boolean atChange = change != null && minute.equals(change.getInstant());
      if (first && expression.matches(wall)) {
        assertThat(due.contains(minute)).as("due at %s", minute).isTrue();
      } else if (!expression.matches(wall) && !atChange) {
        assertThat(due.contains(minute)).as("due at %s", minute).isFalse();
      }
    }
  }
}
