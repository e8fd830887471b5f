package dev.mailmonitor.monitor;

import java.time.Duration;

/// A way to wait that tests can step over.
@FunctionalInterface
public interface Sleeper {
  /// Sleeps for real.
  Sleeper REAL = Thread::sleep;

  /// Waits.
  ///
  /// @param duration how long
  /// @throws InterruptedException if the thread is to end
  void sleep(Duration duration) throws InterruptedException;
}
