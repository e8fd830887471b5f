package dev.mailmonitor.metrics;

/// The metrics and their names, which rules and dashboards rely on: they do not change. Each has
/// the label `target`, but for [#BUILD].
enum Metric {
  /// `test`: 1 if the test passed, 0 if it failed or could not run.
  TEST_SUCCESS(
      "mailmonitor_test_success",
      "Whether a test of the last check passed; 0 also if it was skipped."),
  /// `phase`: see [Samples#phases()].
  PHASE_DURATION(
      "mailmonitor_phase_duration_seconds",
      "How long a step of the last check took; 0 if it did not take place."),
  /// Not there when the mail did not arrive.
  LAST_DELIVERY(
      "mailmonitor_last_delivery_seconds",
      "How long the test mail of the last check was on its way; NaN if it did not arrive."),
  /// The last check, whatever it came to.
  LAST_RUN(
      "mailmonitor_last_run_timestamp_seconds",
      "When the target was last checked; 0 if it never was."),
  /// The last check without a failure.
  LAST_SUCCESS(
      "mailmonitor_last_success_timestamp_seconds",
      "When a check last found the target healthy or degraded; 0 if none did."),
  /// `service`: imap, smtp.
  CERTIFICATE_EXPIRY(
      "mailmonitor_certificate_expiry_timestamp_seconds",
      "When the certificate that a server showed expires; NaN if none was seen."),
  /// `status`: one of the series is 1.
  STATUS("mailmonitor_status", "The status of the target: 1 for the one that holds, else 0."),
  /// Counts since the last check that did not fail.
  CONSECUTIVE_FAILURES(
      "mailmonitor_consecutive_failures",
      "How many checks have failed since the last one that did not."),
  /// The outbox.
  ALERTS_PENDING(
      "mailmonitor_alerts_pending", "How many alerts are waiting to be accepted by a channel."),
  /// The outbox' oldest.
  ALERTS_OLDEST_PENDING(
      "mailmonitor_alerts_oldest_pending_seconds",
      "How long the oldest alert that waits has waited; 0 if none waits."),
  /// `version`; Prometheus adds `_info` to the name of an info metric.
  BUILD("mailmonitor_build", "The program that wrote this.");

  private final String title;
  private final String help;

  Metric(String title, String help) {
    this.title = title;
    this.help = help;
  }

  /// Its name.
  String title() {
    return title;
  }

  /// One line on what it means.
  String help() {
    return help;
  }
}
