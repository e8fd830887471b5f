package dev.mailmonitor.serve;

import dev.mailmonitor.config.Settings;
import dev.mailmonitor.watch.Watchtower;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/// How the service begins and ends. A container that only delivers alerts does neither.
@Singleton
public class Lifecycle {
  private static final Logger LOG = Logger.getLogger("mail-monitor");

  /// Within the eight seconds that are promised, the container has to end too.
  private static final Duration STOP_WITHIN = Duration.ofMillis(6500);

  private final Instance<Assignments> assignments;
  private final Instance<Watchtower> watchtower;

  /// A service that is not running yet.
  ///
  /// @param assignments what is to be watched
  /// @param watchtower watches it
  public Lifecycle(Instance<Assignments> assignments, Instance<Watchtower> watchtower) {
    this.assignments = assignments;
    this.watchtower = watchtower;
  }

  void begin(@Observes StartupEvent event) {
    Blueprint.current()
        .ifPresent(blueprint -> {
          Settings settings = blueprint.configuration().settings();
          assignments.get().assign(settings);
          int targets = settings.targets().size();
          LOG.info(
              "mail-monitor %s watches %s; health and metrics at http://%s"
                  .formatted(
                      blueprint.version(),
                      targets == 1 ? "one target" : targets + " targets",
                      settings.service().managementAddress()));
        });
  }

  void end(@Observes ShutdownEvent event) {
    if (Blueprint.current().isEmpty()) {
      return;
    }
    if (!watchtower.get().stop(STOP_WITHIN)) {
      LOG.warn(
          "a check did not end in time; its test mail, if it was sent, is removed by the next check");
    }
    LOG.info("mail-monitor has stopped; alerts that were not delivered are kept");
  }
}
