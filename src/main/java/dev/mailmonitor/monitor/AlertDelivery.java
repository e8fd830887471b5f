package dev.mailmonitor.monitor;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.AlertChannel;
import dev.mailmonitor.alert.Attempt;
import dev.mailmonitor.state.Outbox;
import dev.mailmonitor.state.StateException;
import dev.mailmonitor.state.StateStore;
import dev.mailmonitor.state.TargetState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Brings the alerts of an outbox to the people: at least once, oldest first, each channel for
/// itself. An alert leaves the outbox when its channel has accepted it, or after seven days when it
/// is not the newest any more: as long as an outage lasts, people who were not told have to be.
public final class AlertDelivery {
  /// What a try gets even where no time is left: people are told rather late than not at all.
  private static final Duration LEAST_FOR_A_TRY = Duration.ofSeconds(3);

  private static final String NOT_SAVED =
      "The monitor could not save its state, so this alert may come again with every check.";

  private final List<AlertChannel> channels;
  private final InstantSource clock;
  private final Sleeper sleeper;
  private final RandomGenerator random;

  /// A delivery through some channels.
  ///
  /// @param channels the configured channels, each with a name of its own
  /// @param clock tells when an alert is too old
  /// @param sleeper waits between two tries
  /// @param random gives the jitter of these waits
  public AlertDelivery(
      List<AlertChannel> channels, InstantSource clock, Sleeper sleeper, RandomGenerator random) {
    this.channels = List.copyOf(channels);
    this.clock = clock;
    this.sleeper = sleeper;
    this.random = random;
  }

  /// Delivers what is in the outbox of a saved state. Each acceptance is saved at once.
  ///
  /// @param lease the state
  /// @param budget how long tries are repeated; each channel gets its first try in any case
  /// @return what became of each alert, in the order in which it happened
  public List<DeliveryEvent> deliver(StateStore.Lease lease, Duration budget) {
    return deliver(lease, budget, _ -> true);
  }

  /// Delivers some of what is in the outbox of a saved state. Each acceptance is saved at once.
  ///
  /// @param lease the state
  /// @param budget how long tries are repeated; each channel gets its first try in any case
  /// @param wanted which entries are tried; the others stay as they are
  /// @return what became of each alert, in the order in which it happened
  public List<DeliveryEvent> deliver(
      StateStore.Lease lease, Duration budget, Predicate<Outbox.Entry> wanted) {
    List<Outbox.Entry> entries = lease.state().outbox().entries().stream().filter(wanted).toList();
    Run run = new Run(budget, lease.state(), new SavedBooks(lease));
    for (AlertChannel channel : channels) {
      run.through(channel, entriesOf(channel, entries));
    }
    Set<String> known = new HashSet<>(channels.stream().map(AlertChannel::name).toList());
    for (Outbox.Entry entry : entries) {
      if (!known.contains(entry.channel())) {
        run.keep(
            entry,
            0,
            "The channel "
                + entry.channel()
                + " is not configured any more. Configure it again to get this alert.");
      }
    }
    run.end();
    return List.copyOf(run.events);
  }

  /// Delivers what is in the outbox of a state that could not be saved. Each message says so.
  ///
  /// @param decided the state as it should have been saved
  /// @param reason why it could not be saved
  /// @param budget how long tries are repeated; each channel gets its first try in any case
  /// @return what became of each alert; also that nothing of it is saved
  public List<DeliveryEvent> deliverUnsaved(TargetState decided, String reason, Duration budget) {
    List<Outbox.Entry> entries =
        decided.outbox().entries().stream()
            .map(entry ->
                new Outbox.Entry(
                    entry.alert().remarking(NOT_SAVED),
                    entry.channel(),
                    entry.queuedAt(),
                    entry.attempts(),
                    entry.lastReason()))
            .toList();
    Run run = new Run(budget, decided, new NoBooks(reason));
    for (AlertChannel channel : channels) {
      run.through(channel, entriesOf(channel, entries));
    }
    return List.copyOf(run.events);
  }

  private static List<Outbox.Entry> entriesOf(AlertChannel channel, List<Outbox.Entry> entries) {
    return entries.stream().filter(entry -> entry.channel().equals(channel.name())).toList();
  }

  /// Where it is written down what became of the entries.
  private sealed interface Books {
    /// Removes entries and notes failed tries, in one write.
    ///
    /// @return why it could not be saved; empty if it was
    Optional<String> save(Set<Outbox.Key> gone, List<Outbox.Entry> tried);
  }

  private record SavedBooks(StateStore.Lease lease) implements Books {
    @Override
    public Optional<String> save(Set<Outbox.Key> gone, List<Outbox.Entry> tried) {
      try {
        lease.update(state ->
            state.withOutbox(outbox -> {
              Outbox changed = outbox.without(gone);
              for (Outbox.Entry entry : tried) {
                changed = changed.changing(entry.key(), before -> entry);
              }
              return changed;
            }));
        return Optional.empty();
      } catch (StateException.NotSaved exception) {
        return Optional.of(String.valueOf(exception.getMessage()));
      }
    }
  }

  private record NoBooks(String reason) implements Books {
    @Override
    public Optional<String> save(Set<Outbox.Key> gone, List<Outbox.Entry> tried) {
      return Optional.of(reason);
    }
  }

