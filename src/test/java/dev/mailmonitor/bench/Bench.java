package dev.mailmonitor.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mailmonitor.testing.FaultyLink;
import dev.mailmonitor.testing.MailHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/// Starts a real Postfix and Dovecot, near and behind a slow link, and measures whole checks
/// against them with `bench/measure.py`.
final class Bench {
  private static final Duration EACH_WAY = Duration.ofMillis(50);

  private Bench() {}

  /// Measures.
  ///
  /// @param arguments the distribution's directory and the directory `bench`
  public static void main(String... arguments) throws Exception {
    Path distribution = Path.of(arguments[0]);
    Path scripts = Path.of(arguments[1]);
    Path work = Files.createTempDirectory("bench");
    try (MailHost host = MailHost.start();
        FaultyLink smtp = FaultyLink.slow(host.smtpStarttlsPort(), EACH_WAY);
        FaultyLink imap = FaultyLink.slow(host.imapsPort(), EACH_WAY)) {
      Path bare = work.resolve("mail-monitor");
      copyWithoutCache(distribution, bare);
      Path servers = work.resolve("servers.json");
      new ObjectMapper()
          .writeValue(
              servers.toFile(),
              Map.of(
                  "smtp_port", host.smtpStarttlsPort(),
                  "imap_port", host.imapsPort(),
                  "far_smtp_port", smtp.port(),
                  "far_imap_port", imap.port(),
                  "round_trip_ms", EACH_WAY.multipliedBy(2).toMillis(),
                  "username", host.user(),
                  "password", host.password(),
                  "ca_file", host.caFile().toString()));
      Process measuring =
          new ProcessBuilder(
                  "python3",
                  scripts.resolve("measure.py").toString(),
                  servers.toString(),
                  distribution.toString(),
                  bare.toString())
              .inheritIO()
              .start();
      System.exit(measuring.waitFor());
    }
  }

  private static void copyWithoutCache(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files
          .filter(file -> !file.toString().matches(".*\\.(aot|jsa)"))
          .forEach(file -> copy(file, to.resolve(from.relativize(file))));
    }
  }

  private static void copy(Path file, Path copy) {
    try {
      Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " was not copied", e);
    }
  }
}
