package dev.mailmonitor.mail;

import java.time.Duration;
import java.util.ArrayList;
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
  /// @param sinceStart when, counted from the session's start
  /// @param service whose session
  /// @param fromServer who spoke
  /// @param text the line, cleaned
  public record Line(
      long at, Duration sinceStart, Service service, boolean fromServer, String text) {
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

  /// Both conversations in the order in which they happened.
  ///
  /// @param other another session's
  /// @return all lines, oldest first
  public Transcript and(Transcript other) {
    List<Line> all = new ArrayList<>(Stream.concat(lines.stream(), other.lines.stream()).toList());
    all.sort(Comparator.comparingLong(Line::at));
    return new Transcript(all);
  }
}
