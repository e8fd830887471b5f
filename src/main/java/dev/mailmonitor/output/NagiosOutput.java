package dev.mailmonitor.output;

import dev.mailmonitor.mail.Timings;
import dev.mailmonitor.mail.Transcript;
import dev.mailmonitor.monitor.DeliveryEvent;
import dev.mailmonitor.probe.CheckReport;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.List;

/// What a monitoring plugin of Nagios, Icinga, Naemon or Checkmk prints, once and at the end, with
/// its exit statuses. Everything else goes to the standard error.
public final class NagiosOutput implements RunOutput {
  private final PrintStream out;
  private final PrintStream err;
  private final ZoneId zone;

  /// A new output.
  ///
  /// @param out where the result goes
  /// @param err where lines for people go
  /// @param zone the zone of times
  public NagiosOutput(PrintStream out, PrintStream err, ZoneId zone) {
    this.out = out;
    this.err = err;
    this.zone = zone;
  }

  /// Says that nothing could be checked.
  ///
  /// @param out where to
  /// @param problems what is wrong, one sentence each; at least one
  /// @return what the process ends with
  public static int refuse(PrintStream out, List<String> problems) {
    NagiosText.refusal(problems).forEach(out::println);
    return NagiosStatus.UNKNOWN.code();
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
  public void over(int place, TargetRun run) {}

  @Override
  public int end(List<TargetRun> runs) {
    NagiosText.of(runs, zone).forEach(out::println);
    return NagiosText.status(runs).code();
  }
}
