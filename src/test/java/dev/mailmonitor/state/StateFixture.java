package dev.mailmonitor.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/// A state file in a directory that need not exist.
///
/// @param directory what the state file's directory lies in
record StateFixture(Path directory) {
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-16T09:30:15Z"), ZoneOffset.UTC);

  Path file() {
    return directory.resolve("new/deep/state.json");
  }

  StateStore store() {
    return new FileStateStore(file(), CLOCK);
  }

  /// The file with a content.
  Path existing(String content) throws IOException {
    Files.createDirectories(directory.resolve("new/deep"));
    return Files.writeString(file(), content);
  }

  Process startHolder() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            LockHolder.class.getName(),
            file().toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  static List<String> names(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }
}
