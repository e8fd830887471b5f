package dev.mailmonitor.config;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Reads files that must be small: what an administrator names by mistake may be anything. A pipe
/// or a device is read like a file, but not for ever; it may give its text only once.
final class SmallFile {
  /// How long a pipe or a device may take.
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /// Why a file cannot be used.
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    /// @param reason to be read after the file's name and "which"
    Unusable(String reason) {
      super(reason);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  private SmallFile() {}

  /// Reads a file of UTF-8 text.
  ///
  /// @param limit the most bytes that it may have, a multiple of 1024
  /// @throws Unusable if it cannot be read, is longer or is no UTF-8
  static String text(Path file, int limit) throws Unusable {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes(file, limit)))
          .toString();
    } catch (CharacterCodingException e) {
      throw new Unusable("is not UTF-8 text");
    }
  }

  /// Reads a file.
  ///
  /// @param limit the most bytes that it may have, a multiple of 1024
  /// @throws Unusable if it cannot be read or is longer
  static byte[] bytes(Path file, int limit) throws Unusable {
    if (Files.isDirectory(file)) {
      throw new Unusable("is a directory; a file is expected");
    }
    return Files.exists(file) && !Files.isRegularFile(file)
        ? within(PATIENCE, file, limit)
        : read(file, limit);
  }

  /// Reads what may never end: opening a pipe waits for its writer, reading it for the writer's
  /// end.
  static byte[] within(Duration patience, Path file, int limit) throws Unusable {
    FutureTask<byte[]> reading = new FutureTask<>(() -> read(file, limit));
    // A thread in these system calls cannot be interrupted; as a daemon it ends with the program.
    Thread.ofPlatform().daemon().name("reader of " + file.getFileName()).start(reading);
    try {
      return reading.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new Unusable(
          ("is not a regular file and did not come to its end within %s s; whatever writes to it"
                  + " must have written all and closed it by then")
              .formatted(Numbers.inSeconds(patience)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unusable("was not read to its end, because mail-monitor was told to stop");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Unusable unusable) {
        throw new Unusable(unusable.reason());
      }
      throw new IllegalStateException("Reading a file failed", e.getCause());
    }
  }

  private static byte[] read(Path file, int limit) throws Unusable {
    // Buffered, because a bare stream on a file trusts the file's size, which is 0 for a pipe.
    try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
      byte[] bytes = stream.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new Unusable("is larger than " + limit / 1024 + " KiB; it is hardly the right one");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      boolean home = file.toString().contains("/~");
      throw new Unusable("does not exist" + (home ? " (~ is not expanded here)" : ""));
    } catch (AccessDeniedException e) {
      throw new Unusable("may not be read by the user that runs mail-monitor");
    } catch (FileSystemException e) {
      throw new Unusable("cannot be read: " + e.getReason());
    } catch (IOException e) {
      throw new Unusable("cannot be read: " + e.getMessage());
    }
  }
}
