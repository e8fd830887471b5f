package dev.mailmonitor.output;

import dev.mailmonitor.mail.Timings;
import dev.mailmonitor.mail.Transcript;
import dev.mailmonitor.monitor.DeliveryEvent;
import dev.mailmonitor.probe.CheckReport;
import java.io.PrintStream;
import java.util.List;

/// JSON Lines: one object a target, in their order, as soon as each is over. Everything else goes
/// to the standard error.
public final class JsonOutput implements RunOutput {
  private final PrintStream err;
  private final Blocks blocks;

  /// A new output.
  ///
  /// @param out where the objects go
  /// @param err where lines for people go
  /// @param targets how many targets there are
  public JsonOutput(PrintStream out, PrintStream err, int targets) {
    this.err = err;
    this.blocks = new Blocks(out, targets);
  }

  /// Says that nothing could be checked, in an object about no target.
  ///
  /// @param out where to
  /// @param problems what is wrong, one sentence each; at least one
  /// @param status how the process ends
  /// @return what the process ends with
  public static int refuse(PrintStream out, List<String> problems, ExitStatus status) {
    out.println(JsonReport.refusal(problems, status));
    return status.code();
  }

  @Override
  public void found(int place, CheckReport report) {}

  @Override
  public void delivered(int place, String prefix, DeliveryEvent event) {
    err.println(prefix + event.line());
  }

  @Override
  public void explained(int place, String prefix, Timings timings, Transcript transcript) {
    ReportText.explanation(timings, transcript).forEach(line -> err.println(prefix + line));
  }

  @Override
  public void over(int place, TargetRun run) {
    blocks.print(place, List.of(JsonReport.of(run)));
    blocks.close(place);
  }

  @Override
  public int end(List<TargetRun> runs) {
    return runs.stream().map(TargetRun::status).reduce(ExitStatus.OK, ExitStatus::orWorse).code();
  }
}
