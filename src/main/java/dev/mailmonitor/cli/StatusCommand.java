package dev.mailmonitor.cli;

import dev.mailmonitor.alert.PlainText;
import dev.mailmonitor.config.ConfigurationException;
import dev.mailmonitor.config.MonitoredTarget;
import dev.mailmonitor.config.Sources;
import dev.mailmonitor.output.ExitStatus;
import dev.mailmonitor.state.FileStateStore;
import dev.mailmonitor.state.LastFailure;
import dev.mailmonitor.state.Outbox;
import dev.mailmonitor.state.StateStore;
import dev.mailmonitor.state.Status;
import dev.mailmonitor.state.Tally;
import dev.mailmonitor.state.TargetState;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Prints what the state says of each target, without taking it.
final class StatusCommand {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private static final DateTimeFormatter TIME_WITH_ZONE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT);

  private static final int LONGEST_LINE = 1000;

  private final Program program;
  private final Arguments asked;

  StatusCommand(Program program, Arguments asked) {
    this.program = program;
    this.asked = asked;
  }

  /// Prints it.
  ///
  /// @return usage, if it is not known where the state is
  ExitStatus run() {
    List<MonitoredTarget> targets;
    try {
      targets = program.read(asked, Sources.Mode.SYNTAX).settings().targets();
    } catch (ConfigurationException wrong) {
      Optional<Path> state = wrong.stateFile();
      boolean nothingConfigured = asked.configFile() == null;
      if (nothingConfigured && state.isPresent()) {
        // To look at a state file, its place is all that has to be known.
        print("", state.get());
        return ExitStatus.OK;
      }
      program.console().error("the configuration cannot be used:");
      wrong.problems().forEach(problem -> program.console().err().println("  - " + problem));
      return ExitStatus.USAGE;
    }
    for (MonitoredTarget target : targets) {
      print(target.target().name().value(), target.stateFile());
    }
    return ExitStatus.OK;
  }

  private void print(String name, Path file) {
    PrintStream out = program.console().out();
    StateStore.Snapshot snapshot = new FileStateStore(file, program.clock()).peek();
    snapshot.warnings().forEach(program.console()::warn);
    TargetState state = snapshot.state();
    String indent = name.isEmpty() ? "" : "  ";
    if (!name.isEmpty()) {
      out.println(name + ":");
    }
    out.println(
        indent
            + "status:       "
            + state.status().name().toLowerCase(Locale.ROOT)
            + state.since().map(since -> " since " + time(since)).orElse(""));
    lastChecks(state).ifPresent(words -> out.println(indent + "last checks:  " + words));
    if (state.told().status() != state.status() && state.status() != Status.HEALTHY) {
      out.println(indent + "told:         nobody yet, because of a maintenance window");
    }
    state.memory().lastFailure().ifPresent(failure -> print(indent, failure));
    state
        .memory()
        .cannotCheckSince()
        .ifPresent(
            since -> out.println(indent + "monitor:      cannot check since " + time(since)));
    List<Outbox.Entry> unsent = state.outbox().entries();
    if (unsent.isEmpty()) {
      out.println(indent + "alerts:       none waiting");
    }
    for (Outbox.Entry entry : unsent) {
      String reason = entry.lastReason();
      out.println(
          indent
              + "alert:        \""
              + entry.alert().title()
              + "\" waits for "
              + harmless(entry.channel())
              + " since "
              + time(entry.queuedAt())
              + (reason == null ? "" : ": " + harmless(reason)));
    }
    out.println(
        indent
            + "state file:   "
            + file.toAbsolutePath().normalize()
            + (Files.exists(file) ? "" : " (not written yet)"));
  }

  /// What the last checks came to, where that does not make the status yet.
  private Optional<String> lastChecks(TargetState state) {
    Tally tally = state.memory().tally();
    boolean down = state.status() == Status.UNHEALTHY;
    int count = down ? tally.consecutiveSuccesses() : tally.consecutiveFailures();
    if (count == 0) {
      return Optional.empty();
    }
    return Optional.of(
        count
            + (down ? " passed" : " failed")
            + tally.rowSince().map(since -> " since " + time(since)).orElse(""));
  }

  private void print(String indent, LastFailure failure) {
    PrintStream out = program.console().out();
    out.println(indent + "last failure: " + TIME.format(failure.timestamp()));
    failure.failures().forEach(line -> out.println(indent + "              " + harmless(line)));
  }

  /// The file may have been written by a monitor that took servers' words as they came.
  private static String harmless(String line) {
    return PlainText.line(line, LONGEST_LINE);
  }

  private String time(Instant instant) {
    return TIME_WITH_ZONE.format(instant.atZone(program.clock().getZone()));
  }
}
