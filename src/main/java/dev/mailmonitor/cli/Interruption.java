package dev.mailmonitor.cli;

import dev.mailmonitor.mail.Deadline;
import dev.mailmonitor.monitor.Outcome;
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
  private static final Duration PATIENCE = Duration.ofMillis(4500);

  /// For an alert that is on its way when nothing else is left to be done.
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final List<UnderWay> runs = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Console console;
  private volatile boolean interrupted;

  /// @param console where it is told what was interrupted
  Interruption(Console console) {
    this.console = console;
  }

  /// A run that is under way.
  static final class UnderWay {
    private final String prefix;
    private final Check.Run run;
    private volatile boolean told;

    private UnderWay(String prefix, Check.Run run) {
      this.prefix = prefix;
      this.run = run;
    }

    /// Notes that its results are known to the user, and about to be saved.
    void told() {
      told = true;
    }

    private String sentence() {
      return told
          ? "interrupted after the tests; an alert that was not delivered yet is tried again with the"
              + " next check. "
              + run.trace().words()
          : new Outcome.CalledOff(run.trace()).reason();
    }
  }

  /// Listens for signals from now on.
  void watch() {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::end));
  }

  /// A run begins, which is to be called off.
  ///
  /// @param prefix what lines about it begin with
  /// @param run the run
  /// @return for [#ended]
  UnderWay started(String prefix, Check.Run run) {
    UnderWay started = new UnderWay(prefix, run);
    runs.add(started);
    if (interrupted) {
      run.callOff();
    }
    return started;
  }

  /// A run has ended, and it is told how.
  void ended(UnderWay run) {
    runs.remove(run);
  }

  /// Says that all runs have ended.
  void over() {
    over.countDown();
  }

  private void end() {
    if (over.getCount() == 0) {
      // An ordinary end.
      return;
    }
    interrupted = true;
    try {
      callOff();
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
    // The others have told it themselves.
    runs.forEach(one -> console.error(one.prefix + one.sentence()));
  }

  private void callOff() throws InterruptedException {
    Deadline end = Deadline.after(PATIENCE);
    boolean cleaned = false;
    do {
      // Again and again: a run may be between two steps, where a call is not heard.
      // The others have told it themselves.
      runs.forEach(one -> one.run.callOff());
      if (!cleaned && runs.stream().allMatch(one -> one.run.isCleanedUp())) {
        cleaned = true;
        end = end.orAfter(LAST_WORDS);
      }
    } while (!over.await(100, TimeUnit.MILLISECONDS) && !end.passed());
  }
}
