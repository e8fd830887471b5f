package dev.mailmonitor.metrics;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/// A file for the textfile collector of node_exporter. It is replaced in one step, so that a reader
/// sees the old one or the new one, and everybody may read it. A symbolic link stays one.
///
/// @param file where it is
public record MetricsFile(Path file) {
  private static final Set<PosixFilePermission> EVERYBODY_READS =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.OTHERS_READ);

  /// Writes it.
  ///
  /// @param text its whole content
  /// @return a sentence that says why it could not be written; empty if it was
  public Optional<String> write(byte[] text) {
    try {
      replace(Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath(), text);
      return Optional.empty();
    } catch (IOException failed) {
      return Optional.of(
          "The metrics file %s could not be written: %s.".formatted(file, reason(failed)));
    }
  }

  private static void replace(Path target, byte[] text) throws IOException {
    if (Files.isDirectory(target)) {
      throw new FileSystemException(target.toString(), null, "it is a directory");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      // The new file would take the place of the device.
      throw new FileSystemException(target.toString(), null, "it is not a regular file");
    }
    // The collector reads whatever ends in .prom.
    Path temporary =
        Files.createTempFile(target.resolveSibling(""), "." + target.getFileName() + "-", ".tmp");
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer content = ByteBuffer.wrap(text);
        while (content.hasRemaining()) {
          channel.write(content);
        }
        channel.force(true);
      }
      Files.setPosixFilePermissions(temporary, EVERYBODY_READS);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      Files.deleteIfExists(temporary);
      throw failed;
    }
  }

  private static String reason(IOException failed) {
    return switch (failed) {
      case NoSuchFileException _ -> "its directory does not exist";
      case AccessDeniedException _ -> "this user may not write into its directory";
      case FileSystemException system when system.getReason() != null -> system.getReason();
      default -> String.valueOf(failed.getMessage());
    };
  }
}
