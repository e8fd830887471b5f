package dev.mailmonitor.cli;

import dev.mailmonitor.config.AlertRoute;
import dev.mailmonitor.config.ConfigurationException;
import dev.mailmonitor.config.ConfigurationReader;
import dev.mailmonitor.config.EffectiveConfiguration;
import dev.mailmonitor.config.Machine;
import dev.mailmonitor.config.OutputFormat;
import dev.mailmonitor.config.Settings;
import dev.mailmonitor.config.Sources;
import dev.mailmonitor.output.ExitStatus;
import dev.mailmonitor.output.JsonOutput;
import dev.mailmonitor.output.NagiosOutput;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the process does: it makes sense of its arguments, reads the configuration and runs the
/// command.
///
/// @param console where its words go
/// @param environment the environment variables
/// @param workingDirectory what relative paths on the command line are relative to
/// @param passwordInput where a password comes from that is read from the standard input
/// @param clock tells the time
/// @param container is started when there is something to deliver
record Program(
    Console console,
    Map<String, String> environment,
    Path workingDirectory,
    PasswordInput passwordInput,
    Clock clock,
    AlertContainer container) {

  /// Runs the command line.
  ///
  /// @param arguments the command's arguments
  /// @return what the process ends with
  int run(String... arguments) {
    try {
      return understand(arguments);
    } catch (RuntimeException bug) {
      String problem = "internal error, please report it: " + bug;
      console.error(problem);
      return refuse(
          Arguments.outputFormat(arguments, environment), ExitStatus.TROUBLE, List.of(problem));
    }
  }

  private int understand(String... arguments) {
    Optional<Arguments> usual = UsualArguments.of(arguments);
    return usual.isPresent() ? run(usual.get(), arguments) : parse(arguments);
  }

  private int parse(String... arguments) {
    return switch (CommandLineParser.parse(arguments)) {
      case CommandLineParser.Outcome.Asked(Arguments asked) -> run(asked, arguments);
      case CommandLineParser.Outcome.Answered() -> ExitStatus.OK.code();
      case CommandLineParser.Outcome.Wrong(String problem, String command) -> {
        console.error(problem);
        console.err().println("Try '" + command + " --help'.");
        yield refuse(
            Arguments.outputFormat(arguments, environment), ExitStatus.USAGE, List.of(problem));
      }
    };
  }

  private int run(Arguments asked, String... arguments) {
    return switch (asked.command()) {
      case STATUS -> new StatusCommand(this, asked).run().code();
      case ALERT_TEST -> alertTest(asked);
      case CHECK, SERVE, CONFIG_CHECK -> configured(asked, arguments);
    };
  }

  private int alertTest(Arguments asked) {
    AlertRoute.All alerts;
    try {
      alerts =
          new ConfigurationReader(Machine.THIS).readAlerts(sources(asked, null, Sources.Mode.FULL));
    } catch (ConfigurationException wrong) {
      tell(wrong);
      return ExitStatus.USAGE.code();
    }
    alerts.warnings().forEach(console::warn);
    return new AlertTestCommand(this, alerts.routes()).run().code();
  }

  private int configured(Arguments asked, String... arguments) {
    EffectiveConfiguration configuration;
    String typedPassword = null;
    try {
      typedPassword =
          asked.passwordFromInput() && !asked.syntaxOnly() ? passwordInput.read() : null;
      configuration =
          read(asked, typedPassword, asked.syntaxOnly() ? Sources.Mode.SYNTAX : Sources.Mode.FULL);
    } catch (PasswordInput.Unusable missing) {
      String problem = String.valueOf(missing.getMessage());
      console.error(problem);
      return refuse(
          Arguments.outputFormat(arguments, environment), ExitStatus.USAGE, List.of(problem));
    } catch (ConfigurationException wrong) {
      tell(wrong);
      if (asked.command() == Arguments.Command.CHECK
          || asked.command() == Arguments.Command.SERVE) {
        new LastResort(this, asked).tell(wrong);
        return refuse(wrong.outputFormat(), ExitStatus.USAGE, wrong.problems());
      }
      return ExitStatus.USAGE.code();
    }
    Settings settings = configuration.settings();
    settings.warnings().forEach(console::warn);
    return switch (asked.command()) {
      case CHECK -> new CheckCommand(this, settings).run();
      case SERVE -> {
        String password = typedPassword;
        yield new ServeCommand(this, configuration, () -> read(asked, password, Sources.Mode.FULL))
            .run();
      }
      case CONFIG_CHECK -> {
        console
            .out()
            .print(
                (asked.syntaxOnly() ? configuration : configuration.withNextTimes(clock.instant()))
                    .render());
        yield ExitStatus.OK.code();
      }
      case ALERT_TEST, STATUS ->
          throw new IllegalStateException(asked.command() + " needs no valid configuration");
    };
  }

  /// Tells a program that reads this one's output that nothing was checked; people have been told.
  private int refuse(OutputFormat format, ExitStatus status, List<String> problems) {
    return switch (format) {
      case TEXT -> status.code();
      case JSON -> JsonOutput.refuse(console.out(), problems, status);
      case NAGIOS -> NagiosOutput.refuse(console.out(), problems);
    };
  }

  /// Reads the configuration that the arguments ask for, but nothing from the standard input.
  EffectiveConfiguration read(Arguments asked, Sources.Mode mode) throws ConfigurationException {
    return read(asked, null, mode);
  }

  private EffectiveConfiguration read(
      Arguments asked, @Nullable String typedPassword, Sources.Mode mode)
      throws ConfigurationException {
    return new ConfigurationReader(Machine.THIS).read(sources(asked, typedPassword, mode));
  }

  private Sources sources(Arguments asked, @Nullable String typedPassword, Sources.Mode mode) {
    return new Sources(
        asked.flags(),
        asked.target(),
        asked.configFile(),
        environment,
        workingDirectory,
        typedPassword,
        mode);
  }

  private void tell(ConfigurationException wrong) {
    wrong.warnings().forEach(console::warn);
    List<String> problems = wrong.problems();
    console.error(
        problems.size() == 1
            ? "the configuration cannot be used:"
            : "the configuration cannot be used, for " + problems.size() + " reasons:");
    problems.forEach(problem -> console.err().println("  - " + problem));
  }
}
