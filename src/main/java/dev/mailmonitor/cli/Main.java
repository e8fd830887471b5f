package dev.mailmonitor.cli;

import dev.mailmonitor.output.ExitStatus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;

/// The program's entry point.
@QuarkusMain
public final class Main {
  /// Made by the container only.
  Main() {}

  /// Runs the command line and ends the process with its exit status.
  ///
  /// @param arguments the command's arguments
  public static void main(String... arguments) {
    // Before anything logs: the container's log manager cannot be put in later.
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    Console console = Console.ofProcess();
    int status;
    try (AlertContainer container = AlertContainer.startedWhenNeeded()) {
      Program program =
          new Program(
              console,
              Map.copyOf(System.getenv()),
              Path.of(""),
              PasswordInput.ofProcess(),
              Clock.system(ZoneId.systemDefault()),
              container);
      status = program.run(arguments);
    } catch (RuntimeException | Error bug) {
      // Also where there is no memory to be had: Java by itself would end with the status that says
      // that a test failed.
      console.error("internal error, please report it: " + bug);
      status = ExitStatus.TROUBLE.code();
    }
    if (console.out().checkError()) {
      console.warn("the results could not be written to the standard output (closed or full).");
    }
    System.exit(status);
  }
}
