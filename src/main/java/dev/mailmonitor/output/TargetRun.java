package dev.mailmonitor.output;

import dev.mailmonitor.mail.Timings;
import dev.mailmonitor.monitor.DeliveryEvent;
import dev.mailmonitor.monitor.Outcome;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.state.TargetState;
import dev.mailmonitor.target.Target;
import java.util.List;
import java.util.Optional;

/// What a run made of one target, when it is over.
///
/// @param target what was to be checked
/// @param outcome how it ended
/// @param state what is remembered of the target now
/// @param timings how long each step took, the cleanup included
/// @param deliveries what became of alerts
/// @param remarks what else went wrong beside the verdict, one sentence each
public record TargetRun(
    Target target,
    Outcome outcome,
    TargetState state,
    Timings timings,
    List<DeliveryEvent> deliveries,
    List<String> remarks) {

  /// Copies the lists.
  public TargetRun {
    deliveries = List.copyOf(deliveries);
    remarks = List.copyOf(remarks);
  }

  /// What the tests found, if they ran.
  public Optional<CheckReport> report() {
    return switch (outcome) {
      case Outcome.Checked checked -> Optional.of(checked.report());
      case Outcome.CalledOff _, Outcome.Trouble _ -> Optional.empty();
    };
  }

  /// What kept the monitor from its work, if something did.
  public Optional<String> trouble() {
    return switch (outcome) {
      case Outcome.Checked _ -> Optional.empty();
      case Outcome.CalledOff calledOff -> Optional.of(calledOff.reason());
      case Outcome.Trouble trouble -> Optional.of(trouble.reason());
    };
  }

  /// The exit status of a run of this target alone.
  public ExitStatus status() {
    return report().map(report -> ReportText.status(report.verdict())).orElse(ExitStatus.TROUBLE);
  }

  /// What lines about this target begin with: its name, if it has one.
  public String prefix() {
    return target.name().isNamed() ? target.name() + ": " : "";
  }
}
