package dev.mailmonitor.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// What stood in some files at a moment, as digests. Contents count, not names or times: Kubernetes
/// swaps symbolic links, editors replace files.
///
/// @param digests file to digest
record FileContents(Map<Path, String> digests) {
  /// No configuration and no secret is longer.
  private static final int MOST_BYTES = 16 * 1024 * 1024;

  FileContents {
    digests = Map.copyOf(digests);
  }

  /// Looks at files.
  ///
  /// @param files which files; what is no regular file is not opened, since a pipe gives what it
  ///   has only once
  static FileContents of(Collection<Path> files) {
    Map<Path, String> digests = new TreeMap<>();
    for (Path file : files) {
      digests.put(file, digest(file));
    }
    return new FileContents(digests);
  }

  private static String digest(Path file) {
    if (!Files.isRegularFile(file)) {
      return Files.exists(file) ? "(no regular file)" : "(absent)";
    }
    try (InputStream stream = Files.newInputStream(file)) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(stream.readNBytes(MOST_BYTES)));
    } catch (IOException unreadable) {
      return "(unreadable)";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
