package dev.mailmonitor.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.schedule.Timetable.Start;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A service in simulated time: a tick each second, some places, and checks that take a while. It
/// asserts at each step that nothing overlaps and no place is used twice.
final class Simulation {
  /// A start of a target.
  ///
  /// @param real by a clock that nobody sets, from the beginning
  /// @param planned when it should have been, by the wall clock
  /// @param actual when it was, by the wall clock
  record Run(Duration real, Instant planned, Instant actual) {}

  private record End(String key, Duration real) {}

  private final Timetable<String> timetable;
  private final int places;
  private final Function<String, Duration> length;
  private final Map<String, List<Run>> runs = new HashMap<>();
  private final PriorityQueue<End> running = new PriorityQueue<>(Comparator.comparing(End::real));
  private Instant wall;
  private Duration real = Duration.ZERO;

  /// @param length how long the next check of a target takes
  Simulation(Instant start, int places, long seed, Function<String, Duration> length) {
    this.wall = start;
    this.places = places;
    this.timetable = new Timetable<>(new Random(seed));
    this.length = length;
  }

  void put(String key, Schedule schedule) {
    timetable.put(key, schedule, wall);
  }

  void remove(String key) {
    timetable.remove(key);
  }

  /// Lets time pass, in ticks of a second.
  void pass(Duration span) {
    Duration end = real.plus(span);
    while (real.compareTo(end) < 0) {
      real = real.plusSeconds(1);
      wall = wall.plusSeconds(1);
      while (!running.isEmpty() && running.peek().real().compareTo(real) <= 0) {
        timetable.finished(running.remove().key(), wall);
      }
      for (Start<String> start : timetable.startDue(wall, places - running.size())) {
        begin(start);
      }
      assertThat(running.size()).isLessThanOrEqualTo(places);
    }
  }

  private void begin(Start<String> start) {
    assertThat(running).noneMatch(end -> end.key().equals(start.key()));
    assertThat(start.planned()).isBeforeOrEqualTo(wall);
    assertThat(start.lateness()).isEqualTo(Duration.between(start.planned(), wall));
    running.add(new End(start.key(), real.plus(length.apply(start.key()))));
    runs.computeIfAbsent(start.key(), _ -> new ArrayList<>())
        .add(new Run(real, start.planned(), wall));
  }

  /// Sets the wall clock.
  void jump(Duration by) {
    wall = wall.plus(by);
  }

  Instant wall() {
    return wall;
  }

  Duration real() {
    return real;
  }

  Set<String> running() {
    return running.stream().map(End::key).collect(Collectors.toSet());
  }

  List<Run> runs(String key) {
    return runs.getOrDefault(key, List.of());
  }

  List<Run> runsSince(String key, Duration since) {
    return runs(key).stream().filter(run -> run.real().compareTo(since) > 0).toList();
  }
}
