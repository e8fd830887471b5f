package dev.mailmonitor.monitor;

import dev.mailmonitor.probe.Check;
import dev.mailmonitor.probe.CheckReport;
import java.time.Duration;

/// Who is told what a monitored check does, while it does it. Called by the check's own thread.
public interface Progress {
  /// The tests begin; of a check that is confirmed, for the second time.
  ///
  /// @param run the run, which can be called off from now on, also while a second one is waited for
  void started(Check.Run run);

  /// A check failed, and a second one is to decide whether that is true: it starts after a wait.
  /// What the first one found is not told otherwise.
  ///
  /// @param first what the first check found
  /// @param wait how long until the second one
  default void confirming(CheckReport first, Duration wait) {}

  /// The wait for the second check is over, or was given up. Whoever bounds how many checks run at
  /// once lets others go ahead between [#confirming] and this.
  default void resuming() {}

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
