package dev.mailmonitor.watch;

import dev.mailmonitor.monitor.DeliveryEvent;
import dev.mailmonitor.monitor.Outcome;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.TargetName;
import java.time.Duration;

/// Is told what happens to the targets. Called by the threads of the checks, so by many at once; a
/// listener that fails or hangs would hold up its check only, but must do neither.
public interface WatchListener {
  /// A target is watched from now on, or is watched differently.
  ///
  /// @param target the target
  default void assigned(Target target) {}

  /// A check begins.
  ///
  /// @param target which target
  /// @param lateness how long after its time
  default void started(TargetName target, Duration lateness) {}

  /// A check has ended, its cleanup included.
  ///
  /// @param view how the target stands now
  /// @param outcome how the check ended
  default void ended(TargetView view, Outcome outcome) {}

  /// Something became of an alert.
  ///
  /// @param target about which target
  /// @param event what
  default void delivered(TargetName target, DeliveryEvent event) {}

  /// Something beside the verdict went wrong.
  ///
  /// @param target at which target
  /// @param text one sentence
  default void warned(TargetName target, String text) {}

  /// A target is not watched any more.
  ///
  /// @param target which target
  default void dismissed(TargetName target) {}
}
