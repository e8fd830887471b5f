package dev.mailmonitor.mail;

import java.time.Duration;

/// A moment by which something must have ended, on the clock that never jumps.
///
/// @param nanoTime the moment as [System#nanoTime()] counts
public record Deadline(long nanoTime) {
  /// The moment that is a while from now.
  ///
  /// @param duration how long from now
  /// @return the deadline
  public static Deadline after(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /// The earlier of this moment and one that is a while from now.
  ///
  /// @param duration how long from now at most
  /// @return the deadline that comes first
  public Deadline orAfter(Duration duration) {
    Deadline other = after(duration);
    return other.isBefore(this) ? other : this;
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
