package dev.mailmonitor.monitor;

import dev.mailmonitor.alert.AlertChannel;
import dev.mailmonitor.alert.Problem;
import dev.mailmonitor.probe.Check;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.Cleanup;
import dev.mailmonitor.state.AlertPolicy;
import dev.mailmonitor.state.Outbox;
import dev.mailmonitor.state.StateException;
import dev.mailmonitor.state.StateStore;
import dev.mailmonitor.state.TargetState;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.tls.TrustException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
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

  private final Check check;
  private final Clock clock;
  private final Sleeper sleeper;
  private final RandomGenerator random;

  /// A monitor made of its parts.
  ///
  /// @param check runs the tests
  /// @param clock tells the time and the zone of what people read
  /// @param sleeper waits between two tries to deliver an alert
  /// @param random gives the jitter of these waits
  public Monitor(Check check, Clock clock, Sleeper sleeper, RandomGenerator random) {
    this.check = check;
    this.clock = clock;
    this.sleeper = sleeper;
    this.random = random;
  }

  /// Checks a target once.
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
    AlertPolicy policy = policy(watch.channels());
    try (Check.Run run =
        check.prepare(
            watch.target(),
            lease.state().memory().instance().toString(),
            lease.state().memory().inFlight().pending())) {
      progress.started(run);
      CheckReport report = run.run();
      if (run.isCalledOff()) {
        cleanUp(run, progress);
        return new Outcome.CalledOff(run.trace());
      }
      progress.found(report);
      TargetState after =
          tell(
              lease,
              state -> policy.decide(state, report, clock.instant()),
              delivery(watch.channels()),
              run,
              progress);
      cleanUp(run, progress);
      progress.ended(run);
      return new Outcome.Checked(report, after);
    } catch (TrustException | RuntimeException broken) {
      String reason = reason(broken);
      tellThatBroken(watch.target().name(), lease, watch.channels(), reason, progress);
      return new Outcome.Trouble(reason);
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
      tellThatBroken(target, lease, channels, reason, progress);
    } catch (StateException.Locked locked) {
      progress.warn(String.valueOf(locked.getMessage()));
    }
  }

  private void tellThatBroken(
      TargetName target,
      StateStore.Lease lease,
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
        state -> policy(channels).cannotCheck(state, target, problem, clock.instant()),
        lease.state(),
        delivery(channels),
        LEAST_FOR_ALERTS,
        progress);
  }

  private AlertPolicy policy(List<AlertChannel> channels) {
    return new AlertPolicy(channels.stream().map(AlertChannel::name).toList(), clock.getZone());
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
