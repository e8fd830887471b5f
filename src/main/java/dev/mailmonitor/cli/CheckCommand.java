package dev.mailmonitor.cli;

import dev.mailmonitor.config.Settings;
import dev.mailmonitor.monitor.DeliveryEvent;
import dev.mailmonitor.monitor.Monitor;
import dev.mailmonitor.monitor.Outcome;
import dev.mailmonitor.monitor.Progress;
import dev.mailmonitor.monitor.Sleeper;
import dev.mailmonitor.monitor.Watch;
import dev.mailmonitor.probe.Check;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.target.TargetName;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
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
  private final ZoneId zone;
  private final Settings settings;
  private final boolean verbose;
  private final Watches watches;
  private final Monitor monitor;
  private final Interruption interruption = new Interruption();
  private final Semaphore places = new Semaphore(AT_ONCE);

  CheckCommand(Program program, Settings settings, boolean verbose) {
    this.console = program.console();
    this.zone = program.clock().getZone();
    this.settings = settings;
    this.verbose = verbose;
    this.watches = new Watches(program.clock(), program.container());
    this.monitor =
        new Monitor(
            Check.standard(program.clock()),
            program.clock(),
            Sleeper.REAL,
            RandomGenerator.getDefault());
  }

  /// Runs the checks.
  ///
  /// @return the status of the worst target
  ExitStatus run() {
    interruption.watch();
    List<Watch> all = settings.targets().stream().map(watches::of).toList();
    Blocks blocks = new Blocks(console.out(), all.size());
    try (Counter counter = Counter.on(console, all.size());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ExitStatus>> running = new ArrayList<>();
      for (int index = 0; index < all.size(); index++) {
        Watch watch = all.get(index);
        int place = index;
        running.add(
            threads.submit(
                () -> run(watch, new Teller(watch.target().name(), blocks, place, counter))));
      }
      ExitStatus worst = ExitStatus.OK;
      for (Future<ExitStatus> one : running) {
        worst = worst.orWorse(result(one));
      }
      return worst;
    } finally {
      interruption.over();
    }
  }

  private ExitStatus run(Watch watch, Teller teller) throws InterruptedException {
    places.acquire();
    try {
      Outcome outcome = monitor.check(watch, teller);
      return switch (outcome) {
        case Outcome.Checked checked -> ReportText.status(checked.report().verdict());
        case Outcome.CalledOff _ -> {
          teller.error(
              "the check was called off by a signal; it says nothing about the server, and"
                  + " nothing was remembered.");
          yield ExitStatus.TROUBLE;
        }
        case Outcome.Trouble trouble -> {
          teller.error(trouble.reason());
          yield ExitStatus.TROUBLE;
        }
      };
    } finally {
      teller.over();
      places.release();
    }
  }

  private ExitStatus result(Future<ExitStatus> one) {
    try {
      return one.get();
    } catch (ExecutionException bug) {
      console.error("internal error, please report it: " + bug.getCause());
      return ExitStatus.TROUBLE;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return ExitStatus.TROUBLE;
    }
  }

  /// Prints what happens to one target.
  private final class Teller implements Progress {
    private final TargetName name;
    private final Blocks blocks;
    private final int place;
    private final Counter counter;
    private final Decoration decoration = new Decoration(console.terminal());
    private final List<String> warned = new ArrayList<>();

    Teller(TargetName name, Blocks blocks, int place, Counter counter) {
      this.name = name;
      this.blocks = blocks;
      this.place = place;
      this.counter = counter;
    }

    private String prefix() {
      return name.isNamed() ? name + ": " : "";
    }

    @Override
    public void started(Check.Run run) {
      interruption.add(run);
      counter.started(run);
    }

    @Override
    public void found(CheckReport report) {
      counter.ended();
      print(ReportText.lines(report, zone));
      if (!verbose) {
        counter.print(() -> blocks.close(place));
      }
    }

    @Override
    public void delivered(DeliveryEvent event) {
      if (event.isProblem()) {
        warn(event.line());
      } else {
        counter.print(() -> console.out().println(prefix() + event.line()));
      }
    }

    @Override
    public void warn(String text) {
      if (!warned.contains(text)) {
        warned.add(text);
        counter.print(() -> console.warn(prefix() + text));
      }
    }

    void error(String text) {
      counter.print(() -> console.error(prefix() + text));
    }

    @Override
    public void ended(Check.Run run) {
      if (verbose) {
        List<String> lines = new ArrayList<>();
        lines.add("Timings:");
        lines.addAll(ReportText.timings(run.timings()));
        lines.add("Transcript:");
        lines.addAll(ReportText.transcript(run.transcript()));
        print(lines);
      }
    }

    void over() {
      counter.print(() -> blocks.close(place));
    }

    private void print(List<String> lines) {
      counter.print(() -> blocks.print(place, decoration.of(lines)));
    }
  }
}
