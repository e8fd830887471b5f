package dev.mailmonitor.cli;

import dev.mailmonitor.probe.Check;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One line at a terminal that says what is waited for and how long already; it disappears when
/// something is printed. Elsewhere there is no such line.
final class Counter implements AutoCloseable {
  private static final Duration STEP = Duration.ofMillis(250);

  /// What is over sooner needs no counting.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final String ERASE = "\r\u001b[K";

  private final PrintStream err;
  private final int targets;
  private final long started = System.nanoTime();
  private final List<Check.Run> running = new ArrayList<>();
  private int ended;
  private boolean shown;
  private boolean closed;

  private Counter(PrintStream err, int targets) {
    this.err = err;
    this.targets = targets;
  }

  /// Counts until it is closed.
  ///
  /// @param console where the line goes
  /// @param targets how many targets are checked
  static Counter on(Console console, int targets) {
    Counter counter = new Counter(console.err(), targets);
    if (console.terminal().err()) {
      Thread.ofVirtual().start(counter::count);
    }
    return counter;
  }

  /// A check begins.
  synchronized void started(Check.Run run) {
    running.add(run);
  }

  /// A target's tests are over.
  synchronized void ended() {
    ended++;
  }

  /// Prints something in the place of the line.
  synchronized void print(Runnable printing) {
    erase();
    printing.run();
  }

  @Override
  public synchronized void close() {
    erase();
    closed = true;
  }

  private void count() {
    try {
      Thread.sleep(PATIENCE);
      while (tick()) {
        Thread.sleep(STEP);
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean tick() {
    if (closed || ended == targets) {
      return false;
    }
    err.print(ERASE + text());
    err.flush();
    shown = true;
    return true;
  }

  private String text() {
    long seconds = Duration.ofNanos(System.nanoTime() - started).toSeconds();
    if (targets > 1) {
      return "%d of %d targets checked, %d s".formatted(ended, targets, seconds);
    }
    return running.stream()
        .flatMap(run -> run.waiting().stream())
        .map(waiting ->
            "waiting for the mail, %d of %d s"
                .formatted(waiting.since().toSeconds(), waiting.atMost().toSeconds()))
        .findFirst()
        .orElse("checking, %d s".formatted(seconds));
  }

  private void erase() {
    if (shown) {
      err.print(ERASE);
      err.flush();
      shown = false;
    }
  }
}
