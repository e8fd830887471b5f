package dev.mailmonitor.health;

import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.TestResult;
import dev.mailmonitor.state.Status;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.watch.TargetView;
import dev.mailmonitor.watch.WatchListener;
import dev.mailmonitor.watch.Watchtower;
import io.smallrye.health.api.HealthRegistry;
import io.smallrye.health.api.Wellness;
import io.smallrye.health.registry.HealthRegistries;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/// How each target stood when it was last checked: `/q/health/well`, `/q/health/group/mail`, and a
/// part of `/q/health`. Never a part of liveness or readiness: nobody must restart the monitor
/// because a mail server is down.
///
/// Down is a target that is unhealthy, or that the monitor could not check. Nothing that a server
/// said is told, and nothing secret.
@Singleton
public class MailHealth implements WatchListener {
  private static final String NAME = "mail";

  private final HealthRegistry wellness;
  private final HealthRegistry group = HealthRegistries.getHealthGroupRegistry(NAME);
  private final Provider<Watchtower> watchtower;
  private final Set<TargetName> registered = ConcurrentHashMap.newKeySet();

  /// Tells of the targets of a watchtower.
  ///
  /// @param wellness what is told under `well`
  /// @param watchtower knows the targets; made later than its listeners
  public MailHealth(@Wellness HealthRegistry wellness, Provider<Watchtower> watchtower) {
    this.wellness = wellness;
    this.watchtower = watchtower;
  }

  @Override
  public void assigned(Target target) {
    // A target that is watched differently is assigned again.
    if (registered.add(target.name())) {
      String id = id(target.name());
      wellness.register(id, () -> answer(target.name()));
      group.register(id, () -> answer(target.name()));
    }
  }

  @Override
  public void dismissed(TargetName target) {
    if (registered.remove(target)) {
      wellness.remove(id(target));
      group.remove(id(target));
    }
  }

  private static String id(TargetName target) {
    return target.isNamed() ? NAME + " " + target.value() : NAME;
  }

  private HealthCheckResponse answer(TargetName target) {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named(id(target));
    return watchtower
        .get()
        .view(target)
        .map(view -> answer(answer, view))
        .orElseGet(() -> answer.up().build());
  }

  private static HealthCheckResponse answer(HealthCheckResponseBuilder answer, TargetView view) {
    answer.withData("status", view.state().status().key());
    view.state().since().ifPresent(since -> answer.withData("since", since.toString()));
    view.state()
        .memory()
        .tally()
        .lastCheck()
        .ifPresent(last -> answer.withData("lastRun", last.toString()));
    view.report()
        .flatMap(CheckReport::delivery)
        .ifPresent(delivery -> answer.withData("lastDeliverySeconds", seconds(delivery)));
    view.report()
        .map(MailHealth::failingTests)
        .filter(tests -> !tests.isEmpty())
        .ifPresent(tests -> answer.withData("failingTests", tests));
    if (view.trouble().isPresent()) {
      answer.withData("monitor", "the last check could not be run; the log says why");
    }
    view.nextRun().ifPresent(next -> answer.withData("nextRun", next.toString()));
    boolean down = view.state().status() == Status.UNHEALTHY || view.trouble().isPresent();
    return answer.status(!down).build();
  }

  private static String failingTests(CheckReport report) {
    return report.results().stream()
        .filter(TestResult.Failed.class::isInstance)
        .map(failed -> failed.test().label())
        .collect(Collectors.joining(", "));
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e9);
  }
}