  /// One delivery: what has happened so far.
  private final class Run {
    private final long startedAt = System.nanoTime();
    private final Duration budget;
    private final TargetState state;
    private final Books books;
    private final List<DeliveryEvent> events = new ArrayList<>();
    private final Set<Outbox.Key> gone = new HashSet<>();
    private final List<Outbox.Entry> tried = new ArrayList<>();
    private final List<Outbox.Entry> dropped = new ArrayList<>();

    private Duration slept = Duration.ZERO;

    Run(Duration budget, TargetState state, Books books) {
      this.budget = budget;
      this.state = state;
      this.books = books;
    }

    void through(AlertChannel channel, List<Outbox.Entry> entries) {
      Optional<String> stopped = Optional.empty();
      for (Outbox.Entry entry : entries) {
        if (stopped.isPresent()) {
          // Order matters, and a server that cannot take one alert cannot take the next either.
          keep(entry, 0, stopped.get());
          continue;
        }
        stopped = deliver(channel, entry);
      }
    }

    /// Tries one alert until it is accepted, refused or the time is up.
    ///
    /// @return why the channel is not to be tried any more in this run; empty if it is
    private Optional<String> deliver(AlertChannel channel, Outbox.Entry entry) {
      for (int tries = 1; ; tries++) {
        Duration before = used();
        switch (attempt(channel, entry.alert())) {
          case Attempt.Accepted accepted -> {
            accept(entry, accepted.reference());
            return Optional.empty();
          }
          case Attempt.Final refused -> {
            refuse(entry, tries, refused.reason());
            return Optional.empty();
          }
          case Attempt.Later later -> {
            Duration took = used().minus(before);
            if (!waited(tries, later, took)) {
              keep(entry, tries, later.reason());
              return Optional.of(later.reason());
            }
          }
        }
      }
    }

    /// Tries once, no longer than there is time: an alert server must not hold up a check that has
    /// used up its time for mail servers which did not answer either.
    private Attempt attempt(AlertChannel channel, Alert alert) {
      Duration left = budget.minus(used());
      try {
        return channel.deliver(alert, left.compareTo(LEAST_FOR_A_TRY) < 0 ? LEAST_FOR_A_TRY : left);
      } catch (RuntimeException exception) {
        return new Attempt.Final(
            "The channel "
                + channel.name()
                + " failed with an internal error ("
                + exception.getClass().getSimpleName()
                + "). Please report it.");
      }
    }

    /// Waits for the next try, if there is time for one that takes as long as the last one did.
    private boolean waited(int tries, Attempt.Later later, Duration lastTry) {
      Duration wait = Backoff.OF_ALERTS.after(tries, random);
      Duration asked = later.retryAfter().orElse(Duration.ZERO);
      if (asked.compareTo(wait) > 0) {
        wait = asked;
      }
      if (used().plus(wait).plus(lastTry).compareTo(budget) >= 0) {
        return false;
      }
      try {
        sleeper.sleep(wait);
        slept = slept.plus(wait);
        return true;
      } catch (InterruptedException exception) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    /// Not by the clock: it may be set while this runs.
    private Duration used() {
      Duration passed = Duration.ofNanos(System.nanoTime() - startedAt);
      return passed.compareTo(slept) < 0 ? slept : passed;
    }

    private void accept(Outbox.Entry entry, String reference) {
      events.add(new DeliveryEvent.Delivered(entry.channel(), entry.alert(), reference));
      gone.add(entry.key());
      books
          .save(gone, List.of())
          .ifPresent(reason ->
              events.add(new DeliveryEvent.Unsaved(entry.channel(), entry.alert(), reason)));
    }

    private void refuse(Outbox.Entry entry, int tries, String reason) {
      if (!isDropped(entry, reason)) {
        events.add(new DeliveryEvent.Refused(entry.channel(), entry.alert(), reason));
        tried.add(entry.tried(tries, reason, clock.instant()));
      }
    }

    void keep(Outbox.Entry entry, int tries, String reason) {
      if (!isDropped(entry, reason)) {
        events.add(new DeliveryEvent.Postponed(entry.channel(), entry.alert(), reason));
        tried.add(entry.tried(tries, reason, clock.instant()));
      }
    }

    private boolean isDropped(Outbox.Entry entry, String reason) {
      boolean needed = isConfigured(entry.channel()) && state.isNewest(entry.alert());
      if (needed || !entry.isExpired(clock.instant())) {
        return false;
      }
      events.add(new DeliveryEvent.Dropped(entry.channel(), entry.alert(), reason));
      gone.add(entry.key());
      dropped.add(entry);
      return true;
    }

    private boolean isConfigured(String channel) {
      return channels.stream().anyMatch(configured -> configured.name().equals(channel));
    }

    /// Writes down what did not have to be saved at once.
    void end() {
      if (tried.isEmpty() && dropped.isEmpty()) {
        return;
      }
      Optional<String> reason = books.save(gone, tried);
      if (reason.isPresent()) {
        Outbox.Entry first = dropped.isEmpty() ? tried.getFirst() : dropped.getFirst();
        events.add(new DeliveryEvent.Unsaved(first.channel(), first.alert(), reason.get()));
      }
    }
  }
}
