package dev.mailmonitor.metrics;

import dev.mailmonitor.mail.Timings;
import dev.mailmonitor.monitor.DeliveryEvent;
import dev.mailmonitor.monitor.Outcome;
import dev.mailmonitor.probe.Check;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.serve.Reload;
import dev.mailmonitor.state.TargetState;
import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.AddressFamily;
import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.Limits;
import dev.mailmonitor.target.Route;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.target.TransportSecurity;
import dev.mailmonitor.testing.Exposition;
import dev.mailmonitor.tls.TrustSources;
import dev.mailmonitor.watch.TargetView;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The metrics of a service without the service: the test says what happens to its targets.
// Quarkus brings the registry of Prometheus' first client, which Micrometer has a successor for.
@SuppressWarnings("deprecation")
final class WatchedService {
  static final Instant NOW = Instant.parse("2026-01-16T10:00:00Z");
  static final Instant NEXT = NOW.plusSeconds(900);

  private final Map<TargetName, TargetView> views = new LinkedHashMap<>();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final CheckMetrics checks =
      new CheckMetrics(() -> List.copyOf(views.values()), InstantSource.fixed(NOW));
  private final ServiceMeters meters;
  private Reload.Status reload = new Reload.Status(NOW, NOW, List.of());

  WatchedService() {
    Meters made = new Meters(registry);
    ProcessMeters.register(made);
    meters = new ServiceMeters(made, () -> reload, "1.2.3");
    registry.getPrometheusRegistry().register(checks);
  }

  /// Watches a target from now on, or differently.
  void assign(TargetName name) {
    put(name, TargetState.fresh(new UUID(1, 1)), null, Timings.NONE, null);
    checks.assigned(target(name));
    meters.assigned(target(name));
  }

  /// Begins a check.
  void start(TargetName name, Duration lateness) {
    checks.started(name, lateness);
    meters.started(name, lateness);
  }

  /// Ends a check that had a result.
  void end(TargetName name, CheckReport report, TargetState state, Timings timings) {
    end(put(name, state, report, timings, null), new Outcome.Checked(report, state));
  }

  /// Ends a check in which the monitor failed.
  void fail(TargetName name, String reason) {
    TargetView before = before(name);
    end(
        put(name, before.state(), before.lastReport(), before.timings(), reason),
        new Outcome.Trouble(reason));
  }

  /// Ends a check that was called off.
  void callOff(TargetName name) {
    end(before(name), new Outcome.CalledOff(Check.Trace.NONE));
  }

  private void end(TargetView view, Outcome outcome) {
    checks.ended(view, outcome);
    meters.ended(view, outcome);
  }

  /// Tells of an alert.
  void deliver(TargetName name, DeliveryEvent event) {
    meters.delivered(name, event);
  }

  /// Does not watch a target any more.
  void dismiss(TargetName name) {
    views.remove(name);
    checks.dismissed(name);
    meters.dismissed(name);
  }

  /// What became of the configuration.
  void reload(Reload.Status status) {
    reload = status;
  }

  private TargetView before(TargetName name) {
    TargetView before = views.get(name);
    if (before == null) {
      throw new IllegalStateException(name + " is not watched");
    }
    return before;
  }

  private TargetView put(
      TargetName name,
      TargetState state,
      @Nullable CheckReport report,
      Timings timings,
      @Nullable String problem) {
    TargetView view =
        new TargetView(target(name), state, report, timings, problem, null, false, NEXT);
    views.put(name, view);
    return view;
  }

  private static Target target(TargetName name) {
    Account account = new Account("probe@mail.test", Secret.of("x"));
    return new Target(
        name,
        new Route(
            new Endpoint("smtp.mail.test", 587, TransportSecurity.STARTTLS),
            account,
            new Endpoint("imap.mail.test", 993, TransportSecurity.TLS),
            account,
            "probe@mail.test",
            "probe@mail.test"),
        Limits.receivingWithin(Duration.ofSeconds(60)),
        AddressFamily.ANY,
        null,
        new TrustSources(null, null));
  }

  /// What the endpoint tells.
  String text() {
    return registry.scrape(TextFormat.CONTENT_TYPE_004);
  }

  /// What the endpoint tells whoever understands OpenMetrics, as Prometheus does.
  String openMetrics() {
    return registry.scrape(TextFormat.CONTENT_TYPE_OPENMETRICS_100);
  }

  /// What the endpoint tells, to be asked.
  Exposition exposition() {
    return Exposition.of(text());
  }
}
