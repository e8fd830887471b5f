package dev.mailmonitor.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Runs the command line as `Main` does, within the container of a `@QuarkusTest`.
public final class InProcess {
  private InProcess() {}

  /// How a run ended.
  ///
  /// @param status the exit status
  /// @param out the lines of the standard output
  /// @param err the lines of the standard error
  /// @param took how long it took
  public record Run(int status, List<String> out, List<String> err, Duration took) {
    @Override
    public String toString() {
      return "status %d after %d ms%n%s%n%s"
          .formatted(status, took.toMillis(), String.join("\n", out), String.join("\n", err));
    }
  }

  /// Runs the program to its end, with an empty environment.
  ///
  /// @param directory its working directory
  /// @param arguments the command line
  public static Run run(Path directory, List<String> arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    long start = System.nanoTime();
    int status =
        new Program(
                new Console(
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    Terminal.NONE),
                Map.of(),
                directory,
                PasswordInput.ofProcess(),
                Clock.systemUTC(),
                AlertContainer.thatRuns())
            .run(arguments.toArray(String[]::new));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return new Run(status, lines(out), lines(err), took);
  }

  private static List<String> lines(ByteArrayOutputStream text) {
    return text.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
