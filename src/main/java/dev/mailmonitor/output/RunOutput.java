package dev.mailmonitor.output;

import dev.mailmonitor.mail.Timings;
import dev.mailmonitor.mail.Transcript;
import dev.mailmonitor.monitor.DeliveryEvent;
import dev.mailmonitor.probe.CheckReport;
import java.util.List;

/// Who is told what a run finds, while it finds it, and prints it. What goes wrong beside the
/// verdict is told elsewhere.
///
/// Places number the targets from 0 in their order. Each target's calls come from a thread of its
/// own.
public interface RunOutput {
  /// The tests of a target are over.
  ///
  /// @param place which target
  /// @param report what they found
  void found(int place, CheckReport report);

  /// A channel has accepted an alert.
  ///
  /// @param place which target
  /// @param prefix what lines about the target begin with
  /// @param event which alert
  void delivered(int place, String prefix, DeliveryEvent event);

  /// What a verbose run shows besides.
  ///
  /// @param place which target
  /// @param prefix what lines about the target begin with
  /// @param timings how long each step took
  /// @param transcript what was said
  void explained(int place, String prefix, Timings timings, Transcript transcript);

  /// Nothing more comes of a target.
  ///
  /// @param place which target
  /// @param run everything about it
  void over(int place, TargetRun run);

  /// The whole run is over.
  ///
  /// @param runs everything about each target, in their order
  /// @return what the process ends with
  int end(List<TargetRun> runs);
}
