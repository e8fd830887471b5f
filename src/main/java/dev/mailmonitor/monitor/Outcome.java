package dev.mailmonitor.monitor;

import dev.mailmonitor.probe.Check;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.state.TargetState;

/// How a monitored check ended.
public sealed interface Outcome {
  /// The tests ran.
  ///
  /// @param report what they found
  /// @param state what is remembered now, with the alerts that are still to be sent
  record Checked(CheckReport report, TargetState state) implements Outcome {}

  /// The check was called off from outside: it says nothing about the target, and nothing was
  /// remembered.
  ///
  /// @param trace what became of the test mail
  record CalledOff(Check.Trace trace) implements Outcome {
    /// The same as a sentence for people.
    public String reason() {
      return "the check was called off by a signal; it says nothing about the server, and nothing was"
          + " remembered. "
          + trace.words();
    }
  }

  /// The monitor could not do its work.
  ///
  /// @param reason what failed and what to do
  record Trouble(String reason) implements Outcome {}
}
