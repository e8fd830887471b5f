package dev.mailmonitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Runs short helper commands of the system.
final class Commands {
  private static final List<String> SYSTEM =
      List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

  private Commands() {}

  /// The command's file, looked for in `PATH` and in the system's usual places (a user's `PATH`
  /// often lacks the `sbin` ones).
  static Optional<Path> find(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Stream.of(path.split(":", -1)), SYSTEM.stream())
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// Runs a command to its end.
  ///
  /// @param bound it is killed after that
  /// @param environment variables that are added
  /// @param command the program and its arguments
  /// @return what it wrote, standard output and error mixed
  /// @throws IllegalStateException if it failed or did not end in time
  static String run(Duration bound, Map<String, String> environment, String... command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    String line = String.join(" ", command);
    Path output = temporary();
    try {
      Process process = builder.redirectOutput(output.toFile()).start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      String said = Files.readString(output, StandardCharsets.UTF_8);
      if (!ended || process.exitValue() != 0) {
        String how = ended ? "status " + process.exitValue() : "no end within " + bound;
        throw new IllegalStateException("`" + line + "`: " + how + "\n" + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException("`" + line + "` could not be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while `" + line + "` was running", e);
    } finally {
      discard(output);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempFile("command", ".out");
    } catch (IOException e) {
      throw new UncheckedIOException("No temporary file for the output of a command", e);
    }
  }

  private static void discard(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The temporary file " + file + " was not removed", e);
    }
  }
}
