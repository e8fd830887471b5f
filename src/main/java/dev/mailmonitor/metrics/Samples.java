package dev.mailmonitor.metrics;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.mail.Service;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.TestKind;
import dev.mailmonitor.probe.TestResult;
import dev.mailmonitor.state.Outbox;
import dev.mailmonitor.state.Status;
import dev.mailmonitor.state.TargetState;
import dev.mailmonitor.tls.PeerCertificate;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The metrics of one run in Prometheus' text format. Every series is there from the start; a value
/// that is not known is NaN, so that no comparison holds for it.
public final class Samples {
  /// The value of `target` where the configuration names none.
  static final String UNNAMED = "default";

  private static final Set<Phase> OF_IMAP =
      EnumSet.complementOf(
          EnumSet.of(Phase.EHLO, Phase.MAIL, Phase.RCPT, Phase.DATA, Phase.LOGOUT));
  private static final Set<Phase> OF_SMTP =
      EnumSet.complementOf(
          EnumSet.of(Phase.CAPABILITY, Phase.SELECT, Phase.DELIVERY, Phase.CLEANUP, Phase.LOGOUT));

  private final Map<Metric, GaugeSnapshot.Builder> gauges = new EnumMap<>(Metric.class);
  private final Instant now;

  private Samples(Instant now) {
    this.now = now;
    for (Metric metric : Metric.values()) {
      gauges.put(metric, GaugeSnapshot.builder().name(metric.title()).help(metric.help()));
    }
    gauges.remove(Metric.BUILD);
  }

  /// The text.
  ///
  /// @param targets what is known of each target
  /// @param version the program's version
  /// @param now when this is written
  /// @return all metrics, UTF-8
  public static byte[] text(List<TargetSample> targets, String version, Instant now) {
    Samples samples = new Samples(now);
    targets.forEach(samples::add);
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    samples.gauges.values().forEach(gauge -> all.metricSnapshot(gauge.build()));
    all.metricSnapshot(
        InfoSnapshot.builder()
            .name(Metric.BUILD.title())
            .help(Metric.BUILD.help())
            .dataPoint(
                InfoDataPointSnapshot.builder().labels(Labels.of("version", version)).build())
            .build());
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(text, all.build());
    } catch (IOException impossible) {
      throw new UncheckedIOException("Nothing is written but memory", impossible);
    }
    return text.toByteArray();
  }

  /// The steps that have a series: `imap_connect`, `smtp_connect` and so on. The goodbyes have
  /// none: nobody waits for their answer.
  ///
  /// @return values of the label `phase` by service and phase
  static Map<Service, Set<Phase>> phases() {
    return Map.of(Service.IMAP, OF_IMAP, Service.SMTP, OF_SMTP);
  }

  private void add(TargetSample sample) {
    String target = sample.target().isNamed() ? sample.target().value() : UNNAMED;
    Optional<CheckReport> report = sample.report();
    for (TestKind test : TestKind.values()) {
      double passed = report.map(found -> passed(found, test)).orElse(Double.NaN);
      add(Metric.TEST_SUCCESS, passed, Labels.of("target", target, "test", test.key()));
    }
    for (Service service : Service.values()) {
      for (Phase phase : service == Service.IMAP ? OF_IMAP : OF_SMTP) {
        Duration took = sample.timings().of(service, phase).orElse(Duration.ZERO);
        add(
            Metric.PHASE_DURATION,
            report.isPresent() ? seconds(took) : Double.NaN,
            Labels.of("target", target, "phase", service.key() + "_" + phase.key()));
      }
      add(
          Metric.CERTIFICATE_EXPIRY,
          report
              .flatMap(found -> found.certificate(service))
              .map(PeerCertificate::notAfter)
              .map(Samples::timestamp)
              .orElse(Double.NaN),
          Labels.of("target", target, "service", service.key()));
    }
    add(
        Metric.LAST_DELIVERY,
        report.flatMap(CheckReport::delivery).map(Samples::seconds).orElse(Double.NaN),
        Labels.of("target", target));
    add(sample.state(), target);
  }

  /// What a target that could not be checked keeps too.
  private void add(TargetState state, String target) {
    Labels labels = Labels.of("target", target);
    add(
        Metric.LAST_RUN,
        state.memory().tally().lastCheck().map(Samples::timestamp).orElse(0.0),
        labels);
    add(
        Metric.LAST_SUCCESS,
        state.memory().tally().lastSuccess().map(Samples::timestamp).orElse(0.0),
        labels);
    for (Status status : Status.values()) {
      add(
          Metric.STATUS,
          status == state.status() ? 1 : 0,
          Labels.of("target", target, "status", status.key()));
    }
    add(Metric.CONSECUTIVE_FAILURES, state.memory().tally().consecutiveFailures(), labels);
    List<Outbox.Entry> pending = state.outbox().entries();
    add(Metric.ALERTS_PENDING, pending.size(), labels);
    add(
        Metric.ALERTS_OLDEST_PENDING,
        pending.stream()
            .map(entry -> seconds(Duration.between(entry.queuedAt(), now)))
            .reduce(0.0, Math::max),
        labels);
  }

  private void add(Metric metric, double value, Labels labels) {
    gauges.computeIfPresent(
        metric,
        (_, gauge) ->
            gauge.dataPoint(GaugeDataPointSnapshot.builder().value(value).labels(labels).build()));
  }

  private static double passed(CheckReport report, TestKind test) {
    return report.of(test).filter(TestResult.Passed.class::isInstance).isPresent() ? 1 : 0;
  }

  private static double timestamp(Instant instant) {
    return instant.toEpochMilli() / 1000.0;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
