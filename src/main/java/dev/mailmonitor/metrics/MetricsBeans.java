package dev.mailmonitor.metrics;

import dev.mailmonitor.serve.Blueprint;
import dev.mailmonitor.serve.Reload;
import dev.mailmonitor.watch.Watchtower;
import io.micrometer.core.instrument.MeterRegistry;
import io.prometheus.client.CollectorRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Clock;

/// Puts what is told where the endpoint finds it. Watchtower and configuration are asked when
/// somebody looks, since they are made later than the watchtower's listeners.
@Singleton
public class MetricsBeans {
  /// What Micrometer and we register with, so that one endpoint tells both.
  @Produces
  @Singleton
  CollectorRegistry collectorRegistry() {
    return new CollectorRegistry(true);
  }

  /// What is told of targets.
  @Produces
  @Singleton
  CheckMetrics checkMetrics(
      CollectorRegistry registry, Provider<Watchtower> watchtower, Clock clock) {
    CheckMetrics metrics = new CheckMetrics(() -> watchtower.get().view(), clock);
    registry.register(metrics);
    return metrics;
  }

  /// What is told of the service.
  @Produces
  @Singleton
  ServiceMeters serviceMeters(
      MeterRegistry registry, Provider<Reload> reload, Blueprint blueprint) {
    Meters meters = new Meters(registry);
    ProcessMeters.register(meters);
    return new ServiceMeters(meters, () -> reload.get().status(), blueprint.version());
  }
}
