package dev.mailmonitor.mail;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How long each step of a check took, in the order in which the steps ended.
///
/// @param entries one entry a step
public record Timings(List<Entry> entries) {
  /// Nothing timed.
  public static final Timings NONE = new Timings(List.of());

  /// Copies the entries.
  public Timings {
    entries = List.copyOf(entries);
  }

  /// The time of one step.
  ///
  /// @param service the session it belongs to
  /// @param phase the step
  /// @param duration how long it took
  public record Entry(Service service, Phase phase, Duration duration) {}

  /// How long a step took in all.
  ///
  /// @param service the session it belongs to
  /// @param phase the step
  /// @return the sum of its entries; empty if the step did not happen
  public Optional<Duration> of(Service service, Phase phase) {
    return entries.stream()
        .filter(entry -> entry.service() == service && entry.phase() == phase)
        .map(Entry::duration)
        .reduce(Duration::plus);
  }

  /// These and other timings together.
  ///
  /// @param others what happened beside or after these
  /// @return both, these first
  public Timings and(Timings others) {
    return new Timings(
        java.util.stream.Stream.concat(entries.stream(), others.entries.stream()).toList());
  }
}
