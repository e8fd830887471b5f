package dev.mailmonitor.training;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Makes the start-up cache of an installation, in two layers, because most checks end without an
/// alert and should not pay for what delivers one:
///
/// - an AOT cache of the JDK (JEP 483, JEP 514) with the classes of a check as this very JVM has
///   loaded and linked them; all of it is taken into memory at each start;
/// - on top of it a dynamic archive (JEP 350) with the classes of the container, which are looked
///   at only when they are needed.
///
/// For each, the program runs once with servers of this process: healthy and failing checks,
/// without and with alerts. `bin/mail-monitor --make-cache` starts this; the JVM accepts the cache
/// only with the options that it was made with, so the launcher passes its own.
public final class MakeCache {
  /// The exit status of a monitor that could not do its work.
  private static final int TROUBLE = 3;

  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Path app;
  private final Path cache;
  private final List<String> java;

  private MakeCache(Path app, Path cache, List<String> java) {
    this.app = app;
    this.cache = cache;
    this.java = java;
  }

  /// Makes the cache.
  ///
  /// @param arguments the installation's `app`, the file to make in it, the JVM and its options
  public static void main(String... arguments) {
    // Both are UTF-8, whatever the locale, as all that the program says.
    PrintStream out = console(FileDescriptor.out);
    PrintStream err = console(FileDescriptor.err);
    int status = 0;
    try {
      MakeCache maker =
          new MakeCache(
              Path.of(arguments[0]),
              Path.of(arguments[1]),
              List.of(arguments).subList(2, arguments.length));
      long start = System.nanoTime();
      maker.make();
      out.printf(
          Locale.ROOT,
          "Made the start-up cache %s (%d MiB) in %d s.%n",
          maker.cache,
          (Files.size(maker.cache) + Files.size(maker.layerOfAlerts())) >> 20,
          Duration.ofNanos(System.nanoTime() - start).toSeconds());
    } catch (Refused refused) {
      err.println("Error: " + refused.getMessage());
      status = TROUBLE;
    } catch (IOException | GeneralSecurityException | InterruptedException failed) {
      err.println("Error: the start-up cache was not made: " + failed);
      status = TROUBLE;
    }
    // Threads of the servers must not keep the process alive.
    System.exit(status);
  }

  private static PrintStream console(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /// Why there is no cache, in words for whoever asked for it.
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  private void make() throws IOException, GeneralSecurityException, InterruptedException, Refused {
    Path place;
    try {
      place = Files.createTempDirectory(app, ".cache-");
    } catch (IOException unwritable) {
      throw new Refused(
          "the start-up cache was not made, because nothing can be written to "
              + app
              + " ("
              + unwritable
              + "). Run this as the owner of the installation, or where the installation is built"
              + " (image, package). Without the cache the program works as well, but starts more"
              + " slowly.");
    }
    Path checks = place.resolve("checks");
    Path alerts = place.resolve("alerts");
    try {
      train(Training.Part.CHECKS, checks, List.of(), List.of("-XX:AOTCacheOutput=" + checks));
      train(
          Training.Part.ALERTS,
          alerts,
          // The upper layer remembers the name of the lower one. This one holds wherever the
          // installation is copied; the launcher opens the file in the same way.
          List.of("/bin/sh", "-c", "exec \"$@\" 9<\"$0\"", checks.toString()),
          List.of("-XX:SharedArchiveFile=/dev/fd/9", "-XX:ArchiveClassesAtExit=" + alerts));
      // A layer that does not fit the one below is passed over, so they can be put in place one by
      // one.
      install(checks, cache);
      install(alerts, layerOfAlerts());
      removeCachesOfOtherVersions();
    } finally {
      remove(place);
    }
  }

  private Path layerOfAlerts() {
    return cache.resolveSibling(cache.getFileName().toString().replace(".aot", ".jsa"));
  }

  private static void install(Path made, Path name) throws IOException {
    // A power failure must not leave half a file under the final name.
    try (FileChannel file = FileChannel.open(made, StandardOpenOption.WRITE)) {
      file.force(true);
    }
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-r--r--"));
    try {
      Files.move(made, name, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException apart) {
      Files.move(made, name, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void train(Training.Part part, Path made, List<String> wrapper, List<String> options)
      throws IOException, GeneralSecurityException, InterruptedException, Refused {
    Path directory = Files.createTempDirectory("mail-monitor-training-");
    try (Training training = Training.start(directory, part)) {
      List<String> command = new ArrayList<>(wrapper);
      command.addAll(java);
      command.addAll(options);
      command.add("-jar");
      command.add(app.resolve("mail-monitor.jar").toString());
      command.addAll(training.arguments());
      Path output = directory.resolve("output");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      // Nothing of the surroundings may lead a check elsewhere: no proxy, no setting.
      builder.environment().clear();
      builder.environment().put("LC_ALL", "C.UTF-8");
      builder.environment().put("HOME", directory.toString());
      builder.environment().putAll(training.environment());
      Process process = builder.start();
      boolean ended = process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      String said = Files.readString(output);
      if (!ended || !training.succeeded(said) || !Files.isRegularFile(made)) {
        throw new Refused(
            "the start-up cache was not made, because the training went wrong ("
                + (ended ? "exit status " + process.exitValue() : "it did not end")
                + ", "
                + training.alerts()
                + " alerts). The program said:\n"
                + said.indent(2).stripTrailing());
      }
    } finally {
      remove(directory);
    }
  }

  private void removeCachesOfOtherVersions() throws IOException {
    try (DirectoryStream<Path> caches = Files.newDirectoryStream(app, "mail-monitor-*.{aot,jsa}")) {
      for (Path other : caches) {
        if (!other.equals(cache) && !other.equals(layerOfAlerts())) {
          Files.delete(other);
        }
      }
    }
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
