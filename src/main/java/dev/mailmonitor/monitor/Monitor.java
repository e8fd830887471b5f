package dev.mailmonitor.monitor;

import dev.mailmonitor.alert.AlertChannel;
import dev.mailmonitor.alert.AlertRules;
import dev.mailmonitor.alert.Problem;
import dev.mailmonitor.probe.Check;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.Cleanup;
import dev.mailmonitor.state.AlertPolicy;
import dev.mailmonitor.state.Doubt;
import dev.mailmonitor.state.Outbox;
import dev.mailmonitor.state.StateException;
import dev.mailmonitor.state.StateStore;
import dev.mailmonitor.state.TargetState;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.tls.TrustException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Watches targets: one check, what it means, what is remembered of it, who is told, and the mail
/// is removed. Command line and service call the same method.
public final class Monitor {
  /// Telling people is worth waiting for, even at the end of a check's time.
  private static final Duration LEAST_FOR_ALERTS = Duration.ofSeconds(5);

  /// What is not accepted within this is better tried again after the next check.
  private static final Duration MOST_FOR_ALERTS = Duration.ofSeconds(15);

  private static final Duration STEP_OF_WAIT = Duration.ofMillis(100);

  private final Check check;
  private final Clock clock;
  private final Sleeper sleeper;
  private final RandomGenerator random;

  /// A monitor made of its parts.
  ///
  /// @param check runs the tests
  /// @param clock tells the time and the zone of what people read
  /// @param sleeper waits between two tries to deliver an alert, and between two checks
  /// @param random gives the jitter of the waits between tries
  public Monitor(Check check, Clock clock, Sleeper sleeper, RandomGenerator random) {
    this.check = check;
    this.clock = clock;
    this.sleeper = sleeper;
    this.random = random;
  }

  /// Checks a target; twice, if the target's rules want a failure confirmed. The state is held from
  /// the beginning to the end.
  ///
  /// @param watch the target and what belongs to it
  /// @param progress is told what happens while it happens
  /// @return how it ended; failures of the monitor are outcomes too
  public Outcome check(Watch watch, Progress progress) {
    try (StateStore.Lease lease = watch.store().acquire()) {
      lease.warnings().forEach(progress::warn);
      rememberIdentity(lease, progress);
      return check(watch, lease, progress);
    } catch (StateException.Locked locked) {
      return new Outcome.Trouble(String.valueOf(locked.getMessage()));
    }
  }

  /// The test mail bears the identity, so it has to be known before the mail is sent: a run that is
  /// killed leaves a mail that the next one must recognise.
  private static void rememberIdentity(StateStore.Lease lease, Progress progress) {
    if (lease.state() instanceof TargetState.Unknown) {
      save(lease, UnaryOperator.identity(), progress);
    }
  }

  private Outcome check(Watch watch, StateStore.Lease lease, Progress progress) {
    AlertPolicy policy = policy(watch.channels(), watch.rules());
    try {
      Doubt doubt;
      Check.Run run = prepare(watch, lease.state());
      try (run) {
        progress.started(run);
        CheckReport report = run.run();
        Instant now = clock.instant();
        Optional<Doubt> raised = policy.doubt(lease.state(), report, now);
        if (raised.isEmpty() || run.isCalledOff()) {
          return conclude(
              watch, lease, run, report, state -> policy.decide(state, report, now), progress);
        }
        doubt = raised.get();
        cleanUp(run, progress);
      }
      if (!waited(doubt, run, progress)) {
        return new Outcome.CalledOff(run.trace());
      }
      return switch (checkAgain(watch, lease, policy, doubt, progress)) {
        case Outcome.CalledOff(Check.Trace trace) ->
            new Outcome.CalledOff(trace.orWorse(run.trace()));
        case Outcome other -> other;
      };
    } catch (TrustException | RuntimeException broken) {
      String reason = reason(broken);
      tellThatBroken(watch.target().name(), lease, policy, watch.channels(), reason, progress);
      return new Outcome.Trouble(reason);
    }
  }

  private Outcome checkAgain(
      Watch watch, StateStore.Lease lease, AlertPolicy policy, Doubt doubt, Progress progress)
      throws TrustException {
    try (Check.Run run = prepare(watch, policy.undecided(lease.state(), doubt))) {
      progress.started(run);
      CheckReport report = run.run().deciding(doubt.report());
      Instant now = clock.instant();
      return conclude(
          watch, lease, run, report, state -> policy.decide(state, doubt, report, now), progress);
    }
  }

  private Check.Run prepare(Watch watch, TargetState state) throws TrustException {
    return check.prepare(
        watch.target(), state.memory().instance().toString(), state.memory().inFlight().pending());
  }

  private Outcome conclude(
      Watch watch,
      StateStore.Lease lease,
      Check.Run run,
      CheckReport report,
      UnaryOperator<TargetState> decision,
      Progress progress) {
    if (run.isCalledOff()) {
      cleanUp(run, progress);
      return new Outcome.CalledOff(run.trace());
    }
    progress.found(report);
    TargetState after = tell(lease, decision, delivery(watch.channels()), run, progress);
    cleanUp(run, progress);
    progress.ended(run);
    return new Outcome.Checked(report, after);
  }

