package dev.mailmonitor.watch;

import dev.mailmonitor.mail.Timings;
import dev.mailmonitor.monitor.Backoff;
import dev.mailmonitor.monitor.DeliveryEvent;
import dev.mailmonitor.monitor.Monitor;
import dev.mailmonitor.monitor.Outcome;
import dev.mailmonitor.monitor.Progress;
import dev.mailmonitor.probe.Check;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.schedule.TimeSpan;
import dev.mailmonitor.state.Outbox;
import dev.mailmonitor.state.StateException;
import dev.mailmonitor.state.TargetState;
import dev.mailmonitor.target.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Watches one target: at any time it checks, delivers, or does nothing.
final class Sentry {
  /// Between two tries to deliver what was not accepted.
  private static final Backoff BETWEEN_DELIVERIES =
      new Backoff(Duration.ofSeconds(15), Duration.ofMinutes(15));

  /// A check that is this much over its time limit hangs.
  private static final Duration GRACE = Duration.ofSeconds(60);

  private final Post post;
  private final Monitor monitor;
  private final WatchListener listeners;
  private final InstantSource clock;
  private final RandomGenerator random;

  private boolean busy;
  private boolean calledOff;
  private Check.@Nullable Run run;
  private @Nullable Instant startedAt;
  private long startedNanos;
  private TargetState state;
  private @Nullable CheckReport report;
  private Timings timings = Timings.NONE;
  private @Nullable String problem;
  private final Set<Outbox.Key> refused = new HashSet<>();
  private int failedDeliveries;
  private Instant deliverAt = Instant.EPOCH;

  Sentry(
      Post post,
      Monitor monitor,
      WatchListener listeners,
      InstantSource clock,
      RandomGenerator random) {
    this.post = post;
    this.monitor = monitor;
    this.listeners = listeners;
    this.clock = clock;
    this.random = random;
    this.state = post.watch().store().peek().state();
  }

  Post post() {
    return post;
  }

  private TargetName name() {
    return post.name();
  }

  /// Takes the sentry for one thing to do.
  ///
  /// @return whether it was free
  synchronized boolean take() {
    if (busy || calledOff) {
      return false;
    }
    busy = true;
    return true;
  }

  /// Whether it is doing something.
  synchronized boolean isBusy() {
    return busy;
  }

  private synchronized void giveBack() {
    busy = false;
    run = null;
    startedAt = null;
  }

  /// Checks the target; to be called by whoever took the sentry. Never fails.
  ///
  /// @param lateness how long after its time
  /// @param pause called when it only waits for a second try
  /// @param goOn called when it has waited; may take its time
  void check(Duration lateness, Runnable pause, Runnable goOn) {
    begin();
    Outcome outcome;
    try {
      listeners.started(name(), lateness);
      outcome = monitor.check(post.watch(), new Steps(pause, goOn));
    } catch (RuntimeException bug) {
      outcome = new Outcome.Trouble("internal error, please report it: " + bug);
    }
    TargetState after =
        switch (outcome) {
          case Outcome.Checked checked -> checked.state();
          case Outcome.CalledOff _, Outcome.Trouble _ -> post.watch().store().peek().state();
        };
    end(outcome, after);
    listeners.ended(view(null), outcome);
  }

  private synchronized void begin() {
    startedAt = clock.instant();
    startedNanos = System.nanoTime();
    refused.clear();
  }

  private synchronized void end(Outcome outcome, TargetState after) {
    state = after;
    switch (outcome) {
      case Outcome.Checked checked -> {
        report = checked.report();
        problem = null;
      }
      case Outcome.Trouble trouble -> problem = trouble.reason();
      case Outcome.CalledOff _ -> {}
    }
    giveBack();
  }

  /// Whether alerts wait that should be tried again now. What was refused for good waits for the
  /// next check.
  synchronized boolean hasMail() {
    Instant now = clock.instant();
    // A clock that was set back must not hold up an alert for longer than the longest pause.
    boolean due =
        !deliverAt.isAfter(now) || deliverAt.isAfter(now.plus(BETWEEN_DELIVERIES.longest()));
    return due
        && state.outbox().entries().stream().anyMatch(entry -> !refused.contains(entry.key()));
  }

