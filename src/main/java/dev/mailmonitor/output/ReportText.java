package dev.mailmonitor.output;

import dev.mailmonitor.alert.LateMailText;
import dev.mailmonitor.mail.Timings;
import dev.mailmonitor.mail.Transcript;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.Failure;
import dev.mailmonitor.probe.LateMail;
import dev.mailmonitor.probe.TestResult;
import dev.mailmonitor.probe.Verdict;
import dev.mailmonitor.probe.Warning;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A check's report as lines of text.
public final class ReportText {
  private static final String INDENT = "    ";

  private ReportText() {}

  /// The lines of one target: its name if it has one, a line a test in the tests' order, further
  /// detail indented below.
  ///
  /// @param report what was found
  /// @param zone the zone of times
  /// @return the lines
  public static List<String> lines(CheckReport report, ZoneId zone) {
    List<String> lines = new ArrayList<>();
    if (report.target().isNamed()) {
      lines.add(report.target() + ":");
    }
    blocks(report, zone).forEach(block -> lines.addAll(block.lines()));
    return lines;
  }

  /// What is said of one test, or of one warning.
  ///
  /// @param isTrouble whether somebody should look at it
  /// @param lines one line, and further detail indented below
  public record Block(boolean isTrouble, List<String> lines) {
    /// Copies the list.
    public Block {
      lines = List.copyOf(lines);
    }
  }

  /// The same, without the name and piece by piece.
  ///
  /// @param report what was found
  /// @param zone the zone of times
  /// @return a block a test and a warning
  public static List<Block> blocks(CheckReport report, ZoneId zone) {
    List<Block> blocks = new ArrayList<>();
    for (TestResult result : report.results()) {
      blocks.add(block(result));
    }
    for (LateMail late : report.lateMails()) {
      blocks.add(new Block(true, List.of(INDENT + LateMailText.of(late, zone))));
    }
    for (Warning warning : report.warnings()) {
      blocks.add(new Block(true, List.of("⚠ " + warning.summary(), INDENT + warning.advice())));
    }
    return blocks;
  }

  private static Block block(TestResult result) {
    return switch (result) {
      case TestResult.Passed passed ->
          block(
              false,
              "✓ " + passed.test().label() + ": " + passed.text(),
              passed.notes().stream().map(note -> INDENT + note).toList());
      case TestResult.Failed failed ->
          block(
              true,
              "❌ " + failed.test().label() + ": " + failed.failure().summary(),
              details(failed.failure()));
      case TestResult.Skipped skipped ->
          block(
              true,
              "- " + skipped.test().label() + ": skipped (" + skipped.reason() + ")",
              List.of());
    };
  }

  private static Block block(boolean isTrouble, String first, List<String> further) {
    List<String> lines = new ArrayList<>(List.of(first));
    lines.addAll(further);
    return new Block(isTrouble, lines);
  }

  private static List<String> details(Failure failure) {
    List<String> lines = new ArrayList<>();
    lines.add(INDENT + "step:   " + failure.step());
    failure.serverWords().ifPresent(words -> lines.add(INDENT + "server: " + words));
    for (String detail : failure.details()) {
      lines.add(INDENT + detail);
    }
    lines.add(INDENT + "advice: " + failure.advice());
    return lines;
  }

  /// What a verbose run shows besides: how long each step took and what was said.
  ///
  /// @param timings the steps
  /// @param transcript the conversation
  /// @return the lines
  static List<String> explanation(Timings timings, Transcript transcript) {
    List<String> lines = new ArrayList<>();
    lines.add("Timings:");
    for (Timings.Entry entry : timings.entries()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s%8.1f ms  %s %s",
              INDENT,
              entry.duration().toNanos() / 1e6,
              entry.service(),
              entry.phase().label()));
    }
    lines.add("Transcript:");
    transcript.lines().forEach(line -> lines.add(INDENT + line));
    return lines;
  }

  /// The exit status of a report.
  ///
  /// @param verdict what the report says
  /// @return failed only if a test failed
  static ExitStatus status(Verdict verdict) {
    return switch (verdict) {
      case HEALTHY, DEGRADED -> ExitStatus.OK;
      case UNHEALTHY -> ExitStatus.FAILED;
    };
  }
}