  /// Waits in steps, because only between them is it seen that the run is called off.
  private boolean waited(Doubt doubt, Check.Run run, Progress progress) {
    Duration left = doubt.pause();
    progress.confirming(doubt.report(), left);
    try {
      while (left.isPositive() && !run.isCalledOff()) {
        Duration step = left.compareTo(STEP_OF_WAIT) < 0 ? left : STEP_OF_WAIT;
        sleeper.sleep(step);
        left = left.minus(step);
      }
      return !run.isCalledOff();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      progress.resuming();
    }
  }

  /// Tells people, once, that a target cannot be watched although it was watched before; to be used
  /// where the configuration broke. A target that was never checked is left alone: whoever sets up
  /// a monitor sees its errors.
  ///
  /// @param target which target
  /// @param store where its state is kept
  /// @param channels how people are told
  /// @param reason what is wrong, without anything secret
  /// @param progress is told what happens
  public void cannotCheck(
      TargetName target,
      StateStore store,
      List<AlertChannel> channels,
      String reason,
      Progress progress) {
    if (store.peek().state() instanceof TargetState.Unknown) {
      return;
    }
    try (StateStore.Lease lease = store.acquire()) {
      tellThatBroken(
          target, lease, policy(channels, AlertRules.AT_ONCE), channels, reason, progress);
    } catch (StateException.Locked locked) {
      progress.warn(String.valueOf(locked.getMessage()));
    }
  }

  /// Tries again to deliver what waits, between two checks.
  ///
  /// @param watch the target and what belongs to it
  /// @param wanted which alerts are tried
  /// @param progress is told what becomes of them
  /// @return the state afterwards
  /// @throws StateException.Locked if somebody else is at work on the state
  public TargetState deliver(Watch watch, Predicate<Outbox.Entry> wanted, Progress progress)
      throws StateException.Locked {
    try (StateStore.Lease lease = watch.store().acquire()) {
      delivery(watch.channels())
          .deliver(lease, MOST_FOR_ALERTS, wanted)
          .forEach(progress::delivered);
      return lease.state();
    }
  }

  private void tellThatBroken(
      TargetName target,
      StateStore.Lease lease,
      AlertPolicy policy,
      List<AlertChannel> channels,
      String reason,
      Progress progress) {
    Problem problem =
        new Problem(
            reason,
            "the monitor itself failed",
            null,
            null,
            List.of(),
            "Run mail-monitor by hand on its machine and mend what it complains about; until then"
                + " nobody watches this mail server.");
    deliver(
        lease,
        state -> policy.cannotCheck(state, target, problem, clock.instant()),
        lease.state(),
        delivery(channels),
        LEAST_FOR_ALERTS,
        progress);
  }

  private AlertPolicy policy(List<AlertChannel> channels, AlertRules rules) {
    return new AlertPolicy(
        channels.stream().map(AlertChannel::name).toList(), clock.getZone(), rules);
  }

  private AlertDelivery delivery(List<AlertChannel> channels) {
    return new AlertDelivery(channels, clock, sleeper, random);
  }

  private static String reason(Exception broken) {
    return broken instanceof TrustException
        ? String.valueOf(broken.getMessage())
        : "An internal error kept the monitor from checking ("
            + broken
            + "). Please report it with the output of --verbose.";
  }

  private static TargetState tell(
      StateStore.Lease lease,
      UnaryOperator<TargetState> change,
      AlertDelivery delivery,
      Check.Run run,
      Progress progress) {
    Duration left = run.deadline().remaining().minus(Cleanup.BOUND);
    Duration budget = left;
    if (left.compareTo(LEAST_FOR_ALERTS) < 0) {
      budget = LEAST_FOR_ALERTS;
    } else if (left.compareTo(MOST_FOR_ALERTS) > 0) {
      budget = MOST_FOR_ALERTS;
    }
    return deliver(lease, change, lease.state(), delivery, budget, progress);
  }

  /// The state with its unsent alerts is one write, and it comes first: an alert that is not
  /// written down is lost when the process dies.
  ///
  /// @return the state afterwards; as it should have been saved, if it could not be
  private static TargetState deliver(
      StateStore.Lease lease,
      UnaryOperator<TargetState> change,
      TargetState before,
      AlertDelivery delivery,
      Duration budget,
      Progress progress) {
    try {
      TargetState saved = lease.update(change);
      if (!saved.outbox().isEmpty()) {
        delivery.deliver(lease, budget).forEach(progress::delivered);
      }
      return lease.state();
    } catch (StateException.NotSaved notSaved) {
      String reason = String.valueOf(notSaved.getMessage());
      progress.warn(reason);
      TargetState decided = change.apply(before);
      if (decided.outbox().isEmpty()) {
        return decided;
      }
      List<DeliveryEvent> events = delivery.deliverUnsaved(decided, reason, budget);
      events.forEach(progress::delivered);
      return decided.withOutbox(outbox -> outbox.without(accepted(events)));
    }
  }

  private static Set<Outbox.Key> accepted(List<DeliveryEvent> events) {
    return events.stream()
        .filter(DeliveryEvent.Delivered.class::isInstance)
        .map(event -> new Outbox.Key(event.alert().id(), event.channel()))
        .collect(Collectors.toSet());
  }

  private static void save(
      StateStore.Lease lease, UnaryOperator<TargetState> change, Progress progress) {
    try {
      lease.update(change);
    } catch (StateException.NotSaved notSaved) {
      progress.warn(String.valueOf(notSaved.getMessage()));
    }
  }

  private static void cleanUp(Check.Run run, Progress progress) {
    run.cleanUp().problem().ifPresent(problem -> progress.warn("cleanup: " + problem));
  }
}