  /// Tries to deliver what waits; to be called by whoever took the sentry. Never fails.
  void deliver() {
    Set<Outbox.Key> left = refusedUntilNow();
    TargetState after = null;
    try {
      after =
          monitor.deliver(
              post.watch(), entry -> !left.contains(entry.key()), new Steps(() -> {}, () -> {}));
    } catch (StateException.Locked locked) {
      listeners.warned(name(), String.valueOf(locked.getMessage()));
      postponed();
    } catch (RuntimeException bug) {
      listeners.warned(name(), "internal error, please report it: " + bug);
      postponed();
    }
    synchronized (this) {
      if (after != null) {
        state = after;
      }
      giveBack();
    }
  }

  private synchronized Set<Outbox.Key> refusedUntilNow() {
    return Set.copyOf(refused);
  }

  private synchronized void postponed() {
    failedDeliveries++;
    deliverAt = clock.instant().plus(BETWEEN_DELIVERIES.after(failedDeliveries, random));
  }

  private synchronized void note(DeliveryEvent event) {
    switch (event) {
      case DeliveryEvent.Delivered _, DeliveryEvent.Dropped _ -> failedDeliveries = 0;
      case DeliveryEvent.Refused _ ->
          refused.add(new Outbox.Key(event.alert().id(), event.channel()));
      case DeliveryEvent.Postponed _, DeliveryEvent.Unsaved _ -> postponed();
    }
  }

  /// Ends what it is doing soon, and does nothing any more. May be called again, since a check may
  /// be between two steps, where a call is not heard.
  synchronized void callOff() {
    calledOff = true;
    if (run != null) {
      run.callOff();
    }
  }

  /// How the target stands.
  ///
  /// @param dueAt when it is to be checked next, or null if that is not known
  synchronized TargetView view(@Nullable Instant dueAt) {
    return new TargetView(
        post.watch().target(), state, report, timings, problem, startedAt, isOverdue(), dueAt);
  }

  private boolean isOverdue() {
    return startedAt != null
        && Duration.ofNanos(System.nanoTime() - startedNanos).compareTo(longestCheck()) > 0;
  }

  /// A check that is confirmed is two of them, and the pause between.
  private Duration longestCheck() {
    Duration one = post.watch().target().limits().total();
    return post.watch()
        .rules()
        .confirmAfter()
        .map(pause -> one.multipliedBy(2).plus(pause))
        .orElse(one)
        .plus(GRACE);
  }

  /// Passes on what happens in a check.
  private final class Steps implements Progress {
    private final Runnable pause;
    private final Runnable goOn;
    private Optional<String> lastWarning = Optional.empty();

    Steps(Runnable pause, Runnable goOn) {
      this.pause = pause;
      this.goOn = goOn;
    }

    @Override
    public void started(Check.Run started) {
      synchronized (Sentry.this) {
        run = started;
        if (calledOff) {
          started.callOff();
        }
      }
    }

    @Override
    public void confirming(CheckReport first, Duration wait) {
      String failures =
          first.failures().stream()
              .map(failed -> failed.failure().summary())
              .collect(Collectors.joining("; "));
      warn(
          "a check failed (%s); a second one in %s decides"
              .formatted(failures, TimeSpan.format(wait)));
      pause.run();
    }

    @Override
    public void resuming() {
      goOn.run();
    }

    @Override
    public void found(CheckReport found) {
      synchronized (Sentry.this) {
        timings = found.timings();
      }
    }

    @Override
    public void delivered(DeliveryEvent event) {
      note(event);
      listeners.delivered(name(), event);
    }

    @Override
    public void warn(String text) {
      if (!lastWarning.equals(Optional.of(text))) {
        lastWarning = Optional.of(text);
        listeners.warned(name(), text);
      }
    }

    @Override
    public void ended(Check.Run ended) {
      synchronized (Sentry.this) {
        timings = ended.timings();
      }
    }
  }
}
