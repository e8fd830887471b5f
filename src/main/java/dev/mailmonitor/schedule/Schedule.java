package dev.mailmonitor.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;

/// When something is due, for ever.
public sealed interface Schedule {
  /// The first time that is due after a given one.
  Instant next(Instant after);

  /// Times at a fixed distance. They are counted from 1970, not from the start of the program, so
  /// that they do not drift and outlast a restart.
  ///
  /// @param interval the distance
  /// @param phase how long after 1970 the first of them is, less than the interval
  record Every(Duration interval, Duration phase) implements Schedule {
    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException if the interval is not longer than zero, or the phase is
    ///   not within it
    public Every {
      if (!interval.isPositive() || phase.isNegative() || phase.compareTo(interval) >= 0) {
        throw new IllegalArgumentException("No interval of " + interval + " from " + phase);
      }
    }

    /// Times at a fixed distance, one of them at the beginning of 1970.
    public Every(Duration interval) {
      this(interval, Duration.ZERO);
    }

    @Override
    public Instant next(Instant after) {
      Instant first = Instant.EPOCH.plus(phase);
      long count = Duration.between(first, after).dividedBy(interval);
      Instant near = first.plus(interval.multipliedBy(count));
      return near.isAfter(after) ? near : near.plus(interval);
    }
  }

  /// Times of the wall clock.
  ///
  /// When clocks change, each time that the wall clock owes is due once. Times that are skipped are
  /// due together, at the moment of the change; times that come twice are due the first time. Only
  /// what is due as often as the clock is changed by (each hour, in most zones) keeps its rhythm
  /// instead: it skips with the clock and comes twice with it.
  ///
  /// @param expressions the times; any of them may be due
  /// @param zone whose clock it is
  record Cron(List<CronExpression> expressions, ZoneId zone) implements Schedule {
    /// Copies the list.
    ///
    /// @throws IllegalArgumentException if there are no expressions
    public Cron {
      expressions = List.copyOf(expressions);
      if (expressions.isEmpty()) {
        throw new IllegalArgumentException("No cron expression");
      }
    }

    @Override
    public Instant next(Instant after) {
      ZoneRules rules = zone.getRules();
      ZoneOffset offset = rules.getOffset(after);
      LocalDateTime from = LocalDateTime.ofInstant(after, offset).truncatedTo(ChronoUnit.MINUTES);
      ZoneOffsetTransition change = rules.nextTransition(after);
      while (true) {
        LocalDateTime time = first(from);
        Instant instant = time.toInstant(offset);
        if (change == null || instant.isBefore(change.getInstant())) {
          if (!isNeedlessRepetition(time, offset)) {
            return instant;
          }
          from = time;
          continue;
        }
        if (change.isGap() && owesOneOfTheSkipped(time, change)) {
          return change.getInstant();
        }
        from = change.getDateTimeAfter().minusNanos(1).truncatedTo(ChronoUnit.MINUTES);
        offset = change.getOffsetAfter();
        change = rules.nextTransition(change.getInstant());
      }
    }

    private LocalDateTime first(LocalDateTime after) {
      LocalDateTime first = LocalDateTime.MAX;
      for (CronExpression expression : expressions) {
        LocalDateTime next = expression.after(after);
        first = next.isBefore(first) ? next : first;
      }
      return first;
    }

    private boolean matches(LocalDateTime time) {
      for (CronExpression expression : expressions) {
        if (expression.matches(time)) {
          return true;
        }
      }
      return false;
    }

    private boolean isNeedlessRepetition(LocalDateTime time, ZoneOffset offset) {
      ZoneOffsetTransition change = zone.getRules().getTransition(time);
      return change != null
          && change.isOverlap()
          && offset.equals(change.getOffsetAfter())
          && !keepsRhythm(time, change);
    }

    private boolean owesOneOfTheSkipped(LocalDateTime firstSkipped, ZoneOffsetTransition change) {
      LocalDateTime end = change.getDateTimeAfter();
      for (LocalDateTime time = firstSkipped; time.isBefore(end); time = first(time)) {
        if (!keepsRhythm(time, change)) {
          return true;
        }
      }
      return false;
    }

    /// Whether what is due at a time is due just as far from it, on both sides, as clocks change.
    private boolean keepsRhythm(LocalDateTime time, ZoneOffsetTransition change) {
      Duration step = change.getDuration().abs();
      return matches(time.minus(step)) && matches(time.plus(step));
    }
  }
}
