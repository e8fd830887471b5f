package dev.mailmonitor.config;

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

/// Reads files that must be small: what an administrator names by mistake may be anything.
final class SmallFile {
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
    // Opening a named pipe waits for its writer without bound; those of a shell stand in /dev.
    if (Files.exists(file) && !Files.isRegularFile(file) && !file.startsWith("/dev")) {
      throw new Unusable("is not a regular file");
    }
    try (InputStream stream = Files.newInputStream(file)) {
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
