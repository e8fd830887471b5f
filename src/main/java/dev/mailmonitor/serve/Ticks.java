package dev.mailmonitor.serve;

import dev.mailmonitor.watch.Watchtower;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;

/// The clockwork of the service. Checks and deliveries are only started here, so that a tick is
/// never late because of a target.
@Singleton
public class Ticks {
  private final Watchtower watchtower;
  private final Reload reload;

  /// Drives a service.
  ///
  /// @param watchtower starts checks and deliveries
  /// @param reload looks after the configuration
  public Ticks(Watchtower watchtower, Reload reload) {
    this.watchtower = watchtower;
    this.reload = reload;
  }

  /// Starts the checks that are due.
  @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void checkWhatIsDue() {
    watchtower.tick();
  }

  /// Starts the deliveries that are due.
  @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void deliverWhatWaits() {
    watchtower.deliver();
  }

  /// Looks whether the configuration has changed.
  @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void followConfiguration() {
    reload.look();
  }
}
