package dev.mailmonitor.config;

/// For whom a check prints what it finds.
public enum OutputFormat {
  /// Lines for people.
  TEXT,
  /// One JSON object a target and line.
  JSON,
  /// What a monitoring plugin of Nagios and its kin says, with its exit statuses.
  NAGIOS
}
