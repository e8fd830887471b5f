package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.GreenMailHost;
import dev.mailmonitor.testing.Program;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The start-up cache: when it is used, and that it never harms. Where the distribution has none,
/// one is made in a copy.
class StartUpCacheIT {
  /// Making a cache takes a quarter of a minute, and more on a machine with other work.
  private static final Duration MAKING = Duration.ofMinutes(4);

  private static final String SEEN = "Sends a tracked test mail";
  private static final String CHANGED = "Sends an untracked letter";

  @TempDir static Path shared;

  private static Path original;

  @TempDir Path directory;

  private Path installation;

  @BeforeAll
  static void makeCacheWhereThereIsNone() throws Exception {
    original = shared.resolve("mail-monitor");
    execute("cp", "-a", Installation.DISTRIBUTION.toString(), original.toString());
    if (caches(original).isEmpty()) {
      assertThat(makeCache(original).status()).isZero();
    }
  }

  @BeforeEach
  void copy() throws Exception {
    installation = directory.resolve("copy");
    execute("cp", "-a", original.toString(), installation.toString());
  }

  private static Program.Run makeCache(Path installation) {
    return program(installation).run(MAKING, "--make-cache");
  }

  private static Program program(Path installation) {
    return Program.with().launcher(installation.resolve("bin/mail-monitor"));
  }

  private static List<Path> caches(Path installation) throws IOException {
    try (Stream<Path> files = Files.list(installation.resolve("app"))) {
      return files.filter(file -> file.toString().endsWith(".aot")).toList();
    }
  }

  private static void execute(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(String.join(" ", command)).isTrue();
    assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
  }

