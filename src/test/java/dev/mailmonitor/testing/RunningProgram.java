package dev.mailmonitor.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A [Program] that was started. Its output is collected line by line while it runs.
public final class RunningProgram implements AutoCloseable {
  private static final Duration LOOK_AT_COMMAND_LINE = Duration.ofMillis(100);

  private final Process process;
  private final Path home;
  private final List<String> arguments;
  private final Set<String> commandLines = ConcurrentHashMap.newKeySet();
  private final long started = System.nanoTime();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Thread outReader;
  private final Thread errReader;

  private RunningProgram(Process process, Path home, List<String> arguments) {
    this.process = process;
    this.home = home;
    this.arguments = List.copyOf(arguments);
    outReader = Thread.ofVirtual().start(() -> collect(process.getInputStream(), out));
    errReader = Thread.ofVirtual().start(() -> collect(process.getErrorStream(), err));
    Thread.ofVirtual().start(this::watchCommandLines);
  }

  static RunningProgram of(Process process, Path home, List<String> arguments, String input)
      throws IOException {
    try (OutputStream stream = process.getOutputStream()) {
      stream.write(input.getBytes(StandardCharsets.UTF_8));
    }
    return new RunningProgram(process, home, arguments);
  }

  /// The process id.
  public long pid() {
    return process.pid();
  }

  /// Whether it still runs.
  public boolean isAlive() {
    return process.isAlive();
  }

  /// What it wrote to its standard output until now.
  public String out() {
    return out.toString();
  }

  /// What it wrote to its standard error until now.
  public String err() {
    return err.toString();
  }

  /// Waits for a line on its standard output or error.
  ///
  /// @param part what the line contains
  /// @param bound how long at most
  /// @return the first such line, also if it was written before
  /// @throws AssertionError if there is none in time, or the program has ended without it
  public String awaitLine(String part, Duration bound) {
    Supervisor.await(bound, () -> line(part).isPresent() || !process.isAlive());
    if (!process.isAlive()) {
      drain();
    }
    return line(part)
        .orElseThrow(() ->
            new AssertionError(
                "No line with `%s` %s%s"
                    .formatted(
                        part,
                        process.isAlive() ? "within " + bound : "before the program's end",
                        output())));
  }

  /// Sends it a signal.
  ///
  /// @param name the signal's name without `SIG`, for example `TERM`
  public void signal(String name) {
    Commands.run(
        Duration.ofSeconds(5),
        Map.of(),
        "sh",
        "-c",
        "kill -\"$0\" \"$1\"",
        name,
        Long.toString(pid()));
  }

  /// Kills it (SIGKILL) and waits until it is dead.
  public void killNow() {
    process.destroyForcibly();
    Supervisor.await(Duration.ofSeconds(5), () -> !process.isAlive());
  }

  /// Waits for its end.
  ///
  /// @param bound how long at most; it is killed after that
  /// @throws AssertionError if it did not end in time, with what it wrote until then
  public Program.Run awaitEnd(Duration bound) {
    try {
      if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
        throw new AssertionError("The program did not end within " + bound + output());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
      throw new IllegalStateException("Interrupted while the program was running", e);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    drain();
    inspect();
    return new Program.Run(process.exitValue(), out(), err(), took);
  }

  /// Kills it and its children if it still runs, and removes its `HOME`.
  ///
  /// @throws AssertionError if it has let out a secret of the tests
  @Override
  public void close() {
    kill();
    try {
      inspect();
      SecretWatch.OF_TESTS.inspectAll(home);
    } finally {
      removeHome();
    }
  }

  private void inspect() {
    SecretWatch.OF_TESTS.inspect("the program's standard output", out());
    SecretWatch.OF_TESTS.inspect("the program's standard error", err());
    for (String line : commandLines) {
      SecretWatch.OF_TESTS.inspectCommandLine("the list of processes", line, arguments);
    }
  }

  // Every user of the machine sees the command lines of all processes.
  private void watchCommandLines() {
    while (process.isAlive()) {
      noteCommandLine(process.toHandle());
      process.descendants().forEach(this::noteCommandLine);
      LockSupport.parkNanos(LOOK_AT_COMMAND_LINE.toNanos());
    }
  }

  private void noteCommandLine(ProcessHandle handle) {
    try {
      Path file = Path.of("/proc", Long.toString(handle.pid()), "cmdline");
      commandLines.add(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (IOException ended) {
      // It is in no list any more.
    }
  }

  private void removeHome() {
    try (Stream<Path> files = Files.walk(home)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException("The program's temporary HOME was not removed", e);
    }
  }

  private void kill() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    Supervisor.await(Duration.ofSeconds(5), () -> !process.isAlive());
  }

  private Optional<String> line(String part) {
    return Stream.of(out(), err())
        .flatMap(RunningProgram::wholeLines)
        .filter(line -> line.contains(part))
        .findFirst();
  }

  // The last line may still be growing.
  private static Stream<String> wholeLines(String text) {
    return text.substring(0, text.lastIndexOf('\n') + 1).lines();
  }

  private String output() {
    return "\n--- standard output\n%s\n--- standard error\n%s".formatted(out(), err());
  }

  // Bounded, because a grandchild may keep the pipe open.
  private void drain() {
    try {
      outReader.join(Duration.ofSeconds(2));
      errReader.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void collect(InputStream stream, StringWriter text) {
    char[] buffer = new char[4_096];
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
        text.write(buffer, 0, count);
      }
    } catch (IOException closed) {
      // The process was killed; what was read until then is kept.
    }
  }
}
