package dev.mailmonitor.cli;

import dev.mailmonitor.alert.AlertChannel;
import dev.mailmonitor.config.ConfigurationException;
import dev.mailmonitor.monitor.DeliveryEvent;
import dev.mailmonitor.monitor.Monitor;
import dev.mailmonitor.monitor.Progress;
import dev.mailmonitor.monitor.Sleeper;
import dev.mailmonitor.probe.Check;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.state.FileStateStore;
import dev.mailmonitor.target.TargetName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Tells people that a configuration which worked before does not work any more, with what is still
/// readable of it: else a mistake in it would end the watch without a word.
///
/// @param program the program whose configuration is broken
record LastResort(Program program) {
  /// Tells them, once.
  ///
  /// @param wrong what is wrong with the configuration
  void tell(ConfigurationException wrong) {
    Optional<Path> state = wrong.stateFile().flatMap(LastResort::stateOfWatch);
    if (wrong.alerts().isEmpty() || state.isEmpty()) {
      return;
    }
    List<AlertChannel> channels =
        new Watches(program.clock(), program.container())
            .channels(wrong.alerts().get(), wrong.trust());
    new Monitor(
            Check.standard(program.clock()),
            program.clock(),
            Sleeper.REAL,
            RandomGenerator.getDefault())
        .cannotCheck(
            TargetName.UNNAMED,
            new FileStateStore(state.get(), program.clock()),
            channels,
            "The configuration cannot be used: " + String.join(" ", wrong.problems()),
            new Told(program.console()));
  }

  /// The state that shows that there was a watch: the unnamed target's, else a named one's.
  private static Optional<Path> stateOfWatch(Path file) {
    if (Files.isRegularFile(file)) {
      return Optional.of(file);
    }
    try (Stream<Path> named = Files.list(file.resolveSibling("targets"))) {
      return named.filter(other -> other.toString().endsWith(".json")).sorted().findFirst();
    } catch (IOException noTargets) {
      return Optional.empty();
    }
  }

  private record Told(Console console) implements Progress {
    @Override
    public void started(Check.Run run) {}

    @Override
    public void found(CheckReport report) {}

    @Override
    public void delivered(DeliveryEvent event) {
      if (event.isProblem()) {
        console.warn(event.line());
      } else {
        console.err().println(event.line());
      }
    }

    @Override
    public void warn(String text) {
      console.warn(text);
    }

    @Override
    public void ended(Check.Run run) {}
  }
}
