package dev.mailmonitor.cli;

import dev.mailmonitor.config.EffectiveConfiguration;
import dev.mailmonitor.config.LogFormat;
import dev.mailmonitor.config.ServiceSettings;
import dev.mailmonitor.container.ContainerSettings;
import dev.mailmonitor.output.ExitStatus;
import dev.mailmonitor.serve.Blueprint;
import dev.mailmonitor.serve.ServiceApplication;
import io.quarkus.runtime.Quarkus;
import java.net.BindException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs the service until the process is told to end.
final class ServeCommand {
  private final Program program;
  private final EffectiveConfiguration configuration;
  private final Blueprint.Reader reader;
  private int status;

  ServeCommand(Program program, EffectiveConfiguration configuration, Blueprint.Reader reader) {
    this.program = program;
    this.configuration = configuration;
    this.reader = reader;
  }

  /// Serves.
  ///
  /// @return trouble, if the service could not start
  int run() {
    Watches watches = new Watches(program.clock(), AlertContainer.thatRuns());
    new Blueprint(
            configuration,
            reader,
            target -> watches.channels(target.alerts(), target.target().trust()),
            program.clock(),
            Version.VALUE)
        .use();
    ContainerSettings.put(containerSettings(configuration.settings().service()));
    Quarkus.run(ServiceApplication.class, this::ended);
    return status;
  }

  private static Map<String, String> containerSettings(ServiceSettings settings) {
    return Map.ofEntries(
        Map.entry("quarkus.management.host-enabled", "true"),
        Map.entry("quarkus.management.host", settings.managementHost()),
        Map.entry("quarkus.management.port", String.valueOf(settings.managementPort())),
        Map.entry("quarkus.scheduler.enabled", "true"),
        Map.entry("quarkus.shutdown.timeout", "PT7S"),
        Map.entry("quarkus.log.category.\"mail-monitor\".level", "INFO"),
        Map.entry("quarkus.log.console.stderr", "false"),
        Map.entry("quarkus.log.console.format", "%d{yyyy-MM-dd'T'HH:mm:ssXXX} %-5p %m%n"),
        Map.entry(
            "quarkus.log.console.json.enabled",
            String.valueOf(settings.logFormat() == LogFormat.JSON)));
  }

  private void ended(int code, @Nullable Throwable failure) {
    status = code;
    if (failure == null) {
      return;
    }
    status = ExitStatus.TROUBLE.code();
    program.console().error(explain(failure));
  }

  private String explain(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return "the service cannot listen on "
            + configuration.settings().service().managementAddress()
            + " ("
            + cause.getMessage()
            + "). Another program has the port, or this machine has no such address: set"
            + " management_port or management_host.";
      }
    }
    return "the service could not start, please report it: " + failure;
  }
}