  /// Runs the program and tells where it has a class from.
  private String source(Path installation, String className, String... options) throws IOException {
    Path log = directory.resolve("classes");
    Files.deleteIfExists(log);
    Program.Run run =
        program(installation)
            .environment(
                "_JAVA_OPTIONS", "-Xlog:class+load:file=" + log + " " + String.join(" ", options))
            .run(Installation.BOUND, "--version");
    assertThat(run.out()).startsWith("mail-monitor ").hasLineCount(1);
    assertThat(run.err()).startsWith("Picked up _JAVA_OPTIONS").hasLineCount(1);
    assertThat(run.status()).isZero();
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> line.contains(" " + className + " source: "))
          .map(line -> line.substring(line.indexOf("source: ") + "source: ".length()))
          .findFirst()
          .orElse("not loaded");
    }
  }

  private void assertUsed(Path installation) throws IOException {
    assertThat(source(installation, "dev.mailmonitor.cli.Main")).startsWith("shared objects file");
  }

  private void assertNotUsed(Path installation, String... options) throws IOException {
    assertThat(source(installation, "dev.mailmonitor.cli.Main", options)).startsWith("file:");
  }

  private static String help(Path installation) {
    Program.Run run = program(installation).run(Installation.BOUND, "--help");
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    return run.out();
  }

  /// Changes a word in the code of the jar, whose entries are not compressed. The jar keeps its
  /// time and size, so the JVM alone would not see it.
  private void changeCode() throws IOException {
    Path jar = installation.resolve("app/mail-monitor.jar");
    FileTime time = Files.getLastModifiedTime(jar);
    String bytes = Files.readString(jar, StandardCharsets.ISO_8859_1);
    assertThat(bytes).contains(SEEN);
    Files.writeString(jar, bytes.replace(SEEN, CHANGED), StandardCharsets.ISO_8859_1);
    Files.setLastModifiedTime(jar, time);
  }

  @Test
  void classes_come_from_the_cache_also_those_that_deliver_alerts() throws Exception {
    assertUsed(installation);
    assertThat(source(installation, "io.quarkus.runner.ApplicationImpl"))
        .startsWith("shared objects file");
    assertThat(source(installation, "org.jboss.resteasy.reactive.client.impl.ClientImpl"))
        .startsWith("shared objects file");
  }

  @Test
  void it_is_used_in_an_archive_unpacked_elsewhere_and_through_a_symbolic_link() throws Exception {
    // Given
    Path other = Files.createDirectories(directory.resolve("quite/another/place"));
    Path archive = directory.resolve("installation.tar");
    execute("tar", "-C", directory.toString(), "-cf", archive.toString(), "copy");
    execute("tar", "-C", other.toString(), "-xf", archive.toString());
    Path link = Files.createSymbolicLink(directory.resolve("link"), other.resolve("copy"));

    // Then
    assertUsed(other.resolve("copy"));
    assertUsed(link);
  }

  @Test
  void code_that_is_newer_than_the_cache_is_run() throws Exception {
    // Given
    assertThat(help(installation)).contains(SEEN);
    changeCode();
    Files.setLastModifiedTime(
        installation.resolve("app/mail-monitor.jar"),
        FileTime.fromMillis(System.currentTimeMillis()));

    // Then
    assertThat(help(installation)).contains(CHANGED).doesNotContain(SEEN);
  }

  @Test
  void code_of_another_build_is_run_whatever_its_time() throws Exception {
    // Given: what an upgrade over an old installation leaves.
    changeCode();
    Files.writeString(installation.resolve("app/build-id"), "another\n");

    // Then
    assertThat(help(installation)).contains(CHANGED).doesNotContain(SEEN);
  }

  @Test
  void a_jvm_with_other_objects_goes_on_without_a_word() throws Exception {
    assertNotUsed(installation, "-XX:+UseCompactObjectHeaders");
  }

  @Test
  void a_jvm_with_another_garbage_collector_goes_on_without_a_word() throws Exception {
    // Given
    Path launcher = installation.resolve("bin/mail-monitor");
    String script = Files.readString(launcher);
    Files.writeString(launcher, script.replace("-XX:+UseSerialGC", "-XX:+UseParallelGC"));

    // When
    Program.Run run = program(installation).run(Installation.BOUND, "--version");

    // Then
    assertThat(script).contains("-XX:+UseSerialGC");
    assertThat(run.out()).startsWith("mail-monitor ").hasLineCount(1);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
  }

  @Test
  void a_damaged_cache_is_passed_over() throws Exception {
    Path cache = caches(installation).getFirst();
    long size = Files.size(cache);
    for (long place : List.of(0L, 100L, 8_192L, size / 2, size * 3 / 4)) {
      try (RandomAccessFile file = new RandomAccessFile(cache.toFile(), "rw")) {
        file.seek(place);
        file.write(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
      }
      assertNotUsed(installation);
      Files.copy(
          caches(original).getFirst(),
          cache,
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
    }
    try (FileChannel file = FileChannel.open(cache, StandardOpenOption.WRITE)) {
      file.truncate(size / 2);
    }
    assertNotUsed(installation);
    Files.write(cache, new byte[0]);
    assertNotUsed(installation);
  }

  @Test
  void it_is_made_again_whatever_the_surroundings_and_replaces_those_of_other_builds()
      throws Exception {
    // Given: as package builders do, all files get the same time.
    execute("find", installation.toString(), "-exec", "touch", "-d", "@1", "{}", "+");
    Path app = installation.resolve("app");
    Path old = Files.writeString(app.resolve("mail-monitor-0123456789abcdef.aot"), "old");
    Path present = app.resolve(caches(original).getFirst().getFileName());
    Files.writeString(present, "damaged");

    // When
    Program.Run run =
        program(installation)
            .environment("HTTPS_PROXY", "http://127.0.0.1:1")
            .environment("MAIL_MONITOR_SMTP_HOST", "nowhere.invalid")
            .run(MAKING, "--make-cache");

    // Then
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .matches(
            "Made the start-up cache \\Q%s\\E \\(\\d+ MiB\\) in \\d+ s\\.\n".formatted(present));
    assertThat(run.status()).isZero();
    assertThat(old).doesNotExist();
    assertThat(caches(installation)).containsExactly(present);
    try (Stream<Path> files = Files.list(app)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith(".cache-")))
          .isEmpty();
    }
    Files.setLastModifiedTime(present, FileTime.fromMillis(1_000));
    assertUsed(installation);
  }

  @Test
  void where_nothing_can_be_written_it_says_so_and_the_program_runs() throws Exception {
    // Given: a mount namespace in which the installation is read-only.
    Assumptions.assumeTrue(canMount(), "only root may mount a directory read-only");
    Files.delete(caches(installation).getFirst());
    String script =
        "mount --bind '%1$s' '%1$s' && mount -o remount,bind,ro '%1$s' && exec '%1$s/bin/mail-monitor'"
            .formatted(installation);
    Program unshared = Program.with().launcher(Path.of("/usr/bin/unshare"));

    // When
    Program.Run making = unshared.run(MAKING, "-m", "/bin/sh", "-c", script + " --make-cache");
    Program.Run checking =
        unshared.run(Installation.BOUND, "-m", "/bin/sh", "-c", script + " --version");

    // Then
    assertThat(making.out()).isEmpty();
    assertThat(making.err())
        .startsWith("Error: the start-up cache was not made, because nothing can be written to ")
        .contains(installation.resolve("app").toString())
        .hasLineCount(1);
    assertThat(making.status()).isEqualTo(3);
    assertThat(checking.err()).isEmpty();
    assertThat(checking.out()).startsWith("mail-monitor ");
    assertThat(checking.status()).isZero();
  }

  @Test
  void the_option_stands_alone() {
    // When
    Program.Run run = program(installation).run(Installation.BOUND, "--make-cache", "--verbose");

    // Then
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("Error: --make-cache must be the only argument of bin/mail-monitor.\n");
    assertThat(run.status()).isEqualTo(2);
  }

  @Test
  void checks_with_a_cache_send_mails_of_their_own() throws Exception {
    try (GreenMailHost host = GreenMailHost.start()) {
      // Given
      Path work = Files.createDirectory(directory.resolve("work"));
      Installation.in(work).reaching(host).configuration();
      String[] arguments = {"--config", work.resolve("config.json").toString()};

      // When
      Program.Run first = program(installation).run(Installation.BOUND, arguments);
      Program.Run second = program(installation).run(Installation.BOUND, arguments);

      // Then
      assertThat(first.out()).matches(Installation.HEALTHY);
      assertThat(second.out()).matches(Installation.HEALTHY);
      assertThat(first.outLines().get(2)).isNotEqualTo(second.outLines().get(2));
    }
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
