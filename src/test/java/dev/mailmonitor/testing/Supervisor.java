package dev.mailmonitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Owns a temporary directory and the server processes that work in it. Both end with [#close()],
/// and also when the JVM ends in any other way, `kill -9` included: a shell waits for the end of a
/// pipe from this JVM and then cleans up.
final class Supervisor implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(10);

  // Dovecot ends its sessions at once and then sleeps for a second before it ends itself.
  private static final Duration GENTLE_STOP = Duration.ofMillis(300);

  private static final Duration STOP = Duration.ofSeconds(5);

  private static final String CLEANER =
      """
      trap '' HUP INT TERM
      cat >/dev/null
      signal() {
        found=no
        for file in "$1"/*.pid; do
          if [ -s "$file" ]; then kill "-$2" "$(cat "$file")" 2>/dev/null && found=yes; fi
        done
        [ "$found" = yes ]
      }
      if signal "$1" TERM; then sleep 1; signal "$1" KILL; fi
      rm -rf "$1"
      """;

  private final Path directory;
  private final Process cleaner;
  private final Map<String, Process> processes = new LinkedHashMap<>();

  private Supervisor(Path directory, Process cleaner) {
    this.directory = directory;
    this.cleaner = cleaner;
  }

  /// A supervisor with a new temporary directory that other users may enter.
  ///
  /// @param prefix the beginning of the directory's name
  static Supervisor create(String prefix) {
    try {
      Path directory = Files.createTempDirectory(prefix + "-");
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      Process cleaner =
          new ProcessBuilder("setsid", "sh", "-c", CLEANER, "cleaner", directory.toString())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new Supervisor(directory, cleaner);
    } catch (IOException e) {
      throw new UncheckedIOException("No temporary directory for test servers", e);
    }
  }

  /// Where the servers work.
  Path directory() {
    return directory;
  }

  /// Starts a server in the foreground of its own session and waits until it is ready.
  ///
  /// @param name for messages, and of the file that gets its output
  /// @param command the program and its arguments
  /// @param ready whether the server answers by now
  /// @throws IllegalStateException if it ended or was not ready within 10 s, with its output
  synchronized void start(String name, List<String> command, BooleanSupplier ready) {
    if (processes.containsKey(name)) {
      return;
    }
    List<String> inOwnSession = new ArrayList<>(List.of("setsid"));
    inOwnSession.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(inOwnSession)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(outputOf(name).toFile()));
    builder.environment().keySet().retainAll(List.of("PATH", "TMPDIR"));
    try {
      Process process = builder.start();
      processes.put(name, process);
      Files.writeString(pidOf(name), Long.toString(process.pid()));
      boolean up = await(START, () -> !process.isAlive() || ready.getAsBoolean());
      if (!up || !process.isAlive()) {
        String reason = up ? "ended with status " + process.exitValue() : "did not get ready";
        stop(name);
        throw new IllegalStateException(
            name + " " + reason + ": " + String.join(" ", command) + "\n" + output(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(name + " could not be started: " + command, e);
    }
  }

  /// Ends a server: SIGTERM, and SIGKILL for it and its children when that is not enough. Does
  /// nothing if it does not run.
  synchronized void stop(String name) {
    Process process = processes.remove(name);
    if (process == null) {
      return;
    }
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    if (!ended(process, GENTLE_STOP)) {
      process.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
      ended(process, STOP);
    }
    try {
      Files.deleteIfExists(pidOf(name));
    } catch (IOException e) {
      throw new UncheckedIOException("The process file of " + name + " was not removed", e);
    }
  }

  /// What a server wrote to its standard output and error, empty if nothing.
  String output(String name) {
    Path file = outputOf(name);
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException("The output of " + name + " cannot be read", e);
    }
  }

  /// Ends every server and removes the directory.
  @Override
  public synchronized void close() {
    processes.values().forEach(Process::destroy);
    List.copyOf(processes.keySet()).reversed().forEach(this::stop);
    try {
      cleaner.getOutputStream().close();
    } catch (IOException gone) {
      // The cleaner was killed; nothing is left that it could do.
    }
    ended(cleaner, STOP);
  }

  /// Looks again and again, every few milliseconds.
  ///
  /// @param bound how long at most
  /// @param condition what is waited for
  /// @return whether the condition became true in time
  static boolean await(Duration bound, BooleanSupplier condition) {
    long end = System.nanoTime() + bound.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    return true;
  }

  private static boolean ended(Process process, Duration bound) {
    try {
      return process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Path outputOf(String name) {
    return directory.resolve(name + ".out");
  }

  private Path pidOf(String name) {
    return directory.resolve(name + ".pid");
  }
}
