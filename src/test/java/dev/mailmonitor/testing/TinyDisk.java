package dev.mailmonitor.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A file system in memory that is easily filled, or can only be read. Only root can mount one: for
/// anybody else the test is skipped.
public final class TinyDisk implements AutoCloseable {
  private final Path mountPoint;

  private TinyDisk(Path mountPoint) {
    this.mountPoint = mountPoint;
  }

  /// Mounts an empty one of 64 KiB.
  ///
  /// @param mountPoint an empty directory
  public static TinyDisk at(Path mountPoint) throws IOException {
    boolean mounted =
        run("mount", "-t", "tmpfs", "-o", "size=64k,nr_inodes=16", "tmpfs", mountPoint.toString());
    assumeTrue(mounted, "only root can mount a file system to fill");
    return new TinyDisk(mountPoint);
  }

  /// Fills it to the last byte.
  public void fill() throws IOException {
    byte[] block = "ballast!".repeat(64).getBytes(StandardCharsets.US_ASCII);
    try (OutputStream stream = Files.newOutputStream(mountPoint.resolve("ballast"))) {
      while (true) {
        stream.write(block);
      }
    } catch (IOException full) {
      // That is what was wanted.
    }
  }

  /// Makes it impossible to create a file.
  public void fillWithFiles() {
    try {
      for (int number = 0; ; number++) {
        Files.createFile(mountPoint.resolve("ballast-" + number));
      }
    } catch (IOException full) {
      // That is what was wanted.
    }
  }

  /// Makes room again.
  public void empty() throws IOException {
    Files.delete(mountPoint.resolve("ballast"));
  }

  /// Makes it read-only.
  public void protect() throws IOException {
    if (!run("mount", "-o", "remount,ro", mountPoint.toString())) {
      throw new IOException("It cannot be made read-only");
    }
  }

  /// Unmounts it.
  @Override
  public void close() throws IOException {
    run("umount", "-l", mountPoint.toString());
  }

  private static boolean run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(List.of(command))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
