package dev.mailmonitor.config;

/// How the service writes its log.
public enum LogFormat {
  /// A line an event, for people.
  TEXT,
  /// A JSON object an event, for programs.
  JSON
}
