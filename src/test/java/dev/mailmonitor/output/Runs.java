package dev.mailmonitor.output;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.mail.Service;
import dev.mailmonitor.mail.Timings;
import dev.mailmonitor.monitor.DeliveryEvent;
import dev.mailmonitor.monitor.Outcome;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.LateMail;
import dev.mailmonitor.probe.Verdict;
import dev.mailmonitor.probe.Warning;
import dev.mailmonitor.state.Memory;
import dev.mailmonitor.state.Reports;
import dev.mailmonitor.state.States;
import dev.mailmonitor.state.TargetState;
import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.AddressFamily;
import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.JunkRule;
import dev.mailmonitor.target.Limits;
import dev.mailmonitor.target.Route;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.target.Tolerance;
import dev.mailmonitor.target.TransportSecurity;
import dev.mailmonitor.tls.PeerCertificate;
import dev.mailmonitor.tls.TrustSources;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Runs that never took place.
final class Runs {
  static final Instant STARTED = Instant.parse("2026-01-16T09:30:00Z");
  static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

  private static final Timings TIMINGS =
      new Timings(
          List.of(
              new Timings.Entry(Service.IMAP, Phase.CONNECT, Duration.ofNanos(1_234_567)),
              new Timings.Entry(Service.SMTP, Phase.DATA, Duration.ofMillis(40))));

  private Runs() {}

  static Target target(String name) {
    Account account = new Account("probe@mail.test", Secret.of("s3cret"));
    return new Target(
            new TargetName(name),
            new Route(
                new Endpoint("mail.test", 587, TransportSecurity.STARTTLS),
                account,
                new Endpoint("mail.test", 993, TransportSecurity.TLS),
                account,
                "probe@mail.test",
                "probe@mail.test"),
            Limits.receivingWithin(Duration.ofSeconds(60)),
            AddressFamily.ANY,
            null,
            TrustSources.JAVA_ONLY)
        .tolerating(new Tolerance(14, Duration.ofMillis(2500), JunkRule.FAIL));
  }

  /// A report of a check that took 3.4 s and saw certificates that expire 80.25 days after its end.
  static CheckReport report(String name, Verdict verdict) {
    return report(name, verdict, Duration.ofHours(80 * 24 + 6));
  }

  /// A degraded report with certificates that expire so long after the check's end.
  static CheckReport reportWithCertificates(Duration left) {
    return report("", Verdict.DEGRADED, left);
  }

  private static CheckReport report(String name, Verdict verdict, Duration left) {
    CheckReport plain = Reports.of(verdict, new TargetName(name));
    Duration took = Duration.ofMillis(3400);
    PeerCertificate certificate =
        new PeerCertificate(
            "CN=mail.test",
            "CN=Authority",
            STARTED.minus(Duration.ofDays(10)),
            STARTED.plus(took).plus(left),
            List.of("mail.test", "192.0.2.1"),
            false);
    return new CheckReport(
        plain.target(),
        STARTED,
        took,
        plain.results(),
        plain.warnings(),
        TIMINGS,
        verdict == Verdict.UNHEALTHY ? null : Duration.ofNanos(2_134_567_891),
        List.of(new LateMail(new UUID(1, 1), SINCE, SINCE.plusSeconds(1380), LateMail.Place.JUNK)),
        null,
        "<id@mail.test>",
        Map.of(Service.IMAP, certificate, Service.SMTP, certificate));
  }

  /// A run whose check came to this.
  static TargetRun checked(String name, Verdict verdict) {
    Memory memory = Memory.fresh(new UUID(5, 5));
    TargetState state =
        switch (verdict) {
          case HEALTHY -> new TargetState.Healthy(memory, SINCE);
          case DEGRADED -> new TargetState.Degraded(memory, SINCE);
          case UNHEALTHY -> new TargetState.Unhealthy(memory, SINCE);
        };
    return checked(report(name, verdict), state);
  }

  static TargetRun checked(CheckReport report, TargetState state) {
    return new TargetRun(
        target(report.target().value()),
        new Outcome.Checked(report, state),
        state,
        report.timings(),
        List.of(),
        List.of());
  }

  /// A degraded run with these warnings.
  static TargetRun degraded(String name, Warning... warnings) {
    CheckReport report = report(name, Verdict.DEGRADED);
    return checked(
        new CheckReport(
            report.target(),
            report.startedAt(),
            report.took(),
            report.results(),
            List.of(warnings),
            report.timings(),
            report.deliveryTime(),
            List.of(),
            null,
            report.sentMessageId(),
            report.certificates()),
        new TargetState.Degraded(Memory.fresh(new UUID(5, 5)), SINCE));
  }

  /// A run in which the monitor could not check; three alerts wait.
  static TargetRun trouble(String name, String reason) {
    return new TargetRun(
        target(name),
        new Outcome.Trouble(reason),
        States.withEverything(),
        Timings.NONE,
        List.of(),
        List.of());
  }

  /// A failed run with three alerts that wait and one that was accepted.
  static TargetRun withAlerts() {
    TargetState state = States.withEverything();
    DeliveryEvent accepted =
        new DeliveryEvent.Delivered(
            "ntfy", state.outbox().entries().getFirst().alert(), "Abc\u2028123");
    return new TargetRun(
        target("office"),
        new Outcome.Checked(report("office", Verdict.UNHEALTHY), state),
        state,
        TIMINGS,
        List.of(accepted),
        List.of("cleanup: the mailbox \"INBOX\"\nwas gone"));
  }
}
