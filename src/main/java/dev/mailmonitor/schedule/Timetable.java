package dev.mailmonitor.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Which of many targets is to be checked next.
///
/// - A target that is new or changed runs soon: within half a second for each target that is there,
///   a minute at most. After that it runs by its schedule.
/// - An interval is counted from a moment that only the target's name decides, so that targets are
///   spread over the interval, and stay so through restarts; a little chance keeps two that fell
///   together from doing so each time.
/// - A target never overlaps itself. What falls due while it runs is covered by that run, so that a
///   check which takes longer than its interval leaves every other time out and hammers nobody.
/// - What was missed, because the machine slept or there was no free place, is caught up once.
/// - Those that have waited longest go first.
/// - A clock that is set back by more than a minute stalls nothing: times are planned anew.
///
/// All methods may be called by any thread, and take a time that grows with the logarithm of the
/// number of targets.
///
/// @param <K> what a target is known by; the name that decides is its text
public final class Timetable<K> {
  /// A target that is to be started now.
  ///
  /// @param key the target
  /// @param planned when it should have been
  /// @param lateness how long ago that was; zero or longer
  public record Start<K>(K key, Instant planned, Duration lateness) {}

  /// A target that is not running.
  private record Waiting<K>(K key, Schedule schedule, Instant planned, long number) {}

  /// A target that is running.
  ///
  /// @param since when it was started
  /// @param schedule by what it runs again; null if it was removed
  /// @param changed whether it was put anew since, so that it runs again soon
  private record Running(Instant since, @Nullable Schedule schedule, boolean changed) {}

  private static final Duration FIRST_WITHIN = Duration.ofMinutes(1);
  private static final Duration FIRST_WITHIN_FOR_EACH = Duration.ofMillis(500);

  /// From the start of a run to the next by an interval, when the first was late.
  private static final Duration LONGEST_DISTANCE = Duration.ofMinutes(1);

  private static final Duration LONGEST_JITTER = Duration.ofSeconds(1);
  private static final Duration REST = Duration.ofSeconds(1);

  /// How far a clock may be set back as if nothing had happened.
  private static final Duration TOLERANCE = Duration.ofMinutes(1);

  private final RandomGenerator random;
  private final Map<K, Waiting<K>> waiting = new HashMap<>();
  private final Map<K, Running> running = new HashMap<>();
  private final TreeSet<Waiting<K>> queue =
      new TreeSet<>(
          Comparator.<Waiting<K>, Instant>comparing(Waiting::planned)
              .thenComparingLong(Waiting::number));
  private long numbers;

  /// The latest present time since times were planned anew.
  private Instant latest = Instant.EPOCH;

  /// An empty timetable.
  ///
  /// @param random where jitter comes from
  public Timetable(RandomGenerator random) {
    this.random = random;
  }

  /// Adds a target, or replaces its schedule. It runs soon; if it is running, soon after that.
  public synchronized void put(K key, Schedule schedule, Instant now) {
    observe(now);
    Schedule own = inPhase(key, schedule);
    Running run = running.get(key);
    if (run != null) {
      running.put(key, new Running(run.since(), own, true));
      return;
    }
    forget(key);
    plan(key, own, now.plus(headStart(key, own)));
  }

  /// Removes a target. A run of it that is under way goes on; nothing of the same key is started
  /// until it has [#finished].
  public synchronized void remove(K key) {
    forget(key);
    running.computeIfPresent(key, (_, run) -> new Running(run.since(), null, false));
  }

  /// Starts what is due: from now on it counts as running, until it has [#finished].
  ///
  /// @param now the present time
  /// @param places how many may be started
  /// @return what to start, in the order in which it should have been
  public synchronized List<Start<K>> startDue(Instant now, int places) {
    observe(now);
    List<Start<K>> starts = new ArrayList<>();
    while (starts.size() < places && !queue.isEmpty() && !queue.first().planned().isAfter(now)) {
      Waiting<K> first = queue.removeFirst();
      waiting.remove(first.key());
      running.put(first.key(), new Running(now, first.schedule(), false));
      starts.add(new Start<>(first.key(), first.planned(), Duration.between(first.planned(), now)));
    }
    return starts;
  }

