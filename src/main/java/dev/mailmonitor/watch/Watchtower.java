package dev.mailmonitor.watch;

import dev.mailmonitor.monitor.Monitor;
import dev.mailmonitor.schedule.Timetable;
import dev.mailmonitor.state.StateStore;
import dev.mailmonitor.target.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/// Watches many targets around the clock. It does nothing by itself: somebody calls [#tick()] and
/// [#deliver()] about once a second. Each check is one virtual thread; a target that hangs, fails
/// or is broken never holds up another one.
public final class Watchtower {
  /// How many outboxes are emptied at the same time, beside the checks.
  private static final int DELIVERIES_AT_ONCE = 8;

  private static final Duration BETWEEN_CALLS = Duration.ofMillis(100);

  private final Monitor monitor;
  private final Timetable<TargetName> timetable;
  private final WatchListener listeners;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final int checksAtOnce;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<TargetName, Sentry> sentries = new LinkedHashMap<>();
  private final List<Sentry> leaving = new ArrayList<>();
  private int checking;
  private int pausing;
  private int returning;
  private int delivering;
  private boolean stopping;
  private volatile long tickedAt = System.nanoTime();

  /// A watchtower without targets.
  ///
  /// @param monitor checks, decides, saves, delivers
  /// @param timetable says which target is due; used by this watchtower only
  /// @param listeners who is told what happens
  /// @param clock tells the time
  /// @param random gives the jitter of repeated deliveries
  /// @param checksAtOnce how many checks may run at the same time
  public Watchtower(
      Monitor monitor,
      Timetable<TargetName> timetable,
      List<WatchListener> listeners,
      InstantSource clock,
      RandomGenerator random,
      int checksAtOnce) {
    this.monitor = monitor;
    this.timetable = timetable;
    this.listeners = new Listeners(listeners);
    this.clock = clock;
    this.random = random;
    this.checksAtOnce = checksAtOnce;
  }

  /// Watches these targets from now on, and no others. A post that is watched already goes on
  /// undisturbed; a check of one that is not any more is called off.
  ///
  /// @param posts what is watched
  public synchronized void assign(List<Post> posts) {
    if (stopping) {
      return;
    }
    Map<TargetName, Sentry> before = new LinkedHashMap<>(sentries);
    List<Sentry> dismissed = new ArrayList<>();
    sentries.clear();
    for (Post post : posts) {
      Sentry known = before.remove(post.name());
      if (known != null && known.post().equals(post)) {
        sentries.put(post.name(), known);
        continue;
      }
      if (known != null) {
        dismissed.add(known);
      }
      sentries.put(post.name(), new Sentry(post, monitor, listeners, clock, random));
      timetable.put(post.name(), post.schedule(), clock.instant());
      listeners.assigned(post.watch().target());
    }
    before.forEach((name, gone) -> {
      dismissed.add(gone);
      timetable.remove(name);
      listeners.dismissed(name);
    });
    leaving.addAll(dismissed);
    // A store may go on with the target's new post, so it is given back when all posts are known.
    for (Sentry sentry : dismissed) {
      sentry.callOff();
      closeIfDone(sentry);
    }
  }

  /// A store is given back when nobody works with it any more.
  private synchronized void closeIfDone(Sentry sentry) {
    StateStore store = sentry.post().watch().store();
    boolean usedByAnother =
        sentries.values().stream().anyMatch(other -> other.post().watch().store().equals(store));
    if (sentry.isBusy() || !leaving.remove(sentry) || usedByAnother) {
      return;
    }
    if (store instanceof AutoCloseable held) {
      try {
        held.close();
      } catch (Exception impossible) {
        throw new IllegalStateException("A store could not be closed", impossible);
      }
    }
  }

  /// Starts the checks that are due, as many as there are places.
  public synchronized void tick() {
    tickedAt = System.nanoTime();
    startDue();
  }

  private void startDue() {
    if (stopping) {
      return;
    }
    Instant now = clock.instant();
    // Who comes back for a second try has a place before those who have not begun.
    int places = Math.max(0, checksAtOnce - checking - returning);
    for (Timetable.Start<TargetName> start : timetable.startDue(now, places)) {
      Sentry sentry = sentries.get(start.key());
      if (sentry == null) {
        timetable.finished(start.key(), now);
        continue;
      }
      if (!sentry.take()) {
        // A delivery is at work, which does not take long: planned anew, it is the target's turn
        // soon.
        timetable.put(start.key(), sentry.post().schedule(), now);
        timetable.finished(start.key(), now);
        continue;
      }
      checking++;
      threads.execute(() -> {
        try {
          sentry.check(start.lateness(), this::pause, this::goOn);
        } finally {
          checked(sentry);
        }
      });
    }
  }

  /// A check that waits for its second try gives its place to another one meanwhile.
  private synchronized void pause() {
    checking--;
    pausing++;
    startDue();
  }

  private synchronized void goOn() {
    boolean interrupted = false;
    returning++;
    while (checking >= checksAtOnce && !stopping) {
      try {
        wait();
      } catch (InterruptedException hurry) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    returning--;
    pausing--;
    checking++;
  }

  private synchronized void checked(Sentry sentry) {
    checking--;
    timetable.finished(sentry.post().name(), clock.instant());
    closeIfDone(sentry);
    notifyAll();
    // Not only with the next tick: where many targets are due, places must not stand empty.
    startDue();
  }

  /// Starts to deliver what waits in the outboxes and should be tried again.
  public synchronized void deliver() {
    for (Sentry sentry : sentries.values()) {
      if (stopping || delivering >= DELIVERIES_AT_ONCE) {
        return;
      }
      if (sentry.hasMail() && sentry.take()) {
        delivering++;
        threads.execute(() -> {
          try {
            sentry.deliver();
          } finally {
            delivered(sentry);
          }
        });
      }
    }
  }

  private synchronized void delivered(Sentry sentry) {
    delivering--;
    closeIfDone(sentry);
    notifyAll();
  }

  /// How each target stands, in the order in which they were assigned.
  public synchronized List<TargetView> view() {
    return sentries.entrySet().stream()
        .map(entry -> entry.getValue().view(timetable.nextRun(entry.getKey()).orElse(null)))
        .toList();
  }

  /// How one target stands.
  ///
  /// @param name which target
  /// @return empty if it is not watched
  public synchronized Optional<TargetView> view(TargetName name) {
    return Optional.ofNullable(sentries.get(name))
        .map(sentry -> sentry.view(timetable.nextRun(name).orElse(null)));
  }

  /// How long ago [#tick()] was called.
  public Duration sinceTick() {
    return Duration.ofNanos(System.nanoTime() - tickedAt);
  }

  /// Calls off every check and waits until they have cleaned up. Nothing starts any more; alerts
  /// that were not delivered stay in the state.
  ///
  /// @param atMost how long to wait
  /// @return whether everything has ended
  public synchronized boolean stop(Duration atMost) {
    stopping = true;
    long end = System.nanoTime() + atMost.toNanos();
    List<Sentry> all = new ArrayList<>(sentries.values());
    all.addAll(leaving);
    try {
      while (checking + pausing + delivering > 0 && System.nanoTime() < end) {
        // Again and again: a check may be between two steps, where a call is not heard.
        all.forEach(Sentry::callOff);
        notifyAll();
        wait(BETWEEN_CALLS.toMillis());
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
    leaving.addAll(sentries.values());
    sentries.clear();
    List.copyOf(leaving).forEach(this::closeIfDone);
    return checking + pausing + delivering == 0;
  }
}
