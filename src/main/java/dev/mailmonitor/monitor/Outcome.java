package dev.mailmonitor.monitor;

import dev.mailmonitor.probe.CheckReport;

/// How a monitored check ended.
public sealed interface Outcome {
  /// The tests ran.
  ///
  /// @param report what they found
  record Checked(CheckReport report) implements Outcome {}

  /// The check was called off from outside: it says nothing about the target, and nothing was
  /// remembered.
  record CalledOff() implements Outcome {}

  /// The monitor could not do its work.
  ///
  /// @param reason what failed and what to do
  record Trouble(String reason) implements Outcome {}
}
