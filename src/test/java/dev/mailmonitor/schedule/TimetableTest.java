package dev.mailmonitor.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.schedule.Schedule.Cron;
import dev.mailmonitor.schedule.Schedule.Every;
import dev.mailmonitor.schedule.Timetable.Start;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which target is checked next; the clock is stepped by hand.
class TimetableTest {
  private static final Instant START = Instant.parse("2026-01-16T09:30:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Every QUARTER = new Every(Duration.ofMinutes(15));
  private static final Cron NOON =
      new Cron(List.of(CronExpression.parse("0 12 * * *")), ZoneOffset.UTC);

  /// No chance at all.
  private static final RandomGenerator NO_JITTER = () -> 0;

  private final Timetable<String> timetable = new Timetable<>(NO_JITTER);
  private Instant now = START;

  private List<String> start(int places) {
    return timetable.startDue(now, places).stream().map(Start::key).toList();
  }

  private Instant plan(String key) {
    return timetable.nextRun(key).orElseThrow();
  }

  private void runAtPlan(String key) {
    now = plan(key);
    assertThat(start(1)).containsExactly(key);
    now = now.plus(SECOND);
    timetable.finished(key, now);
  }

  @Test
  void the_only_target_runs_at_once() {
    // When
    timetable.put("", QUARTER, now);

    // Then
    assertThat(plan("")).isBetween(START, START.plus(SECOND));
  }

  @Test
  void many_targets_run_first_within_a_minute_and_spread_over_it() {
    // When
    for (int index = 0; index < 1000; index++) {
      timetable.put("mx" + index, index % 2 == 0 ? QUARTER : NOON, now);
    }

    // Then
    List<Integer> inEachTenSeconds = new ArrayList<>();
    for (int step = 1; step <= 6; step++) {
      now = START.plusSeconds(10L * step);
      inEachTenSeconds.add(start(1000).size());
    }
    assertThat(inEachTenSeconds).allMatch(count -> count > 100);
    assertThat(inEachTenSeconds.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1000);
  }

  @Test
  void a_short_interval_bounds_the_wait_for_the_first_run() {
    // Given
    for (int index = 0; index < 500; index++) {
      timetable.put("mx" + index, new Every(Duration.ofSeconds(10)), now);
    }

    // When
    now = START.plusSeconds(10);

    // Then
    assertThat(start(500)).hasSize(500);
  }

  @Test
  void after_the_first_run_targets_are_spread_over_their_interval() {
    // Given
    for (int index = 0; index < 900; index++) {
      timetable.put("mx" + index, QUARTER, now);
    }
    now = START.plus(MINUTE);
    start(900).forEach(key -> timetable.finished(key, now));

    // When
    List<Integer> inEachMinute = new ArrayList<>(Collections.nCopies(17, 0));
    for (int index = 0; index < 900; index++) {
      int minute = (int) Duration.between(START, plan("mx" + index)).toMinutes();
      inEachMinute.set(minute, inEachMinute.get(minute) + 1);
    }

    // Then: nobody just after the first run, about sixty a minute from then on.
    assertThat(inEachMinute.subList(0, 2)).containsOnly(0);
    assertThat(inEachMinute.subList(2, 16)).allMatch(count -> count > 30 && count < 100);
  }

  @Test
  void an_interval_is_kept_without_drift_however_long_checks_take() {
    // Given
    timetable.put("mx", QUARTER, now);
    runAtPlan("mx");
    Instant second = plan("mx");

    // When
    for (int run = 0; run < 1000; run++) {
      now = plan("mx").plusMillis(700);
      assertThat(start(1)).containsExactly("mx");
      now = now.plusSeconds(run % 90);
      timetable.finished("mx", now);
    }

    // Then
    assertThat(plan("mx")).isEqualTo(second.plus(QUARTER.interval().multipliedBy(1000)));
  }

  @Test
  void the_times_of_an_interval_outlast_a_restart() {
    // Given
    timetable.put("mx", QUARTER, now);
    runAtPlan("mx");
    Instant before = plan("mx");
    Timetable<String> restarted = new Timetable<>(NO_JITTER);

    // When
    restarted.put("mx", QUARTER, now);
    now = restarted.nextRun("mx").orElseThrow();
    restarted.startDue(now, 1);
    restarted.finished("mx", now.plus(SECOND));

    // Then
    Instant after = restarted.nextRun("mx").orElseThrow();
    assertThat(Duration.between(before, after).toSeconds() % QUARTER.interval().toSeconds())
        .isZero();
  }

  @Test
  void chance_delays_a_run_by_a_second_at_most_and_does_not_add_up() {
    // Given
    Timetable<String> delayed = new Timetable<>(() -> -1L >>> 1);
    timetable.put("mx", QUARTER, now);
    delayed.put("mx", QUARTER, now);

    // When
    List<Duration> delays = new ArrayList<>();
    for (int run = 0; run < 20; run++) {
      for (Timetable<String> each : List.of(timetable, delayed)) {
        Instant at = each.nextRun("mx").orElseThrow();
        each.startDue(at, 1);
        each.finished("mx", at.plusSeconds(5));
      }
      delays.add(Duration.between(plan("mx"), delayed.nextRun("mx").orElseThrow()));
    }

    // Then
    assertThat(delays).allMatch(delay -> !delay.isNegative() && delay.compareTo(SECOND) <= 0);
  }

  @Test
  void a_target_with_times_of_day_runs_soon_and_then_at_these() {
    // Given
    timetable.put("mx", NOON, now);

    // When
    runAtPlan("mx");
    Instant second = plan("mx");
    runAtPlan("mx");

    // Then
    assertThat(second).isEqualTo("2026-01-16T12:00:00Z");
    assertThat(plan("mx")).isEqualTo("2026-01-17T12:00:00Z");
  }

  @Test
  void a_running_target_is_not_started_again() {
    // Given
    timetable.put("mx", QUARTER, now);
    now = now.plus(SECOND);
    start(1);

    // When
    now = now.plus(Duration.ofHours(3));

    // Then
    assertThat(start(8)).isEmpty();
    assertThat(timetable.isRunning("mx")).isTrue();
    assertThat(timetable.nextRun("mx")).isEmpty();
  }

  @Test
  void what_falls_due_while_a_target_runs_is_left_out() {
    // Given
    timetable.put("mx", QUARTER, now);
    runAtPlan("mx");
    Instant due = plan("mx");
    now = due;
    start(1);

    // When
    now = due.plus(QUARTER.interval()).plusSeconds(30);
    timetable.finished("mx", now);

    // Then
    assertThat(plan("mx")).isEqualTo(due.plus(QUARTER.interval().multipliedBy(2)));
  }

  @Test
  void a_target_rests_for_a_second_at_least() {
    // Given
    timetable.put("mx", QUARTER, now);
    runAtPlan("mx");
    Instant due = plan("mx");
    now = due;
    start(1);

    // When
    now = due.plus(QUARTER.interval()).minusMillis(1);
    timetable.finished("mx", now);

    // Then
    assertThat(plan("mx")).isEqualTo(now.plus(SECOND));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT2H", "PT24H", "PT720H"})
  void what_was_missed_in_sleep_is_caught_up_once(Duration sleep) {
    // Given
    timetable.put("interval", QUARTER, now);
    timetable.put("daily", NOON, now);
    now = now.plus(MINUTE);
    start(2).forEach(key -> timetable.finished(key, now));
    Instant planned = plan("interval");

    // When
    now = Instant.parse("2026-01-16T12:00:01Z").plus(sleep);
    List<Start<String>> starts = timetable.startDue(now, 8);
    now = now.plusSeconds(3);
    timetable.finished("interval", now);
    timetable.finished("daily", now);

    // Then
    assertThat(starts).extracting(Start::key).containsExactly("interval", "daily");
    assertThat(starts.getFirst().planned()).isEqualTo(planned);
    assertThat(starts.getFirst().lateness())
        .isEqualTo(Duration.between(planned, now.minusSeconds(3)));
    assertThat(start(8)).isEmpty();
    assertThat(plan("interval")).isBetween(now.plusSeconds(30), now.plusSeconds(16 * 60));
    assertThat(plan("daily")).isAfter(now).isBeforeOrEqualTo(now.plus(Duration.ofDays(1)));
  }

  @Test
  void those_that_waited_longest_go_first() {
    // Given
    for (String key : List.of("a", "b", "c", "d")) {
      timetable.put(key, QUARTER, now);
    }
    List<String> order = new ArrayList<>(List.of("a", "b", "c", "d"));
    order.sort((one, other) -> plan(one).compareTo(plan(other)));

    // When
    now = now.plus(MINUTE);
    List<String> first = start(1);
    List<String> others = start(2);

    // Then
    assertThat(first).isEqualTo(order.subList(0, 1));
    assertThat(others).isEqualTo(order.subList(1, 3));
    assertThat(start(0)).isEmpty();
    assertThat(start(-1)).isEmpty();
    assertThat(start(8)).isEqualTo(order.subList(3, 4));
  }

  @Test
  void a_clock_that_is_set_back_for_hours_stalls_nothing() {
    // Given
    timetable.put("interval", QUARTER, now);
    timetable.put("daily", NOON, now);
    now = now.plus(MINUTE);
    start(2).forEach(key -> timetable.finished(key, now));

    // When
    now = now.minus(Duration.ofHours(5));
    assertThat(start(8)).isEmpty();

    // Then
    assertThat(plan("interval")).isBetween(now, now.plus(QUARTER.interval()));
    assertThat(plan("daily")).isEqualTo("2026-01-16T12:00:00Z");
  }

  @Test
  void a_clock_that_is_set_back_does_not_delay_what_was_about_to_run() {
    // Given
    timetable.put("first", QUARTER, now);
    timetable.put("daily", NOON, now);

    // When
    now = now.minus(Duration.ofHours(5));
    start(0);
    now = now.plusSeconds(2);

    // Then
    assertThat(start(8)).hasSize(2);
  }

  @Test
  void a_clock_that_is_set_back_during_a_run_stalls_nothing() {
    // Given
    timetable.put("mx", QUARTER, now);
    now = now.plus(SECOND);
    start(1);

    // When
    now = now.minus(Duration.ofHours(5));
    timetable.finished("mx", now);

    // Then
    assertThat(plan("mx")).isBetween(now, now.plus(QUARTER.interval()));
  }

  static List<Schedule> schedules() {
    return List.of(QUARTER, NOON);
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void a_clock_that_is_set_back_a_little_repeats_nothing(Schedule schedule) {
    // Given
    timetable.put("mx", schedule, now);
    runAtPlan("mx");
    Instant due = plan("mx");
    now = due;
    start(1);

    // When
    now = now.minusSeconds(3);
    timetable.finished("mx", now);

    // Then
    assertThat(plan("mx")).isAfter(due.plus(Duration.ofMinutes(10)));
  }

  @Test
  void a_target_whose_schedule_is_replaced_runs_soon_and_then_by_the_new_one() {
    // Given
    timetable.put("mx", NOON, now);
    runAtPlan("mx");

    // When
    timetable.put("mx", QUARTER, now);

    // Then
    assertThat(plan("mx")).isBetween(now, now.plus(SECOND));
    runAtPlan("mx");
    assertThat(plan("mx")).isBetween(now, now.plusSeconds(16 * 60));
  }

  @Test
  void a_running_target_that_is_replaced_runs_again_soon_after() {
    // Given
    timetable.put("mx", NOON, now);
    now = now.plus(SECOND);
    start(1);

    // When
    timetable.put("mx", QUARTER, now);
    assertThat(start(8)).isEmpty();
    now = now.plusSeconds(20);
    timetable.finished("mx", now);

    // Then
    assertThat(plan("mx")).isEqualTo(now.plus(SECOND));
    runAtPlan("mx");
    assertThat(plan("mx")).isBetween(now, now.plusSeconds(16 * 60));
  }

  @Test
  void a_target_that_is_removed_does_not_run() {
    // Given
    timetable.put("gone", QUARTER, now);
    timetable.put("runs", QUARTER, now);
    timetable.remove("gone");
    timetable.remove("never there");
    now = now.plus(MINUTE);
    assertThat(start(8)).containsExactly("runs");

    // When
    timetable.remove("runs");
    timetable.finished("runs", now);
    timetable.finished("runs", now);
    now = now.plus(Duration.ofDays(1));

    // Then
    assertThat(start(8)).isEmpty();
    assertThat(timetable.isRunning("runs")).isFalse();
  }

  @Test
  void a_target_that_comes_back_waits_for_its_last_run() {
    // Given
    timetable.put("mx", QUARTER, now);
    now = now.plus(SECOND);
    start(1);
    timetable.remove("mx");

    // When
    timetable.put("mx", QUARTER, now);
    now = now.plus(MINUTE);

    // Then
    assertThat(start(8)).isEmpty();
    timetable.finished("mx", now);
    now = now.plus(SECOND);
    assertThat(start(8)).containsExactly("mx");
  }
}
