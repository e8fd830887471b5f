package dev.mailmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A named pipe.
record NamedPipe(Path path) {
  /// Makes the pipe `pipe`.
  static NamedPipe in(Path directory) throws IOException, InterruptedException {
    Path path = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
    return new NamedPipe(path);
  }

  /// Writes a text once, as soon as somebody reads.
  void write(String text) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            Files.writeString(path, text, StandardOpenOption.WRITE);
          } catch (IOException nobodyRead) {
            // The test that wanted to read says so itself.
          }
        });
  }
}
