package dev.mailmonitor.alert.heartbeat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Tells somebody who watches the watcher that it is alive, the way healthchecks.io has it:
/// `/start` behind the address when a round begins, the address itself when it has ended well,
/// `/fail` when a test failed or the monitor could not do its work. A call that fails is a warning
/// and nothing else.
///
/// A run of one round uses [#started()] and [#ended(boolean, String)]; a service, whose targets
/// have schedules of their own, uses [#beat(boolean, Supplier)]. For any number of threads: the
/// calls are made one after the other, in the order in which they were asked for.
public final class Heartbeat implements AutoCloseable {
  /// How long a call may take.
  static final Duration BOUND = Duration.ofSeconds(5);

  /// How often things that stay as they are are told: healthchecks.io takes five calls a minute.
  static final Duration PACE = Duration.ofMinutes(1);

  private static final Duration SLACK = Duration.ofSeconds(1);

  private final HeartbeatSettings settings;
  private final HeartbeatCall call;
  private final Consumer<String> warn;
  private final LongSupplier nanoTime;
  private final ExecutorService line =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("heartbeat").factory());
  private @Nullable Beat lastBeat;
  private Optional<String> lastProblem = Optional.empty();

  private record Beat(boolean success, long at) {}

  /// A heartbeat; nothing is called yet.
  ///
  /// @param settings the address, and the way there
  /// @param trust whose certificates are trusted, asked for when an `https` address is first
  ///   called; host names are verified beside it
  /// @param userAgent what the server is told about us, e.g. `mail-monitor/1.0.0`
  /// @param warn is told what goes wrong, in one sentence without the address, from any thread; the
  ///   same thing not again until a call has worked
  public Heartbeat(
      HeartbeatSettings settings,
      Supplier<? extends X509TrustManager> trust,
      String userAgent,
      Consumer<String> warn) {
    this(settings, trust, userAgent, warn, System::nanoTime);
  }

  Heartbeat(
      HeartbeatSettings settings,
      Supplier<? extends X509TrustManager> trust,
      String userAgent,
      Consumer<String> warn,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.call = new HeartbeatCall(settings, trust, userAgent);
    this.warn = warn;
    this.nanoTime = nanoTime;
  }

  /// Says that a round begins. Returns at once: what is watched does not wait for it.
  public void started() {
    enqueue(call("/start", ""));
  }

  /// Says how a round has ended, and waits until that is said, with what was to be said before: ten
  /// seconds or so at most.
  ///
  /// @param success whether everything was checked and no test failed
  /// @param text what is told beside it, a few lines
  public void ended(boolean success, String text) {
    FutureTask<?> said = call(success ? "" : "/fail", text);
    if (!enqueue(said)) {
      return;
    }
    try {
      said.get(2 * BOUND.toMillis() + SLACK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException unsaid) {
      // Each call is bounded and tells itself what went wrong.
    }
  }

  /// Says how things are, in a service: at once where that has changed, else once a minute at most.
  /// Returns at once.
  ///
  /// @param success whether all targets were checked and no test failed, each at its last check
  /// @param text what is told beside it; asked for only where something is told
  public synchronized void beat(boolean success, Supplier<String> text) {
    long now = nanoTime.getAsLong();
    Beat last = lastBeat;
    boolean due = last == null || last.success() != success || now - last.at() >= PACE.toNanos();
    if (due) {
      lastBeat = new Beat(success, now);
      enqueue(call(success ? "" : "/fail", text.get()));
    }
  }

  private FutureTask<?> call(String suffix, String text) {
    return new FutureTask<>(() -> tell(call.post(suffix, text, BOUND)), null);
  }

  /// Whether it is still open, so that the call is made.
  private boolean enqueue(FutureTask<?> made) {
    try {
      line.execute(made);
      return true;
    } catch (RejectedExecutionException closed) {
      return false;
    }
  }

  private synchronized void tell(Optional<String> problem) {
    if (problem.isPresent() && !problem.equals(lastProblem)) {
      warn.accept("heartbeat: " + settings.shown() + " was not told: " + problem.get());
    }
    lastProblem = problem;
  }

  /// Makes no more calls, and drops the one that is being made.
  @Override
  public void close() {
    line.shutdownNow();
    call.close();
  }
}
