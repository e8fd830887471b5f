package dev.mailmonitor.cli;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.AlertChannel;
import dev.mailmonitor.alert.Attempt;
import dev.mailmonitor.config.AlertRoute;
import dev.mailmonitor.output.ExitStatus;
import dev.mailmonitor.target.TargetName;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/// Sends a test message through every channel and prints what the other side answered.
final class AlertTestCommand {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Program program;
  private final List<AlertRoute> routes;

  AlertTestCommand(Program program, List<AlertRoute> routes) {
    this.program = program;
    this.routes = routes;
  }

  /// Sends the messages.
  ///
  /// @return failed, if one was not accepted; usage, if there is nobody to tell
  ExitStatus run() {
    Watches watches = new Watches(program.clock(), program.container());
    ExitStatus status = ExitStatus.OK;
    int channels = 0;
    for (AlertRoute route : routes) {
      for (AlertChannel channel : watches.channels(route.alerts(), route.trust())) {
        channels++;
        status = status.orWorse(test(route.target(), channel));
      }
    }
    if (channels == 0) {
      program
          .console()
          .error("nobody is told of failures: set ntfy_topic (or --ntfy-topic) to be.");
      return ExitStatus.USAGE;
    }
    return status;
  }

  private ExitStatus test(TargetName target, AlertChannel channel) {
    Alert alert =
        Alert.test(UUID.randomUUID(), target, program.clock().instant(), HostName.OF_MACHINE);
    String begin = (target.isNamed() ? target + ": " : "") + channel.name() + ": ";
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
