package dev.mailmonitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Kills a program at a certain system call, with `strace`.
public final class SystemCalls {
  private SystemCalls() {}

  /// Why no program can be traced here.
  ///
  /// @return the reason and what to do, or empty if one can
  public static Optional<String> available() {
    if (Commands.find("strace").isEmpty()) {
      return Optional.of("strace is missing; install the packages that .ci/packages lists");
    }
    try {
      Commands.run(Duration.ofSeconds(10), Map.of(), "strace", "-qq", "-e", "trace=none", "true");
      return Optional.empty();
    } catch (IllegalStateException refused) {
      return Optional.of("this system lets nobody trace a process: " + refused.getMessage());
    }
  }

  /// Writes a launcher that starts another one and kills it when one of its threads is about to
  /// make a system call for the nth time. The call itself is not made.
  ///
  /// @param directory where to
  /// @param launcher what it starts
  /// @param call the system call, for example `fsync`
  /// @param nth which one of a thread; the first is 1
  /// @return an executable file
  public static Path killing(Path directory, Path launcher, String call, int nth) {
    Path script = directory.resolve("kill-at-" + call + "-" + nth);
    String text =
        """
        #!/bin/sh
        exec strace -f -qq --signal=none -o /dev/null -e trace=%1$s \
        -e inject=%1$s:signal=SIGKILL:when=%2$d '%3$s' "$@"
        """
            .formatted(call, nth, launcher);
    try {
      Files.writeString(script, text);
      return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(script + " was not written", e);
    }
  }
}
