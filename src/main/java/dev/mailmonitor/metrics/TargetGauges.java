package dev.mailmonitor.metrics;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.mail.Service;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.TestKind;
import dev.mailmonitor.probe.TestResult;
import dev.mailmonitor.state.Outbox;
import dev.mailmonitor.state.Status;
import dev.mailmonitor.state.TargetState;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.tls.PeerCertificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// How a target stands, in numbers. Every series is there from the start; a value that is not known
/// is NaN, so that no comparison holds for it.
final class TargetGauges {
  /// The value of `target` where the configuration names none.
  private static final String UNNAMED = "default";

  /// The steps that have a series. The goodbyes have none: nobody waits for their answer.
  private static final List<Step> STEPS = steps();

  private final Sink sink;
  private final Instant now;

  /// Tells of targets.
  ///
  /// @param sink takes the numbers
  /// @param now when this is told
  TargetGauges(Sink sink, Instant now) {
    this.sink = sink;
    this.now = now;
  }

  /// The value of `target`.
  ///
  /// @param name the target's name
  /// @return never empty
  static String label(TargetName name) {
    return name.isNamed() ? name.value() : UNNAMED;
  }

  /// Tells of one target.
  ///
  /// @param sample what is known of it
  void put(TargetSample sample) {
    String target = label(sample.target());
    Optional<CheckReport> report = sample.report();
    for (TestKind test : TestKind.values()) {
      double passed = report.map(found -> passed(found, test)).orElse(Double.NaN);
      sink.put(Metric.TEST_SUCCESS, List.of(target, test.key()), passed);
    }
    putPhases(sample, target);
    for (Service service : Service.values()) {
      sink.put(
          Metric.CERTIFICATE_EXPIRY,
          List.of(target, service.key()),
          report
              .flatMap(found -> found.certificate(service))
              .map(PeerCertificate::notAfter)
              .map(TargetGauges::timestamp)
              .orElse(Double.NaN));
    }
    sink.put(
        Metric.LAST_DELIVERY,
        List.of(target),
        report.flatMap(CheckReport::delivery).map(TargetGauges::seconds).orElse(Double.NaN));
    putMemory(sample.state(), List.of(target));
  }

  private void putPhases(TargetSample sample, String target) {
    Map<Step, Duration> took = new HashMap<>();
    sample
        .timings()
        .entries()
        .forEach(entry ->
            took.merge(new Step(entry.service(), entry.phase()), entry.duration(), Duration::plus));
    for (Step step : STEPS) {
      Duration duration = took.getOrDefault(step, Duration.ZERO);
      sink.put(
          Metric.PHASE_DURATION,
          List.of(target, step.label()),
          sample.report().isPresent() ? seconds(duration) : Double.NaN);
    }
  }

  /// What a target that could not be checked keeps too.
  private void putMemory(TargetState state, List<String> target) {
    sink.put(
        Metric.LAST_RUN,
        target,
        state.memory().tally().lastCheck().map(TargetGauges::timestamp).orElse(0.0));
    sink.put(
        Metric.LAST_SUCCESS,
        target,
        state.memory().tally().lastSuccess().map(TargetGauges::timestamp).orElse(0.0));
    for (Status status : Status.values()) {
      sink.put(
          Metric.STATUS,
          List.of(target.getFirst(), status.key()),
          status == state.status() ? 1 : 0);
    }
    sink.put(Metric.CONSECUTIVE_FAILURES, target, state.memory().tally().consecutiveFailures());
    List<Outbox.Entry> pending = state.outbox().entries();
    sink.put(Metric.ALERTS_PENDING, target, pending.size());
    sink.put(
        Metric.ALERTS_OLDEST_PENDING,
        target,
        pending.stream()
            .map(entry -> seconds(Duration.between(entry.queuedAt(), now)))
            .reduce(0.0, Math::max));
  }

  private static double passed(CheckReport report, TestKind test) {
    return report.of(test).filter(TestResult.Passed.class::isInstance).isPresent() ? 1 : 0;
  }

  private static List<Step> steps() {
    Set<Phase> ofImap =
        EnumSet.complementOf(
            EnumSet.of(Phase.EHLO, Phase.MAIL, Phase.RCPT, Phase.DATA, Phase.LOGOUT));
    Set<Phase> ofSmtp =
        EnumSet.complementOf(
            EnumSet.of(
                Phase.CAPABILITY, Phase.SELECT, Phase.DELIVERY, Phase.CLEANUP, Phase.LOGOUT));
    return Stream.concat(
            ofImap.stream().map(phase -> new Step(Service.IMAP, phase)),
            ofSmtp.stream().map(phase -> new Step(Service.SMTP, phase)))
        .toList();
  }

  /// A moment as Prometheus counts it. A foreign state file may name any moment there is, and must
  /// not keep the other targets from being told.
  static double timestamp(Instant instant) {
    return instant.getEpochSecond() + instant.get(ChronoField.MILLI_OF_SECOND) / 1e3;
  }

  /// A span as Prometheus counts it.
  static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / 1e9;
  }

  /// A step of a session.
  private record Step(Service service, Phase phase) {
    /// The value of `phase`: `imap_connect`, `smtp_connect` and so on.
    String label() {
      return service.key() + "_" + phase.key();
    }
  }
}
