package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mailmonitor.testing.GreenMailHost;
import dev.mailmonitor.testing.MailHost;
import dev.mailmonitor.testing.Program;
import dev.mailmonitor.testing.RunningProgram;
import dev.mailmonitor.testing.SecretWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The packaged program as an administrator has set it up: a directory with a configuration file
/// and the state. After each run it is asserted that no password and no token stands in the output
/// or in a file that the program has written, see [SecretWatch].
final class Installation {
  /// What a check of a healthy server at `localhost` prints, as a regular expression.
  static final String HEALTHY =
      """
      ✓ IMAP Auth: OK
      ✓ SMTP Auth: OK
      ✓ Send Test: OK \\(Message-ID: <[0-9a-f-]{36}@localhost>\\)
      ✓ Receive Test: Email delivered in \\d+\\.\\ds
      """;

  /// Where the packaged program is.
  static final Path DISTRIBUTION =
      Path.of(System.getProperty("mail-monitor.distribution", "target/distribution/mail-monitor"))
          .toAbsolutePath();

  /// More than any run takes: the longest waits are the tests' own time-outs of a few seconds.
  static final Duration BOUND = Duration.ofSeconds(60);

  private static final long LARGEST = 16L * 1024 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONFIGURATION = "config.json";

  private final Path directory;
  private final ObjectNode configuration = JSON.createObjectNode();
  private Program program = Program.with();

  private Installation(Path directory) {
    this.directory = directory;
  }

  /// Nothing is configured but the state file, `state.json`.
  ///
  /// @param directory an empty directory
  static Installation in(Path directory) {
    return new Installation(directory).set("state_file", "state.json").set("receive_timeout", 20);
  }

  /// Configures the STARTTLS port of a mail host, as on 587, and its first user.
  Installation reaching(MailHost host) {
    return reaching(host.host(), host.smtpStarttlsPort(), host.imapsPort())
        .set("ca_file", host.caFile().toString())
        .set("username", host.user())
        .set("password", host.password());
  }

  /// Configures a mail server in this JVM, with TLS from the first byte, and its user.
  Installation reaching(GreenMailHost host) {
    return reaching(host.host(), host.smtpsPort(), host.imapsPort())
        .set("smtp_security", "tls")
        .set("ca_file", host.caFile().toString())
        .set("username", host.user())
        .set("password", host.password());
  }

  /// Configures servers without saying who logs in.
  Installation reaching(String host, int smtpPort, int imapPort) {
    return set("smtp_host", host)
        .set("smtp_port", smtpPort)
        .set("imap_host", host)
        .set("imap_port", imapPort);
  }

  /// Configures an ntfy topic.
  Installation telling(String server, String topic) {
    return set("ntfy_server", server).set("ntfy_topic", topic);
  }

  /// Writes a key of the configuration file; a secret is looked for after each run.
  Installation set(String key, Object value) {
    configuration.set(key, JSON.valueToTree(value));
    if (key.endsWith("password") || key.endsWith("token")) {
      SecretWatch.OF_TESTS.keep(value.toString());
    }
    return this;
  }

  /// Adds a target to the configuration file.
  Installation target(String name, Map<String, ?> keys) {
    configuration.withObject("/targets").set(name, JSON.valueToTree(new TreeMap<>(keys)));
    return this;
  }

  /// Takes a target out of the configuration file.
  Installation withoutTarget(String name) {
    configuration.withObject("/targets").remove(name);
    return this;
  }

  /// Takes a key out of the configuration file.
  Installation without(String key) {
    configuration.remove(key);
    return this;
  }

  /// Sets a variable of the program's environment.
  Installation environment(String name, String value) {
    program = program.environment(name, value);
    return this;
  }

  /// Starts the program by another file than the packaged launcher.
  Installation launcher(Path file) {
    program = program.launcher(file);
    return this;
  }

  /// A file of this directory.
  Path file(String name) {
    return directory.resolve(name);
  }

  /// The configuration file, written anew.
  Path configuration() {
    try {
      Path written = Files.write(file(CONFIGURATION), JSON.writeValueAsBytes(configuration));
      // A file with a password that everybody may read earns a warning.
      return Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException("The configuration was not written", e);
    }
  }

  /// Writes the state file.
  Installation state(String text) {
    try {
      Files.writeString(file("state.json"), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException("The state was not written", e);
    }
  }

  /// What the state file says.
  JsonNode state() {
    return json(file("state.json"));
  }

  /// What a JSON file says.
  static JsonNode json(Path file) {
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " is no JSON", e);
    }
  }

  /// Runs the program with this configuration file.
  ///
  /// @param arguments more than `--config`
  Program.Run run(String... arguments) {
    try (RunningProgram running = start(arguments)) {
      return end(running);
    }
  }

  /// Starts the program with this configuration file; to be ended by [#end(RunningProgram)].
  RunningProgram start(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--config");
    all.add(configuration().toString());
    return program.start(all.toArray(String[]::new));
  }

  /// Waits for the program's end.
  Program.Run end(RunningProgram running) {
    Program.Run run = running.awaitEnd(BOUND);
    files().forEach(SecretWatch.OF_TESTS::inspect);
    return run;
  }

  /// The lines about the tests, without the details that are indented below them.
  static List<String> testLines(Program.Run run) {
    return run.outLines().stream().filter(line -> !line.startsWith("  ")).toList();
  }

  /// What was printed of one of several targets, without its name.
  static String block(Program.Run run, String target) {
    String out = "\n" + run.out();
    int start = out.indexOf("\n" + target + ":\n");
    assertThat(start).as("block of " + target + " in" + out + run.err()).isNotNegative();
    return out.substring(start + target.length() + 3).split("\n(?=[A-Za-z0-9._-]+:\n)", 2)[0];
  }

  /// What the program has written: everything but the configuration, the file `secret` and the
  /// directory `credentials`, and what is larger than anything that it writes.
  List<Path> files() {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.endsWith(CONFIGURATION) && !file.endsWith("secret"))
          .filter(file -> !file.startsWith(file("credentials")))
          .filter(file -> file.toFile().length() <= LARGEST)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("The files in " + directory + " cannot be listed", e);
    }
  }
}
