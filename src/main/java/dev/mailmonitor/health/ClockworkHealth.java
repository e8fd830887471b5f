package dev.mailmonitor.health;

import dev.mailmonitor.watch.TargetView;
import dev.mailmonitor.watch.Watchtower;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/// Whether the monitor itself is alive: its clockwork ticks, and no check is far past its time
/// limit. Only a restart helps where it is not.
@Liveness
@Singleton
public class ClockworkHealth implements HealthCheck {
  /// It ticks once a second; a machine under load may be late.
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

  private final Watchtower watchtower;

  /// Watches the watchtower.
  ///
  /// @param watchtower what should tick
  public ClockworkHealth(Watchtower watchtower) {
    this.watchtower = watchtower;
  }

  @Override
  public HealthCheckResponse call() {
    boolean ticks = watchtower.sinceTick().compareTo(LONGEST_SILENCE) < 0;
    List<String> hanging =
        watchtower.view().stream()
            .filter(TargetView::overdue)
            .map(view -> view.name().isNamed() ? view.name().value() : "the target")
            .toList();
    return HealthCheckResponse.named("clockwork")
        .status(ticks && hanging.isEmpty())
        .withData("secondsSinceTick", watchtower.sinceTick().toSeconds())
        .withData("hangingChecks", String.join(", ", hanging))
        .build();
  }
}
