package dev.mailmonitor.cli;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.AlertChannel;
import dev.mailmonitor.alert.Attempt;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The Quarkus container, which the typed REST client of the alerts needs. A check whose outbox is
/// empty never starts it: it would cost half of the start-up.
final class AlertContainer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration STOP = Duration.ofSeconds(3);

  /// Quarkus makes the application by itself and once per process, so this is how it answers.
  private static final CompletableFuture<Void> RUNNING = new CompletableFuture<>();

  private final boolean runsAlready;
  private @Nullable Thread runner;

  private AlertContainer(boolean runsAlready) {
    this.runsAlready = runsAlready;
  }

  /// A container that is started when it is first needed.
  static AlertContainer startedWhenNeeded() {
    return new AlertContainer(false);
  }

  /// The container that this code already runs in.
  static AlertContainer thatRuns() {
    return new AlertContainer(true);
  }

  /// Stays until the container is told to stop.
  public static final class Idle implements QuarkusApplication {
    @Override
    public int run(String... arguments) {
      RUNNING.complete(null);
      Quarkus.waitForExit();
      return 0;
    }
  }

  /// Starts the container unless it runs.
  ///
  /// @throws IllegalStateException if it does not start
  synchronized void start() {
    if (runsAlready) {
      return;
    }
    if (runner == null) {
      runner =
          Thread.ofPlatform()
              .daemon()
              .name("alert-container")
              .start(() -> Quarkus.run(Idle.class, AlertContainer::ended));
    }
    try {
      RUNNING.get(START.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException failed) {
      throw new IllegalStateException("The alert container did not start", failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the alert container started", interrupted);
    }
  }

  private static void ended(int status, @Nullable Throwable failure) {
    RUNNING.completeExceptionally(
        failure == null ? new IllegalStateException("it ended with " + status) : failure);
  }

  /// A channel that is made, in the running container, when there is something to deliver: a check
  /// without alerts pays nothing for it.
  ///
  /// @param name the channel's name
  /// @param channel makes it
  AlertChannel startedFor(String name, Supplier<? extends AlertChannel> channel) {
    return new AlertChannel() {
      private @Nullable AlertChannel made;

      @Override
      public String name() {
        return name;
      }

      @Override
      public Attempt deliver(Alert alert, Duration atMost) {
        start();
        return made().deliver(alert, atMost);
      }

      private synchronized AlertChannel made() {
        if (made == null) {
          made = channel.get();
        }
        return made;
      }
    };
  }

  @Override
  public synchronized void close() {
    Thread started = runner;
    if (started != null) {
      Quarkus.asyncExit(0);
      try {
        started.join(STOP);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
