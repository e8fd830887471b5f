package dev.mailmonitor.metrics;

import dev.mailmonitor.monitor.DeliveryEvent;
import dev.mailmonitor.monitor.Outcome;
import dev.mailmonitor.serve.Reload;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.watch.TargetView;
import dev.mailmonitor.watch.WatchListener;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// What the service tells of itself: its alerts, its configuration, its load.
final class ServiceMeters implements WatchListener {
  /// The channels that there are; each has its series before its first alert.
  private static final List<String> CHANNELS = List.of("ntfy", "email");

  private final Meters meters;
  private final AtomicInteger running = new AtomicInteger();

  /// Registers the meters.
  ///
  /// @param meters makes them
  /// @param reload how the configuration was when it was last read
  /// @param version the program's version
  ServiceMeters(Meters meters, Supplier<Reload.Status> reload, String version) {
    this.meters = meters;
    for (String channel : CHANNELS) {
      for (DeliveryResult result : DeliveryResult.values()) {
        deliveries(channel, result);
      }
    }
    meters.gauge(Metric.CHECKS_RUNNING, running::get);
    meters.gauge(Metric.CONFIG_IN_FORCE, () -> reload.get().isInForce() ? 1 : 0);
    meters.gauge(Metric.CONFIG_READ, () -> TargetGauges.timestamp(reload.get().inForceSince()));
    meters.gauge(Metric.BUILD, () -> 1, version);
  }

  @Override
  public void started(TargetName target, Duration lateness) {
    running.incrementAndGet();
  }

  @Override
  public void ended(TargetView view, Outcome outcome) {
    running.decrementAndGet();
  }

  @Override
  public void delivered(TargetName target, DeliveryEvent event) {
    deliveries(event.channel(), DeliveryResult.of(event)).increment();
  }

  private Counter deliveries(String channel, DeliveryResult result) {
    return meters.counter(Metric.ALERT_DELIVERIES, channel, result.key());
  }
}
