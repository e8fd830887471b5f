package dev.mailmonitor.cli;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.AlertChannel;
import dev.mailmonitor.alert.Attempt;
import dev.mailmonitor.config.MonitoredTarget;
import dev.mailmonitor.config.Settings;
import dev.mailmonitor.output.ExitStatus;
import java.time.Duration;
import java.util.UUID;

/// Sends a test message through every channel and prints what the other side answered.
final class AlertTestCommand {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Program program;
  private final Settings settings;

  AlertTestCommand(Program program, Settings settings) {
    this.program = program;
    this.settings = settings;
  }

  /// Sends the messages.
  ///
  /// @return failed, if one was not accepted; usage, if there is nobody to tell
  ExitStatus run() {
    Watches watches = new Watches(program.clock(), program.container());
    ExitStatus status = ExitStatus.OK;
    int channels = 0;
    for (MonitoredTarget target : settings.targets()) {
      String prefix = target.target().name().isNamed() ? target.target().name() + ": " : "";
      for (AlertChannel channel : watches.channels(target.alerts(), target.target().trust())) {
        channels++;
        status = status.orWorse(test(target, channel, prefix));
      }
    }
    if (channels == 0) {
      program
          .console()
          .error(
              "nobody is told of failures: set ntfy_topic (or --ntfy-topic), or email_to and email_host.");
      return ExitStatus.USAGE;
    }
    return status;
  }

  private ExitStatus test(MonitoredTarget target, AlertChannel channel, String prefix) {
    Alert alert =
        Alert.test(
            UUID.randomUUID(),
            target.target().name(),
            program.clock().instant(),
            HostName.OF_MACHINE);
    String begin = prefix + channel.name() + ": ";
    return switch (channel.deliver(alert, PATIENCE)) {
      case Attempt.Accepted accepted -> {
        program
            .console()
            .out()
            .println(begin + "the test message was accepted (id " + accepted.reference() + ")");
        yield ExitStatus.OK;
      }
      case Attempt.Later later -> {
        program.console().error(begin + "the test message was not accepted: " + later.reason());
        yield ExitStatus.FAILED;
      }
      case Attempt.Final refused -> {
        program.console().error(begin + "the test message was refused: " + refused.reason());
        yield ExitStatus.FAILED;
      }
    };
  }
}
