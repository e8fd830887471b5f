package dev.mailmonitor.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.schedule.Schedule.Cron;
import dev.mailmonitor.schedule.Schedule.Every;
import dev.mailmonitor.schedule.Simulation.Run;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/// Days of a service in simulated time, with many targets, long checks, few places, a clock that
/// jumps and a configuration that changes. The simulation itself asserts that nothing overlaps.
class TimetablePropertyTest {
  private static final Instant START = Instant.parse("2026-03-27T11:58:13Z");
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration JITTER = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /// An interval and how long a check of a target takes at most.
  private record Habit(Every every, int longest) {
    static Habit any(Random random) {
      return new Habit(
          new Every(Duration.ofSeconds(10 + random.nextInt(1800))), 1 + random.nextInt(90));
    }
  }

  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  void with_enough_places_every_interval_is_kept(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int count) {
    // Given
    Random random = new Random(seed);
    Map<String, Habit> habits = habits(random, count);
    Simulation simulation = new Simulation(START, count, seed, key -> length(random, habits, key));
    habits.forEach((key, habit) -> simulation.put(key, habit.every()));

    // When
    Duration span = Duration.ofHours(8);
    simulation.pass(span);

    // Then
    habits.forEach((key, habit) -> {
      Duration interval = habit.every().interval();
      List<Run> runs = simulation.runs(key);
      assertThat(runs.getFirst().real()).isLessThanOrEqualTo(MINUTE.plus(TICK));
      assertThat(runs)
          .allMatch(run -> Duration.between(run.planned(), run.actual()).compareTo(TICK) <= 0);
      if (habit.longest() + 3 < interval.toSeconds()) {
        assertThat(runs)
            .hasSizeBetween(
                (int) span.minus(MINUTE.multipliedBy(2)).dividedBy(interval),
                (int) span.dividedBy(interval) + 2);
      }
      assertKeptRhythm(runs.subList(1, runs.size()), interval);
    });
  }

