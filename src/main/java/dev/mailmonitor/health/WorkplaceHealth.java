package dev.mailmonitor.health;

import dev.mailmonitor.serve.Assignments;
import dev.mailmonitor.serve.Reload;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/// Whether the monitor can do its work: it has a configuration, and its states could be taken and
/// saved the last time. A changed configuration that cannot be used is told here too, but the one
/// before is in force, so the monitor is ready.
@Readiness
@Singleton
public class WorkplaceHealth implements HealthCheck {
  private final Assignments assignments;
  private final Reload reload;

  /// Looks at a service.
  ///
  /// @param assignments knows where states are kept
  /// @param reload knows how the configuration is
  public WorkplaceHealth(Assignments assignments, Reload reload) {
    this.assignments = assignments;
    this.reload = reload;
  }

  @Override
  public HealthCheckResponse call() {
    Reload.Status status = reload.status();
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("workplace")
            .withData(
                "configuration",
                status.isInForce()
                    ? "in force since " + status.readAt()
                    : "changed at "
                        + status.readAt()
                        + " and cannot be used; the one before is in force, the log says why");
    List<String> problems = assignments.stateProblems();
    return problems.isEmpty()
        ? answer.up().withData("state", "usable").build()
        : answer.down().withData("state", String.join(" ", problems)).build();
  }
}
