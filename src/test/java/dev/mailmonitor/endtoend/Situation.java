package dev.mailmonitor.endtoend;

import dev.mailmonitor.state.FileStateStore;
import dev.mailmonitor.state.StateException;
import dev.mailmonitor.state.StateStore;
import dev.mailmonitor.testing.GreenMailHost;
import dev.mailmonitor.testing.Program;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/// The situations that every output has to tell apart.
enum Situation {
  /// All is well.
  HEALTHY,
  /// The certificates are said to expire soon.
  DEGRADED,
  /// Nothing listens on the SMTP port.
  FAILED,
  /// Another run holds the state.
  LOCKED,
  /// Two values of the configuration are wrong.
  MISCONFIGURED,
  /// Three targets: healthy, failed, degraded.
  SEVERAL;

  /// Sets the situation up and runs the program.
  ///
  /// @param host a server that works
  /// @param directory an empty directory
  /// @param arguments the command line
  Program.Run run(GreenMailHost host, Path directory, String... arguments) {
    Installation installation =
        Installation.in(directory).reaching(host).set("delivery_warning", 15);
    return switch (this) {
      case HEALTHY -> installation.run(arguments);
      case DEGRADED -> installation.set("certificate_warning_days", 3650).run(arguments);
      case FAILED -> installation.set("smtp_port", 1).run(arguments);
      case LOCKED -> runLocked(installation, arguments);
      case MISCONFIGURED -> installation.set("smtp_port", 0).set("junk", "perhaps").run(arguments);
      case SEVERAL ->
          installation
              .target("a", Map.of())
              .target("b", Map.of("smtp_port", 1))
              .target("c", Map.of("certificate_warning_days", 3650))
              .run(arguments);
    };
  }

  private static Program.Run runLocked(Installation installation, String... arguments) {
    StateStore store = new FileStateStore(installation.file("state.json"), Clock.systemUTC());
    try (StateStore.Lease held = store.acquire()) {
      if (!held.warnings().isEmpty()) {
        throw new IllegalStateException(held.warnings().toString());
      }
      return installation.run(arguments);
    } catch (StateException.Locked impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
