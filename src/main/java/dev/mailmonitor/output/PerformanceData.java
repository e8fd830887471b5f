package dev.mailmonitor.output;

import dev.mailmonitor.mail.Service;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.TransportSecurity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The numbers that a monitoring plugin gives behind its status:
/// `label=value;warning;critical;min`. Each run of a target gives the same ones, because graphs are
/// made for a fixed set; one that is not known is `U`.
final class PerformanceData {
  private static final BigDecimal MILLIS_A_DAY = BigDecimal.valueOf(Duration.ofDays(1).toMillis());

  private PerformanceData() {}

  /// The numbers of one target.
  ///
  /// @param run what became of it
  /// @param prefix what each label begins with; empty for a run of one target
  static List<String> of(TargetRun run, String prefix) {
    Target target = run.target();
    Optional<CheckReport> report = run.report();
    List<String> data = new ArrayList<>();
    data.add(
        label(prefix, "delivery")
            + seconds(report.flatMap(CheckReport::delivery))
            + ";"
            + target.tolerance().slowestDelivery().map(Seconds::plain).orElse("")
            + ";"
            + Seconds.plain(target.limits().receiveTimeout())
            + ";0");
    data.add(
        label(prefix, "time")
            + seconds(report.map(CheckReport::took))
            + ";;"
            + Seconds.plain(target.limits().total())
            + ";0");
    for (Service service : Service.values()) {
      if (server(target, service).security() != TransportSecurity.NONE) {
        data.add(
            label(prefix, service.key() + "_certificate_days")
                + report.flatMap(found -> daysLeft(found, service)).orElse("U")
                + ";"
                + warningDays(target)
                + ";0:");
      }
    }
    return data;
  }

  private static Endpoint server(Target target, Service service) {
    return switch (service) {
      case IMAP -> target.route().imap();
      case SMTP -> target.route().smtp();
    };
  }

  private static String label(String prefix, String name) {
    return prefix.isEmpty() ? name + "=" : "'" + prefix + " " + name + "'=";
  }

  private static String seconds(Optional<Duration> duration) {
    return duration.map(known -> Seconds.toMillis(known) + "s").orElse("U");
  }

  /// Rounded down, so that the number never denies a warning.
  private static Optional<String> daysLeft(CheckReport report, Service service) {
    return report
        .certificate(service)
        .map(shown ->
            Duration.between(report.startedAt().plus(report.took()), shown.notAfter()).toMillis())
        .map(left ->
            BigDecimal.valueOf(left).divide(MILLIS_A_DAY, 2, RoundingMode.FLOOR).toPlainString());
  }

  private static String warningDays(Target target) {
    int days = target.tolerance().certificateDays();
    return days == 0 ? "" : days + ":";
  }
}