  /// Plans the next run of a target whose run has ended. Nothing happens if it was not running.
  public synchronized void finished(K key, Instant now) {
    observe(now);
    Running run = running.remove(key);
    if (run == null || run.schedule() == null) {
      return;
    }
    Schedule schedule = run.schedule();
    plan(key, schedule, run.changed() ? now.plus(REST) : next(schedule, run.since(), now));
  }

  /// When a target runs next; empty if it is running or there is no such target.
  public synchronized Optional<Instant> nextRun(K key) {
    return Optional.ofNullable(waiting.get(key)).map(Waiting::planned);
  }

  /// Whether a target is running, also one that has been removed since.
  public synchronized boolean isRunning(K key) {
    return running.containsKey(key);
  }

  private void plan(K key, Schedule schedule, Instant planned) {
    Waiting<K> entry = new Waiting<>(key, schedule, planned, numbers++);
    waiting.put(key, entry);
    queue.add(entry);
  }

  private void forget(K key) {
    Waiting<K> entry = waiting.remove(key);
    if (entry != null) {
      queue.remove(entry);
    }
  }

  private void observe(Instant now) {
    if (now.isBefore(latest.minus(TOLERANCE))) {
      planAnew(now);
      latest = now;
    }
    latest = later(latest, now);
  }

  /// The clock was set back. What was about to run still is; the rest waits for what its schedule
  /// says by the new time.
  private void planAnew(Instant now) {
    List<Waiting<K>> all = List.copyOf(queue);
    queue.clear();
    waiting.clear();
    for (Waiting<K> entry : all) {
      Duration wait = Duration.between(latest, entry.planned());
      boolean soon = wait.compareTo(FIRST_WITHIN) <= 0;
      plan(entry.key(), entry.schedule(), soon ? now.plus(wait) : next(entry.schedule(), now, now));
    }
  }

  private Instant next(Schedule schedule, Instant since, Instant now) {
    // A start that seems to lie ahead was before the clock was set back.
    boolean misleading = since.isAfter(now.plus(TOLERANCE));
    Instant from = misleading ? now : later(now, since.plus(distance(schedule)));
    return later(schedule.next(from).plus(jitter(schedule)), now.plus(REST));
  }

  private static Duration distance(Schedule schedule) {
    return switch (schedule) {
      case Schedule.Every every -> shorter(every.interval().dividedBy(2), LONGEST_DISTANCE);
      case Schedule.Cron _ -> Duration.ZERO;
    };
  }

  private Duration jitter(Schedule schedule) {
    return switch (schedule) {
      case Schedule.Every every -> {
        Duration most = shorter(every.interval().dividedBy(20), LONGEST_JITTER);
        yield Duration.ofNanos(random.nextLong(most.toNanos() + 1));
      }
      case Schedule.Cron _ -> Duration.ZERO;
    };
  }

  private Schedule inPhase(K key, Schedule schedule) {
    return switch (schedule) {
      case Schedule.Every every ->
          new Schedule.Every(every.interval(), share(key, every.interval()));
      case Schedule.Cron cron -> cron;
    };
  }

  private Duration headStart(K key, Schedule schedule) {
    Duration window = shorter(FIRST_WITHIN, FIRST_WITHIN_FOR_EACH.multipliedBy(size() + 1L));
    return share(
        key,
        switch (schedule) {
          case Schedule.Every every -> shorter(window, every.interval());
          case Schedule.Cron _ -> window;
        });
  }

  private int size() {
    return waiting.size() + running.size();
  }

  /// A part of a span that looks like chance and is always the same for the same key.
  private static Duration share(Object key, Duration span) {
    // The finalizer of SplitMix64: names that differ little get shares that differ much.
    long mixed = key.toString().hashCode() * 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    mixed ^= mixed >>> 31;
    return Duration.ofMillis(Math.floorMod(mixed, Math.max(1, span.toMillis())));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }
}
