package dev.mailmonitor.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The packaged program as a service whose log is shown while it runs.
final class DemoService implements AutoCloseable {
  private static final Duration END = Duration.ofSeconds(10);

  private final Process process;
  private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
  private final Thread ending;

  private DemoService(Process process, PrintStream out) {
    this.process = process;
    this.ending = Thread.ofPlatform().unstarted(process::destroy);
    Runtime.getRuntime().addShutdownHook(ending);
    Thread.ofVirtual().start(() -> read(out));
  }

  static DemoService start(Path program, Path configuration, PrintStream out) throws IOException {
    return new DemoService(
        new ProcessBuilder(program.toString(), "serve", "--config", configuration.toString())
            .redirectErrorStream(true)
            .start(),
        out);
  }

  private void read(PrintStream out) {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        out.println(line);
        lines.add(Optional.of(line));
      }
    } catch (IOException ended) {
      out.println(ended.getMessage());
    }
    lines.add(Optional.empty());
  }

  /// Waits for a line of the log that was not waited for yet.
  ///
  /// @param part what it contains
  /// @param atMost how long
  void await(String part, Duration atMost) throws IOException, InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (true) {
      Optional<String> line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null || line.isEmpty()) {
        throw new IOException(
            line == null
                ? "The service did not say \"" + part + "\" within " + atMost.toSeconds() + " s"
                : "The service ended with status " + process.waitFor());
      }
      if (line.get().contains(part)) {
        // The rest of what it says at the same moment is shown before anything else is.
        Thread.sleep(Duration.ofMillis(300));
        return;
      }
    }
  }

  /// Waits until the service has ended, which somebody else sees to.
  void awaitEnd() throws InterruptedException {
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Runtime.getRuntime().removeShutdownHook(ending);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    } catch (IllegalStateException endingAnyway) {
      // The demonstration was ended with Ctrl-C.
    }
  }
}
