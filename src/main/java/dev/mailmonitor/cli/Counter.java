package dev.mailmonitor.cli;

import dev.mailmonitor.probe.Check;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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

  private final Console console;
  private final PrintStream err;
  private final int targets;
  private final long started = System.nanoTime();
  private final List<Check.Run> running = new ArrayList<>();
  private long again;
  private boolean checksAgain;
  private int ended;
  private boolean shown;
  private boolean closed;

  /// Counts when it is started.
  ///
  /// @param console where the line goes
  /// @param targets how many targets are checked
  Counter(Console console, int targets) {
    this.err = console.err();
    this.targets = targets;
    this.console =
        console.terminal().err()
            ? new Console(inPlace(console.out()), inPlace(console.err()), console.terminal())
            : console;
  }

  /// Where everything else is to be printed: in the place of the line.
  Console console() {
    return console;
  }

  /// Begins to count, if somebody is looking.
  void start() {
    if (console.terminal().err()) {
      Thread.ofVirtual().start(this::count);
    }
  }

  private PrintStream inPlace(PrintStream stream) {
    OutputStream erasing =
        new OutputStream() {
          @Override
          public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
          }

          @Override
          public void write(byte[] octets, int offset, int length) {
            print(() -> stream.write(octets, offset, length));
          }

          @Override
          public void flush() {
            stream.flush();
          }
        };
    return new PrintStream(erasing, true, StandardCharsets.UTF_8);
  }

  /// A check begins.
  synchronized void started(Check.Run run) {
    running.add(run);
    checksAgain = false;
  }

  /// A check has failed, and another one is waited for.
  synchronized void confirming(Duration wait) {
    running.clear();
    again = System.nanoTime() + wait.toNanos();
    checksAgain = true;
  }

  /// A target's tests are over.
  synchronized void ended() {
    ended++;
  }

  private synchronized void print(Runnable printing) {
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
    if (checksAgain) {
      long left = Math.max(0, Duration.ofNanos(again - System.nanoTime()).toSeconds());
      return "the check failed, checking again in %d s".formatted(left);
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
