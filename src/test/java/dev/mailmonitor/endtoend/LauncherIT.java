package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How `bin/mail-monitor` finds itself and a Java that is new enough.
class LauncherIT {
  private static final String VERSION = "mail-monitor \\d+\\.\\d+\\.\\d+\\S*\n";
  private static final Path LAUNCHER = Installation.DISTRIBUTION.resolve("bin/mail-monitor");

  @TempDir Path directory;

  /// A Java of long ago; whoever runs it sees so.
  private Path oldJava;

  @BeforeEach
  void makeOldJava() throws IOException {
    oldJava = directory.resolve("jdk-17");
    Files.createDirectories(oldJava.resolve("bin"));
    Files.writeString(oldJava.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
    executable(oldJava.resolve("bin/java"), "echo too old; exit 99");
  }

  private static Path executable(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void assertRuns(Program.Run run) {
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).matches(VERSION);
    assertThat(run.status()).isZero();
  }

  @Test
  void it_runs_through_a_symbolic_link_to_a_symbolic_link() throws Exception {
    // Given
    Path first = Files.createSymbolicLink(directory.resolve("mail-monitor-1"), LAUNCHER);
    Path second = Files.createDirectory(directory.resolve("bin")).resolve("mail-monitor");
    Files.createSymbolicLink(second, Path.of("../mail-monitor-1"));

    // When
    Program.Run run = Program.with().launcher(second).run(Installation.BOUND, "--version");

    // Then
    assertThat(first).isSymbolicLink();
    assertRuns(run);
  }

  // In the next two tests a shell makes the files, since a JVM without a UTF-8 locale, as this one
  // may be, cannot name them.

  @Test
  void it_runs_from_a_directory_with_spaces_and_other_letters() throws Exception {
    // Given
    Path script =
        executable(
            directory.resolve("script"),
            """
            copy="$2/my mail monitor's ✓"
            cp -R "$1" "$copy"
            "$copy/bin/mail-monitor" --version
            status=$?
            rm -r "$copy"
            exit $status
            """);

    // When
    Program.Run run =
        Program.with()
            .launcher(script)
            .run(Installation.BOUND, Installation.DISTRIBUTION.toString(), directory.toString());

    // Then
    assertRuns(run);
  }

  @Test
  void a_java_home_that_is_too_old_is_passed_over_for_the_one_on_the_path() throws Exception {
    // Given
    String newJava = System.getProperty("java.home");

    // When
    Program.Run run =
        Program.with()
            .environment("JAVA_HOME", oldJava.toString())
            .environment("PATH", newJava + "/bin:/usr/bin:/bin")
            .run(Installation.BOUND, "--version");

    // Then
    assertRuns(run);
  }

  @Test
  void an_old_java_on_the_path_is_passed_over_for_the_java_home() {
    // When
    Program.Run run =
        Program.with()
            .environment("PATH", oldJava.resolve("bin") + ":/usr/bin:/bin")
            .run(Installation.BOUND, "--version");

    // Then
    assertRuns(run);
  }

  @Test
  void it_needs_no_variable_at_all_and_prints_its_signs_all_the_same() throws Exception {
    // Given: nothing listens on port 1.
    Files.writeString(
        directory.resolve("config.json"),
        """
        {"smtp_host": "localhost", "smtp_port": 1, "imap_host": "localhost", "imap_port": 1,
         "username": "probe@mail.test", "password_file": "secret", "state_file": "s.json"}
        """);
    Files.writeString(directory.resolve("secret"), "correct horse 42");
    Path script =
        executable(
            directory.resolve("script"),
            """
            cp "$2/config.json" "$2/ümlaut.json"
            env -i "$1" --config "$2/ümlaut.json"
            status=$?
            rm "$2/ümlaut.json"
            exit $status
            """);

    // When
    Program.Run run =
        Program.with()
            .launcher(script)
            .run(Installation.BOUND, LAUNCHER.toString(), directory.toString());

    // Then
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("❌ IMAP Auth: IMAP auth failed: Connection refused\n");
    assertThat(run.status()).isEqualTo(1);
    assertThat(directory.resolve("s.json")).isRegularFile();
  }

  @Test
  void without_any_java_it_says_what_to_install() throws Exception {
    // Given: a mount namespace in which the usual places are empty.
    Path noJava =
        executable(
            directory.resolve("no-java"),
            """
            set -e
            for place in /usr/lib/jvm /usr/java /opt/java /opt; do
              if [ -d "$place" ]; then mount -t tmpfs none "$place"; fi
            done
            exec "$@"
            """);
    Assumptions.assumeTrue(canMount(), "only root may hide the machine's Java from a program");

    // When
    Program.Run run =
        Program.with()
            .launcher(Path.of("/usr/bin/env"))
            .environment("JAVA_HOME", oldJava.toString())
            .environment("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
            .run(
                Installation.BOUND,
                "unshare",
                "-m",
                noJava.toString(),
                LAUNCHER.toString(),
                "--version");

    // Then
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith(
            "mail-monitor: no Java 25 or newer was found (looked at JAVA_HOME=%s, the java\n"
                .formatted(oldJava))
        .contains("apt install openjdk-25-jre-headless", "or set JAVA_HOME to where it is.");
    assertThat(run.status()).isEqualTo(3);
  }

  @Test
  void a_damaged_installation_ends_with_the_status_for_it_and_no_stack_trace() throws Exception {
    // Given
    Path app = directory.resolve("copy/app");
    Files.createDirectories(app.resolve("lib"));
    // Java looks for the jar's libraries beside the file that a link leads to.
    Files.copy(file("mail-monitor.jar"), app.resolve("mail-monitor.jar"));
    try (Stream<Path> libraries = Files.list(file("lib"))) {
      for (Path library : libraries.filter(file -> !file.toString().contains("picocli")).toList()) {
        Files.createSymbolicLink(app.resolve("lib").resolve(library.getFileName()), library);
      }
    }
    Path bin = Files.createDirectories(directory.resolve("copy/bin"));

    // When
    Program.Run run =
        Program.with()
            .launcher(Files.copy(LAUNCHER, bin.resolve("mail-monitor")))
            .run(Installation.BOUND, "--version");

    // Then
    assertThat(run.err())
        .startsWith("Error: internal error, please report it: java.lang.NoClassDefFoundError")
        .hasLineCount(1);
    assertThat(run.status()).isEqualTo(3);
  }

  private static Path file(String name) {
    return Installation.DISTRIBUTION.resolve("app").resolve(name);
  }

  private static boolean canMount() throws IOException, InterruptedException {
    Process tried =
        new ProcessBuilder("sh", "-c", "unshare -m mount -t tmpfs none /mnt")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return tried.waitFor(5, TimeUnit.SECONDS) && tried.exitValue() == 0;
  }
}
