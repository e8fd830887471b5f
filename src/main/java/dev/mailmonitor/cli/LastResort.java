package dev.mailmonitor.cli;

import dev.mailmonitor.alert.AlertChannel;
import dev.mailmonitor.alert.heartbeat.Heartbeat;
import dev.mailmonitor.alert.heartbeat.HeartbeatSettings;
import dev.mailmonitor.config.ConfigurationException;
import dev.mailmonitor.config.Sources;
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
/// A mistake on the command line is another matter: whoever makes it reads the message, and the
/// scheduled watch goes on.
///
/// @param program the program whose configuration is broken
/// @param asked what the command line said
record LastResort(Program program, Arguments asked) {
  /// Tells them, once.
  ///
  /// @param wrong what is wrong with the configuration
  void tell(ConfigurationException wrong) {
    List<String> lasting = lasting(wrong);
    if (!lasting.isEmpty()) {
      wrong.heartbeat().ifPresent(this::fail);
    }
    Optional<Path> state = wrong.stateFile().flatMap(LastResort::stateOfWatch);
    if (lasting.isEmpty() || wrong.alerts().isEmpty() || state.isEmpty()) {
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
            "The configuration"
                + Optional.ofNullable(asked.configFile())
                    .map(file -> " " + program.workingDirectory().resolve(file).toAbsolutePath())
                    .orElse("")
                + " on "
                + HostName.OF_MACHINE
                + " cannot be used: "
                + String.join(" ", lasting),
            new Told(program.console()));
  }

  private void fail(HeartbeatSettings settings) {
    try (Heartbeat heartbeat = Watches.heartbeat(settings, program.console()::warn)) {
      heartbeat.ended(false, "the configuration cannot be used");
    }
  }

  /// What is wrong whatever the flags are: what is also wrong without them. Only a configuration
  /// file or the environment can break by itself.
  private List<String> lasting(ConfigurationException wrong) {
    try {
      program.read(asked.withoutFlags(), Sources.Mode.FULL);
      return List.of();
    } catch (ConfigurationException alsoWrong) {
      return wrong.problems().stream().filter(alsoWrong.problems()::contains).toList();
    }
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
