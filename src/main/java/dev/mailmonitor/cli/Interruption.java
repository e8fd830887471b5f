package dev.mailmonitor.cli;

import dev.mailmonitor.probe.Check;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What SIGTERM and SIGINT do to a running check: it is called off, its mail is removed, its state
/// stays as it was.
final class Interruption {
  /// Kubernetes and systemd give more, but an administrator who waits does not.
  private static final Duration PATIENCE = Duration.ofMillis(7500);

  private final List<Check.Run> runs = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean interrupted;

  /// Listens for signals from now on.
  void watch() {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::callOff));
  }

  /// A run that is to be called off.
  void add(Check.Run run) {
    runs.add(run);
    if (interrupted) {
      run.callOff();
    }
  }

  /// Says that all runs have ended.
  void over() {
    over.countDown();
  }

  private void callOff() {
    interrupted = true;
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      do {
        // Again and again: a run may be between two steps, where a call is not heard.
        runs.forEach(Check.Run::callOff);
      } while (!over.await(100, TimeUnit.MILLISECONDS) && System.nanoTime() < end);
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }
}
