package dev.mailmonitor.metrics;

import static dev.mailmonitor.metrics.Metric.Kind.COUNTER;
import static dev.mailmonitor.metrics.Metric.Kind.GAUGE;
import static dev.mailmonitor.metrics.Metric.Kind.HISTOGRAM;
import static dev.mailmonitor.metrics.Metric.Place.FILE_AND_SERVICE;
import static dev.mailmonitor.metrics.Metric.Place.SERVICE;

import java.util.List;
import java.util.Locale;

/// The metrics and their names, which rules and dashboards rely on: they do not change. Where a
/// single run's file and the service tell the same, they tell it in the same words.
enum Metric {
  /// `test`: 1 if the test passed, 0 if it failed or could not run.
  TEST_SUCCESS(
      FILE_AND_SERVICE,
      GAUGE,
      "mailmonitor_test_success",
      "Whether a test of the last check passed; 0 also if it was skipped.",
      "target",
      "test"),
  /// `phase`: see [TargetGauges].
  PHASE_DURATION(
      FILE_AND_SERVICE,
      GAUGE,
      "mailmonitor_phase_duration_seconds",
      "How long a step of the last check took; 0 if it did not take place.",
      "target",
      "phase"),
  /// Not there when the mail did not arrive.
  LAST_DELIVERY(
      FILE_AND_SERVICE,
      GAUGE,
      "mailmonitor_last_delivery_seconds",
      "How long the test mail of the last check was on its way; NaN if it did not arrive.",
      "target"),
  /// The last check, whatever it came to.
  LAST_RUN(
      FILE_AND_SERVICE,
      GAUGE,
      "mailmonitor_last_run_timestamp_seconds",
      "When the target was last checked; 0 if it never was.",
      "target"),
  /// The last check without a failure.
  LAST_SUCCESS(
      FILE_AND_SERVICE,
      GAUGE,
      "mailmonitor_last_success_timestamp_seconds",
      "When a check last found the target healthy or degraded; 0 if none did.",
      "target"),
  /// `service`: imap, smtp.
  CERTIFICATE_EXPIRY(
      FILE_AND_SERVICE,
      GAUGE,
      "mailmonitor_certificate_expiry_timestamp_seconds",
      "When the certificate that a server showed expires; NaN if none was seen.",
      "target",
      "service"),
  /// `status`: one of the series is 1.
  STATUS(
      FILE_AND_SERVICE,
      GAUGE,
      "mailmonitor_status",
      "The status of the target: 1 for the one that holds, else 0.",
      "target",
      "status"),
  /// Counts since the last check that did not fail.
  CONSECUTIVE_FAILURES(
      FILE_AND_SERVICE,
      GAUGE,
      "mailmonitor_consecutive_failures",
      "How many checks have failed since the last one that did not.",
      "target"),
  /// The outbox.
  ALERTS_PENDING(
      FILE_AND_SERVICE,
      GAUGE,
      "mailmonitor_alerts_pending",
      "How many alerts are waiting to be accepted by a channel.",
      "target"),
  /// The outbox' oldest.
  ALERTS_OLDEST_PENDING(
      FILE_AND_SERVICE,
      GAUGE,
      "mailmonitor_alerts_oldest_pending_seconds",
      "How long the oldest alert that waits has waited; 0 if none waits.",
      "target"),
  /// Always 1; the label says it.
  BUILD(
      FILE_AND_SERVICE, GAUGE, "mailmonitor_build_info", "The program that wrote this.", "version"),

  /// `result`: see [CheckResult].
  CHECKS(
      SERVICE,
      COUNTER,
      "mailmonitor_checks_total",
      "How many checks ended with this result since the service started.",
      "target",
      "result"),
  /// Of checks without a failure only.
  DELIVERY(
      SERVICE,
      HISTOGRAM,
      "mailmonitor_delivery_seconds",
      "How long test mails were on their way in checks that did not fail.",
      "target"),
  /// Not there as long as nobody knows it.
  NEXT_RUN(
      SERVICE,
      GAUGE,
      "mailmonitor_next_run_timestamp_seconds",
      "When the target is to be checked next; NaN if that is not known.",
      "target"),
  /// `result`: see [DeliveryResult].
  ALERT_DELIVERIES(
      SERVICE,
      COUNTER,
      "mailmonitor_alert_deliveries_total",
      "What became of alerts on their way through a channel, since the service started.",
      "channel",
      "result"),
  /// Of all targets together.
  CHECKS_RUNNING(SERVICE, GAUGE, "mailmonitor_checks_running", "How many checks are under way."),
  /// Of all targets together.
  LATENESS(
      SERVICE,
      HISTOGRAM,
      "mailmonitor_schedule_lateness_seconds",
      "How long after their time checks began."),
  /// As Prometheus tells it of its own configuration.
  CONFIG_IN_FORCE(
      SERVICE,
      GAUGE,
      "mailmonitor_config_last_reload_successful",
      "Whether the configuration was usable when it was last read."),
  /// As Prometheus tells it of its own configuration.
  CONFIG_READ(
      SERVICE,
      GAUGE,
      "mailmonitor_config_last_reload_success_timestamp_seconds",
      "When a usable configuration was last read."),

  /// All threads.
  CPU(SERVICE, COUNTER, "process_cpu_seconds_total", "CPU time that the process has used."),
  /// What the kernel counts.
  RESIDENT_MEMORY(
      SERVICE, GAUGE, "process_resident_memory_bytes", "Memory that the process occupies."),
  /// A growing number is a leak.
  OPEN_FILES(SERVICE, GAUGE, "process_open_fds", "Files and connections that are open."),
  /// Changes with each start.
  STARTED(SERVICE, GAUGE, "process_start_time_seconds", "When the process was started."),
  /// `area`: heap.
  HEAP(
      SERVICE,
      GAUGE,
      "jvm_memory_used_bytes",
      "Memory that Java's objects occupy, garbage included.",
      "area");

  /// What Prometheus calls the type.
  enum Kind {
    /// Goes up and down.
    GAUGE,
    /// Only goes up.
    COUNTER,
    /// Counts by size.
    HISTOGRAM;

    /// The type as Prometheus writes it.
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Who tells it.
  enum Place {
    /// A single run in its file, and the service.
    FILE_AND_SERVICE,
    /// The service.
    SERVICE
  }

  private final Place place;
  private final Kind kind;
  private final String title;
  private final String help;

  // Made by List.of, which the checker cannot see.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> labels;

  Metric(Place place, Kind kind, String title, String help, String... labels) {
    this.place = place;
    this.kind = kind;
    this.title = title;
    this.help = help;
    this.labels = List.of(labels);
  }

  /// Who tells it.
  Place place() {
    return place;
  }

  /// Its type.
  Kind kind() {
    return kind;
  }

  /// Its name. The series of a histogram have suffixes.
  String title() {
    return title;
  }

  /// One line on what it means.
  String help() {
    return help;
  }

  /// The names of its labels.
  List<String> labels() {
    return labels;
  }
}