  /// Planned times are whole intervals apart, but for chance and for the rest after a long check.
  private static void assertKeptRhythm(List<Run> runs, Duration interval) {
    for (int index = 1; index < runs.size(); index++) {
      Duration distance =
          Duration.between(runs.getFirst().planned(), runs.get(index).planned()).plus(JITTER);
      long beyond = distance.toMillis() % interval.toMillis();
      assertThat(beyond)
          .isLessThanOrEqualTo(JITTER.multipliedBy(2).plus(TICK.multipliedBy(2)).toMillis());
    }
  }

  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  void with_few_places_everybody_has_a_turn(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int places) {
    // Given
    Random random = new Random(seed);
    int count = 60;
    Simulation simulation = new Simulation(START, places, seed, _ -> Duration.ofSeconds(10));
    for (int index = 0; index < count; index++) {
      // Half of them would like to run far more often than there is room for.
      int interval = index % 2 == 0 ? 10 + random.nextInt(20) : 300 + random.nextInt(300);
      simulation.put("mx" + index, new Every(Duration.ofSeconds(interval)));
    }

    // When
    Duration span = Duration.ofHours(6);
    simulation.pass(span);

    // Then
    Duration round = Duration.ofSeconds(12L * count / places);
    Duration longest = round.plusSeconds(700);
    for (int index = 0; index < count; index++) {
      Duration last = Duration.ZERO;
      for (Run run : simulation.runs("mx" + index)) {
        assertThat(run.real().minus(last)).isLessThan(longest);
        assertThat(Duration.between(run.planned(), run.actual())).isLessThan(round.plus(MINUTE));
        last = run.real();
      }
      assertThat(span.minus(last)).isLessThan(longest);
    }
  }

  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  void after_the_clock_has_jumped_everybody_goes_on(
      @ForAll long seed, @ForAll @LongRange(min = -100_000, max = 100_000) long seconds) {
    // Given
    Random random = new Random(seed);
    Map<String, Habit> habits = habits(random, 30);
    Simulation simulation = new Simulation(START, 30, seed, key -> length(random, habits, key));
    habits.forEach((key, habit) -> simulation.put(key, habit.every()));
    simulation.pass(Duration.ofSeconds(1 + random.nextInt(7200)));

    // When
    Duration jump = simulation.real();
    Set<String> running = simulation.running();
    simulation.jump(Duration.ofSeconds(seconds));
    simulation.pass(Duration.ofHours(2));

    // Then
    habits.forEach((key, habit) -> {
      Duration interval = habit.every().interval();
      List<Run> runs = simulation.runsSince(key, jump);
      // A run that is under way, a step back that is small enough to be ignored, the distance.
      Duration first = interval.plusSeconds(habit.longest()).plus(MINUTE.multipliedBy(2));
      assertThat(runs.getFirst().real().minus(jump)).isLessThanOrEqualTo(first);
      assertThat(runs).hasSizeBetween(1, (int) Duration.ofHours(2).dividedBy(interval) + 3);
      if (seconds > interval.toSeconds() && !running.contains(key)) {
        // Caught up at once, and once.
        assertThat(runs.getFirst().real().minus(jump)).isLessThanOrEqualTo(TICK);
        Duration half = interval.dividedBy(2);
        Duration distance = half.compareTo(MINUTE) < 0 ? half : MINUTE;
        assertThat(runs.get(1).real().minus(runs.getFirst().real())).isGreaterThan(distance);
      }
    });
  }

  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  void a_configuration_that_changes_all_the_time_confuses_nothing(@ForAll long seed) {
    // Given
    Random random = new Random(seed);
    Simulation simulation =
        new Simulation(START, 3, seed, _ -> Duration.ofSeconds(1 + random.nextInt(60)));
    Map<String, Duration> removed = new HashMap<>();

    // When
    for (int step = 0; step < 400; step++) {
      String key = "mx" + random.nextInt(8);
      if (random.nextInt(3) == 0) {
        simulation.remove(key);
        removed.putIfAbsent(key, simulation.real());
      } else {
        simulation.put(key, Habit.any(random).every());
        Duration since = removed.remove(key);
        if (since != null) {
          assertThat(simulation.runsSince(key, since)).isEmpty();
        }
      }
      simulation.pass(Duration.ofSeconds(random.nextInt(120)));
    }
    for (int index = 0; index < 8; index++) {
      simulation.put("mx" + index, new Every(Duration.ofMinutes(5)));
    }
    Duration settled = simulation.real();
    simulation.pass(Duration.ofHours(1));

    // Then
    for (int index = 0; index < 8; index++) {
      assertThat(simulation.runsSince("mx" + index, settled)).hasSizeBetween(11, 14);
    }
  }

  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void times_of_the_wall_clock_are_met_through_a_change_of_clocks(@ForAll long seed) {
    // Given
    Random random = new Random(seed);
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    Map<String, Cron> schedules = new HashMap<>();
    for (String text :
        List.of("*/15 8-17 * * 1-5", "0 18-23,0-7 * * *", "30 2 * * *", "7 * * * *")) {
      schedules.put(text, new Cron(List.of(CronExpression.parse(text)), berlin));
    }
    Simulation simulation =
        new Simulation(START, 8, seed, _ -> Duration.ofSeconds(1 + random.nextInt(58)));
    schedules.forEach(simulation::put);

    // When
    simulation.pass(Duration.ofDays(4));

    // Then
    schedules.forEach((key, schedule) -> {
      List<Instant> owed = new ArrayList<>();
      Instant first = simulation.runs(key).getFirst().actual();
      Instant time = schedule.next(first.plusSeconds(58));
      for (; !time.isAfter(simulation.wall()); time = schedule.next(time)) {
        owed.add(time);
      }
      List<Instant> met = simulation.runs(key).stream().skip(1).map(Run::planned).toList();
      assertThat(met)
          .endsWith(owed.toArray(Instant[]::new))
          .hasSizeBetween(owed.size(), owed.size() + 1);
    });
  }

  @Property(tries = 1, shrinking = ShrinkingMode.OFF)
  void ten_thousand_targets_are_watched_at_once(@ForAll long seed) {
    // Given
    Simulation simulation = new Simulation(START, 200, seed, _ -> Duration.ofSeconds(1));
    for (int index = 0; index < 10_000; index++) {
      simulation.put("mx" + index, new Every(Duration.ofMinutes(15)));
    }

    // When
    simulation.pass(Duration.ofHours(4));

    // Then
    for (int index = 0; index < 10_000; index++) {
      assertThat(simulation.runs("mx" + index))
          .hasSizeBetween(16, 18)
          .allMatch(run -> Duration.between(run.planned(), run.actual()).toSeconds() <= 60);
    }
  }

  private static Map<String, Habit> habits(Random random, int count) {
    Map<String, Habit> habits = new HashMap<>();
    for (int index = 0; index < count; index++) {
      habits.put("mx" + index, Habit.any(random));
    }
    return habits;
  }

  private static Duration length(Random random, Map<String, Habit> habits, String key) {
    Habit habit = Objects.requireNonNull(habits.get(key));
    return Duration.ofSeconds(1 + random.nextInt(habit.longest()));
  }
}
