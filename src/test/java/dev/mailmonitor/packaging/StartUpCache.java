package dev.mailmonitor.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Makes the start-up cache of the distribution that was just built, for the JDK that this runs on.
public final class StartUpCache {
  private StartUpCache() {}

  /// Makes the cache.
  ///
  /// @param arguments the path of `bin/mail-monitor`
  /// @throws IOException if the program cannot be started
  /// @throws InterruptedException if the build is called off
  public static void main(String... arguments) throws IOException, InterruptedException {
    Path launcher = Path.of(arguments[0]);
    if (!Files.isExecutable(launcher)) {
      throw new IOException("There is no program at " + launcher);
    }
    ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "--make-cache").inheritIO();
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    System.exit(builder.start().waitFor());
  }
}
