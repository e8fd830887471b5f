package dev.mailmonitor.monitor;

import dev.mailmonitor.probe.Check;
import dev.mailmonitor.probe.CheckReport;

/// Who is told what a monitored check does, while it does it. Called by the check's own thread.
public interface Progress {
  /// The tests begin.
  ///
  /// @param run the run, which can be called off from now on
  void started(Check.Run run);

  /// The tests are over.
  ///
  /// @param report what they found
  void found(CheckReport report);

  /// Something became of an alert.
  ///
  /// @param event what
  void delivered(DeliveryEvent event);

  /// Something beside the verdict went wrong.
  ///
  /// @param text one sentence
  void warn(String text);

  /// Everything is over, the cleanup included.
  ///
  /// @param run the run, for its timings and its transcript
  void ended(Check.Run run);
}
