package dev.mailmonitor.mail;

import java.time.Duration;

/// A moment by which something must have ended, on the clock that never jumps.
///
/// @param nanoTime the moment as [System#nanoTime()] counts
/// @param lastNanoTime the moment beyond which it cannot be put off
public record Deadline(long nanoTime, long lastNanoTime) {
  /// The moment that is a while from now.
  ///
  /// @param duration how long from now
  /// @return the deadline
  public static Deadline after(Duration duration) {
    long moment = System.nanoTime() + duration.toNanos();
    return new Deadline(moment, moment);
  }

  /// The earlier of this moment and one that is a while from now, which can be put off until this
  /// one.
  ///
  /// @param duration how long from now at most
  /// @return the deadline that comes first
  public Deadline orAfter(Duration duration) {
    Deadline other = after(duration);
    return other.isBefore(this) ? new Deadline(other.nanoTime, lastNanoTime) : this;
  }

  /// A later moment, because of a while in which nobody could do anything for it. What bounds the
  /// whole stays as it is.
  ///
  /// @param lost how long that while was
  /// @return the deadline that takes its place
  Deadline putOff(Duration lost) {
    long later = nanoTime + lost.toNanos();
    return new Deadline(later - lastNanoTime < 0 ? later : lastNanoTime, lastNanoTime);
  }

  /// Whether this moment comes first.
  ///
  /// @param other another moment
  public boolean isBefore(Deadline other) {
    return nanoTime - other.nanoTime < 0;
  }

  /// The time until then; zero or negative once it has passed.
  public Duration remaining() {
    return Duration.ofNanos(nanoTime - System.nanoTime());
  }

  /// Whether the moment has passed.
  public boolean passed() {
    return nanoTime - System.nanoTime() <= 0;
  }

  /// The remaining time as a socket's time-out, which knows no zero.
  int remainingMillis() {
    return Math.clamp(remaining().toMillis(), 1, Integer.MAX_VALUE);
  }
}
