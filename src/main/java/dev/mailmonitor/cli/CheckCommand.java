package dev.mailmonitor.cli;

import dev.mailmonitor.alert.heartbeat.Heartbeat;
import dev.mailmonitor.alert.heartbeat.RoundText;
import dev.mailmonitor.config.OutputFormat;
import dev.mailmonitor.config.OutputSettings;
import dev.mailmonitor.config.Settings;
import dev.mailmonitor.mail.Timings;
import dev.mailmonitor.metrics.MetricsFile;
import dev.mailmonitor.metrics.Samples;
import dev.mailmonitor.metrics.TargetSample;
import dev.mailmonitor.monitor.DeliveryEvent;
import dev.mailmonitor.monitor.Monitor;
import dev.mailmonitor.monitor.Outcome;
import dev.mailmonitor.monitor.Progress;
import dev.mailmonitor.monitor.Sleeper;
import dev.mailmonitor.monitor.Watch;
import dev.mailmonitor.output.ExitStatus;
import dev.mailmonitor.output.JsonOutput;
import dev.mailmonitor.output.NagiosOutput;
import dev.mailmonitor.output.RunOutput;
import dev.mailmonitor.output.TargetRun;
import dev.mailmonitor.output.TextOutput;
import dev.mailmonitor.probe.Check;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.state.TargetState;
import dev.mailmonitor.target.TargetName;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/// One check of each target.
final class CheckCommand {
  private static final int AT_ONCE = 8;

  private final Console console;
  private final Clock clock;
  private final Settings settings;
  private final Watches watches;
  private final Monitor monitor;
  private final RunOutput output;
  private final Counter counter;
  private final Interruption interruption = new Interruption();
  private final Semaphore places = new Semaphore(AT_ONCE);

  CheckCommand(Program program, Settings settings) {
    this.counter = new Counter(program.console(), settings.targets().size());
    this.console = counter.console();
    this.clock = program.clock();
    this.settings = settings;
    this.watches = new Watches(clock, program.container());
    this.monitor =
        new Monitor(Check.standard(clock), clock, Sleeper.REAL, RandomGenerator.getDefault());
    this.output = output(console, clock, settings.output(), settings.targets().size());
  }

  private static RunOutput output(Console console, Clock clock, OutputSettings asked, int targets) {
    return switch (asked.format()) {
      case TEXT ->
          new TextOutput(
              console.out(),
              new Decoration(console.terminal())::of,
              clock.getZone(),
              asked.quiet(),
              asked.verbose(),
              targets);
      case JSON -> new JsonOutput(console.out(), console.err(), targets);
      case NAGIOS -> new NagiosOutput(console.out(), console.err(), clock.getZone());
    };
  }

  /// Runs the checks.
  ///
  /// @return what the process ends with
  int run() {
    Optional<Heartbeat> heartbeat =
        settings.heartbeat().map(asked -> Watches.heartbeat(asked, console::warn));
    try {
      heartbeat.ifPresent(Heartbeat::started);
      List<TargetRun> runs = checkAll();
      int status = output.end(runs);
      heartbeat.ifPresent(told -> tell(told, runs));
      return status;
    } finally {
      heartbeat.ifPresent(Heartbeat::close);
    }
  }

  /// A round that was called off says nothing, so nothing is said of it.
  private static void tell(Heartbeat heartbeat, List<TargetRun> runs) {
    if (runs.stream().anyMatch(run -> run.outcome() instanceof Outcome.CalledOff)) {
      return;
    }
    heartbeat.ended(
        runs.stream().allMatch(run -> run.status() == ExitStatus.OK),
        RoundText.of(
            runs.stream()
                .map(run -> new RoundText.Entry(run.target().name(), run.report()))
                .toList()));
  }

  private List<TargetRun> checkAll() {
    interruption.watch();
    List<Watch> all = settings.targets().stream().map(watches::of).toList();
    if (settings.output().format() == OutputFormat.TEXT && !settings.output().quiet()) {
      counter.start();
    }
    try (counter;
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<TargetRun>> running = new ArrayList<>();
      for (int index = 0; index < all.size(); index++) {
        Watch watch = all.get(index);
        int place = index;
        running.add(threads.submit(() -> run(watch, place)));
      }
      List<TargetRun> runs = new ArrayList<>();
      for (int place = 0; place < all.size(); place++) {
        runs.add(result(running.get(place), all.get(place), place));
      }
      settings.output().metricsFile().ifPresent(file -> writeMetrics(file, runs));
      return runs;
    } finally {
      interruption.over();
    }
  }

  private TargetRun run(Watch watch, int place) throws InterruptedException {
    places.acquire();
    try {
      Teller teller = new Teller(watch.target().name(), place);
      Outcome outcome = monitor.check(watch, teller);
      TargetRun run =
          new TargetRun(
              watch.target(),
              outcome,
              stateAfter(outcome, watch),
              teller.timings,
              teller.deliveries,
              teller.warned);
      run.trouble().ifPresent(trouble -> console.error(run.prefix() + trouble));
      output.over(place, run);
      return run;
    } finally {
      places.release();
    }
  }

  private static TargetState stateAfter(Outcome outcome, Watch watch) {
    return switch (outcome) {
      case Outcome.Checked checked -> checked.state();
      case Outcome.CalledOff _, Outcome.Trouble _ -> watch.store().peek().state();
    };
  }

  private TargetRun result(Future<TargetRun> one, Watch watch, int place) {
    try {
      return one.get();
    } catch (ExecutionException bug) {
      return broken(watch, place, "internal error, please report it: " + bug.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return broken(watch, place, "interrupted");
    }
  }

  private TargetRun broken(Watch watch, int place, String reason) {
    TargetRun run =
        new TargetRun(
            watch.target(),
            new Outcome.Trouble(reason),
            watch.store().peek().state(),
            Timings.NONE,
            List.of(),
            List.of());
    console.error(run.prefix() + reason);
    output.over(place, run);
    return run;
  }

  private void writeMetrics(Path file, List<TargetRun> runs) {
    List<TargetSample> samples =
        runs.stream()
            .map(run ->
                new TargetSample(
                    run.target().name(), run.state(), run.report().orElse(null), run.timings()))
            .toList();
    new MetricsFile(file)
        .write(Samples.text(samples, Version.VALUE, clock.instant()))
        .ifPresent(console::warn);
  }

  /// Passes on what happens to one target, and keeps what is told of it at the end.
  private final class Teller implements Progress {
    private final String prefix;
    private final int place;
    private final List<String> warned = new ArrayList<>();
    private final List<DeliveryEvent> deliveries = new ArrayList<>();
    private Timings timings = Timings.NONE;

    Teller(TargetName name, int place) {
      this.prefix = name.isNamed() ? name + ": " : "";
      this.place = place;
    }

    @Override
    public void started(Check.Run run) {
      interruption.add(run);
      counter.started(run);
    }

    @Override
    public void found(CheckReport report) {
      timings = report.timings();
      counter.ended();
      output.found(place, report);
    }

    @Override
    public void delivered(DeliveryEvent event) {
      deliveries.add(event);
      if (event.isProblem()) {
        console.warn(prefix + event.line());
      } else {
        output.delivered(place, prefix, event);
      }
    }

    @Override
    public void warn(String text) {
      if (!warned.contains(text)) {
        warned.add(text);
        console.warn(prefix + text);
      }
    }

    @Override
    public void ended(Check.Run run) {
      timings = run.timings();
      if (settings.output().verbose()) {
        output.explained(place, prefix, run.timings(), run.transcript());
      }
    }
  }
}
