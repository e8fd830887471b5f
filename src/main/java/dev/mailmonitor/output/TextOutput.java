package dev.mailmonitor.output;

import dev.mailmonitor.mail.Timings;
import dev.mailmonitor.mail.Transcript;
import dev.mailmonitor.monitor.DeliveryEvent;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.Verdict;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// Lines for people, as they happen; with several targets a block each, in their order.
public final class TextOutput implements RunOutput {
  private final PrintStream out;
  private final UnaryOperator<List<String>> decoration;
  private final ZoneId zone;
  private final boolean quiet;
  private final boolean verbose;
  private final Blocks blocks;
  private final Set<Integer> hidden = ConcurrentHashMap.newKeySet();

  /// A new output.
  ///
  /// @param out where to
  /// @param decoration how a report's lines look there
  /// @param zone the zone of times
  /// @param quiet whether nothing is printed about healthy targets
  /// @param verbose whether a target's block goes on behind its tests
  /// @param targets how many targets there are
  public TextOutput(
      PrintStream out,
      UnaryOperator<List<String>> decoration,
      ZoneId zone,
      boolean quiet,
      boolean verbose,
      int targets) {
    this.out = out;
    this.decoration = decoration;
    this.zone = zone;
    this.quiet = quiet;
    this.verbose = verbose;
    this.blocks = new Blocks(out, targets);
  }

  @Override
  public void found(int place, CheckReport report) {
    if (quiet && report.verdict() == Verdict.HEALTHY) {
      hidden.add(place);
    } else {
      blocks.print(place, decoration.apply(ReportText.lines(report, zone)));
    }
    if (!verbose) {
      blocks.close(place);
    }
  }

  @Override
  public void delivered(int place, String prefix, DeliveryEvent event) {
    if (!hidden.contains(place)) {
      out.println(prefix + event.line());
    }
  }

  @Override
  public void explained(int place, String prefix, Timings timings, Transcript transcript) {
    if (!hidden.contains(place)) {
      blocks.print(place, ReportText.explanation(timings, transcript));
    }
  }

  @Override
  public void over(int place, TargetRun run) {
    blocks.close(place);
  }

  @Override
  public int end(List<TargetRun> runs) {
    return runs.stream().map(TargetRun::status).reduce(ExitStatus.OK, ExitStatus::orWorse).code();
  }
}
