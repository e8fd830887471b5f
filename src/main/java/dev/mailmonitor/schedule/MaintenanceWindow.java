package dev.mailmonitor.schedule;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Set;

/// A time of planned work, by the clock on the wall: `Sun 02:00-04:00`, `Mon..Fri 23:30-00:30`,
/// `02:00-02:15` (every day) or, once, `2026-12-24 18:00 - 2026-12-26 08:00`. Its end is no part of
/// it.
///
/// A clock that is put back shows some times twice: a window with these times is open twice. One
/// that is put forward leaves times out, and a window is shorter by these.
public sealed interface MaintenanceWindow {
  /// Whether the window is open.
  ///
  /// @param time what the clock on the wall shows
  boolean covers(LocalDateTime time);

  /// Reads a window.
  ///
  /// @param text the window as an administrator writes it
  /// @return the window
  /// @throws IllegalArgumentException if it is none; the message says what is wrong with "it" and
  ///   quotes nothing
  static MaintenanceWindow parse(String text) {
    return MaintenanceSyntax.parse(text);
  }

  /// A window of each week.
  ///
  /// @param days the days on which it begins
  /// @param from when it begins
  /// @param to when it ends; if that is not later than its beginning, on the next day
  record Weekly(Set<DayOfWeek> days, LocalTime from, LocalTime to) implements MaintenanceWindow {
    /// Copies the days.
    public Weekly {
      days = Set.copyOf(days);
    }

    @Override
    public boolean covers(LocalDateTime time) {
      LocalTime clock = time.toLocalTime();
      boolean begun = !clock.isBefore(from);
      boolean ended = !clock.isBefore(to);
      if (from.isBefore(to)) {
        return begun && !ended && days.contains(time.getDayOfWeek());
      }
      return (begun && days.contains(time.getDayOfWeek()))
          || (!ended && days.contains(time.getDayOfWeek().minus(1)));
    }

    @Override
    public String toString() {
      String end = to.equals(LocalTime.MIDNIGHT) ? "24:00" : to.toString();
      String when = from + "-" + end;
      return days.size() == DayOfWeek.values().length
          ? when
          : MaintenanceSyntax.words(days) + " " + when;
    }
  }

  /// A window that is open once.
  ///
  /// @param from when it begins
  /// @param to when it ends
  record Once(LocalDateTime from, LocalDateTime to) implements MaintenanceWindow {
    @Override
    public boolean covers(LocalDateTime time) {
      return !time.isBefore(from) && time.isBefore(to);
    }

    @Override
    public String toString() {
      return from.toLocalDate()
          + " "
          + from.toLocalTime()
          + " - "
          + to.toLocalDate()
          + " "
          + to.toLocalTime();
    }
  }
}
