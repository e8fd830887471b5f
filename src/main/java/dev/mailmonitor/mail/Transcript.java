package dev.mailmonitor.mail;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What was said in a session, without secrets and bounded in size.
///
/// @param lines the lines, oldest first
public record Transcript(List<Line> lines) {
  /// Nothing was said.
  public static final Transcript EMPTY = new Transcript(List.of());

  /// Copies the lines.
  public Transcript {
    lines = List.copyOf(lines);
  }

  /// One line.
  ///
  /// @param at when, as [System#nanoTime()] counts
  /// @param sinceStart when, counted from the start of the first session that is shown
  /// @param service whose session
  /// @param fromServer who spoke
  /// @param text the line, cleaned
  public record Line(
      long at, Duration sinceStart, Service service, boolean fromServer, String text) {
    private long start() {
      return at - sinceStart.toNanos();
    }

    private Line countedFrom(long start) {
      return new Line(at, Duration.ofNanos(at - start), service, fromServer, text);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%8.1f ms %s %s %s",
          sinceStart.toNanos() / 1e6,
          service,
          fromServer ? "<" : ">",
          text);
    }
  }

  /// Both conversations in the order in which they happened, their times counted from the start of
  /// the one that began first.
  ///
  /// @param other another session's
  /// @return all lines, oldest first
  public Transcript and(Transcript other) {
    long start =
        Stream.concat(lines.stream(), other.lines.stream()).mapToLong(Line::start).min().orElse(0);
    return new Transcript(
        Stream.concat(lines.stream(), other.lines.stream())
            .sorted(Comparator.comparingLong(Line::at))
            .map(line -> line.countedFrom(start))
            .toList());
  }
}
