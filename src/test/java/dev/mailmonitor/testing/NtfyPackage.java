package dev.mailmonitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Finds the ntfy program: an installed one, else the one of Debian's package, unpacked into
/// `target/ntfy-debian` and kept there. The system is not touched: apt works with directories of
/// its own, and the mirror is the one that this machine uses anyway.
final class NtfyPackage {
  /// The first Debian release that has the package; the program is static enough to run on others.
  private static final String RELEASE = "trixie";

  private static final Duration BOUND = Duration.ofSeconds(90);
  private static final Path KEYRING = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");
  private static final Path CACHE = Path.of("target/ntfy-debian").toAbsolutePath();
  private static final Supplier<Found> FOUND = new Once();

  /// Either the program, or the reason why there is none.
  private record Found(Optional<Path> program, String reason) {}

  private NtfyPackage() {}

  /// The program.
  ///
  /// @throws IllegalStateException if there is none and none can be fetched
  static Path program() {
    Found found = FOUND.get();
    return found.program().orElseThrow(() -> new IllegalStateException(found.reason()));
  }

  /// Why there is no program, or empty if there is one.
  static Optional<String> available() {
    Found found = FOUND.get();
    return found.program().isPresent() ? Optional.empty() : Optional.of(found.reason());
  }

  private static Found find() {
    Optional<Path> installed = Commands.find("ntfy").filter(NtfyPackage::isServer);
    Path unpacked = CACHE.resolve("usr/bin/ntfy");
    if (installed.isPresent()) {
      return new Found(installed, "");
    }
    if (Files.isExecutable(unpacked)) {
      return new Found(Optional.of(unpacked), "");
    }
    for (String needed : List.of("apt-get", "dpkg-deb", "setsid")) {
      if (Commands.find(needed).isEmpty()) {
        return missing("this system has no " + needed);
      }
    }
    if (!Files.isReadable(KEYRING)) {
      return missing("this system has no " + KEYRING);
    }
    try {
      fetch();
      return new Found(Optional.of(unpacked), "");
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      return missing(String.valueOf(e.getMessage()));
    }
  }

  private static Found missing(String reason) {
    return new Found(
        Optional.empty(),
        "there is no ntfy server, and Debian's package of it cannot be fetched (%s); install ntfy"
            .formatted(reason));
  }

  // A Python program of the same name exists, which only sends.
  private static boolean isServer(Path program) {
    try {
      return Commands.run(Duration.ofSeconds(5), Map.of(), program.toString(), "--help")
          .contains("Run the ntfy server");
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static void fetch() throws IOException {
    Path work =
        Files.createDirectories(
            CACHE.resolveSibling("ntfy-debian." + ProcessHandle.current().pid()));
    Files.createDirectories(work.resolve("lists/partial"));
    Files.createDirectories(work.resolve("cache/archives/partial"));
    Path sources =
        Files.writeString(
            work.resolve("sources.list"),
            "deb [signed-by=%s] %s %s main\n".formatted(KEYRING, mirror(), RELEASE));
    List<String> apt =
        List.of(
            "env",
            "-C",
            work.toString(),
            "apt-get",
            "-qq",
            "-o",
            "Dir::Etc::sourcelist=" + sources,
            "-o",
            "Dir::Etc::sourceparts=/dev/null",
            "-o",
            "Dir::State::lists=" + work.resolve("lists"),
            "-o",
            "Dir::Cache=" + work.resolve("cache"),
            "-o",
            "Acquire::Languages=none",
            "-o",
            "APT::Sandbox::User=root");
    run(apt, "update");
    run(apt, "download", "ntfy");
    Path unpacked = work.resolve("unpacked");
    try (DirectoryStream<Path> packages = Files.newDirectoryStream(work, "ntfy_*.deb")) {
      for (Path file : packages) {
        Commands.run(BOUND, Map.of(), "dpkg-deb", "-x", file.toString(), unpacked.toString());
      }
    }
    Files.move(unpacked, CACHE, StandardCopyOption.ATOMIC_MOVE);
    Commands.run(BOUND, Map.of(), "rm", "-rf", work.toString());
  }

  private static void run(List<String> apt, String... arguments) {
    List<String> command = new ArrayList<>(apt);
    command.addAll(List.of(arguments));
    Commands.run(BOUND, Map.of(), command.toArray(String[]::new));
  }

  private static String mirror() {
    return Commands.run(
            BOUND, Map.of(), "apt-get", "indextargets", "--format", "$(LABEL) $(REPO_URI)")
        .lines()
        .filter(line -> line.startsWith("Debian "))
        .map(line -> line.substring("Debian ".length()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("apt knows no mirror of Debian"));
  }

  /// Looks once a JVM, also when several tests ask at the same time.
  private static final class Once implements Supplier<Found> {
    private Optional<Found> known = Optional.empty();

    @Override
    public synchronized Found get() {
      Found found = known.orElseGet(NtfyPackage::find);
      known = Optional.of(found);
      return found;
    }
  }
}
