package dev.mailmonitor.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mailmonitor.testing.GreenMailHost;
import dev.mailmonitor.testing.NtfyStandIn;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Shows the packaged program at work, with nothing to set up: a mail server and a stand-in for
/// ntfy run in this JVM, on the loopback interface, as long as the demonstration lasts.
public final class Demo {
  private static final long LONGEST_CHECK_SECONDS = 60;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintStream out =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  private final Path program;
  private final Path directory;
  private final GreenMailHost mail;
  private final NtfyStandIn ntfy;
  private int shown;

  private Demo(Path program, Path directory, GreenMailHost mail, NtfyStandIn ntfy) {
    this.program = program;
    this.directory = directory;
    this.mail = mail;
    this.ntfy = ntfy;
  }

  /// Runs the demonstration.
  ///
  /// @param arguments the path of `bin/mail-monitor`
  /// @throws Exception if the demonstration cannot be given
  public static void main(String... arguments) throws Exception {
    Path directory = Files.createTempDirectory("mail-monitor-demo");
    try (GreenMailHost mail = GreenMailHost.start();
        NtfyStandIn ntfy = NtfyStandIn.start()) {
      new Demo(Path.of(arguments[0]), directory, mail, ntfy).show();
    } finally {
      remove(directory);
    }
    // Mail server threads must not keep the demonstration alive.
    System.exit(0);
  }

  private void show() throws IOException, InterruptedException {
    Path configuration = writeConfiguration();
    out.println();
    out.println("A mail server runs on localhost, SMTP on port " + mail.smtpsPort() + ", IMAP on");
    out.println("port " + mail.imapsPort() + ". Its configuration for mail-monitor:");
    out.println();
    Files.readAllLines(configuration).forEach(line -> out.println("  " + line));

    title("1. Everything works");
    check(configuration);

    title("2. The mail server is stopped");
    mail.stopServers();
    check(configuration);

    title("3. It is still down: nobody is woken twice");
    check(configuration);

    title("4. The mail server is back");
    mail.startServers();
    check(configuration);

    out.println();
    out.println("That was it. To watch a server of your own:");
    out.println();
    out.println("  " + relative(program) + " --help");
  }

  private Path writeConfiguration() throws IOException {
    ObjectNode configuration =
        JSON.createObjectNode()
            .put("smtp_host", mail.host())
            .put("smtp_port", mail.smtpsPort())
            .put("smtp_security", "tls")
            .put("imap_host", mail.host())
            .put("imap_port", mail.imapsPort())
            .put("username", mail.user())
            .put("password", mail.password())
            .put("ca_file", mail.caFile().toString())
            .put("receive_timeout", 10)
            .put("ntfy_server", ntfy.uri().toString().replaceFirst("/$", ""))
            .put("ntfy_topic", "demo")
            .put("state_file", "state.json");
    Path file = directory.resolve("config.json");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(
        file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(configuration));
  }

  private void title(String text) {
    out.println();
    out.println("── " + text + " " + "─".repeat(Math.max(3, 72 - text.length())));
    out.println();
  }

  private void check(Path configuration) throws IOException, InterruptedException {
    out.println("$ mail-monitor --config config.json");
    Process process =
        new ProcessBuilder(program.toString(), "--config", configuration.toString())
            .inheritIO()
            .start();
    Thread ending = Thread.ofPlatform().unstarted(process::destroy);
    Runtime.getRuntime().addShutdownHook(ending);
    if (!process.waitFor(LONGEST_CHECK_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("The check did not end within " + LONGEST_CHECK_SECONDS + " s");
    }
    Runtime.getRuntime().removeShutdownHook(ending);
    out.println("(exit status " + process.exitValue() + ")");
    showMessages();
  }

  private void showMessages() throws IOException {
    List<NtfyStandIn.Request> requests = ntfy.requests();
    if (requests.size() == shown) {
      out.println("No message was sent.");
    }
    for (NtfyStandIn.Request request : requests.subList(shown, requests.size())) {
      JsonNode message = JSON.readTree(request.body());
      out.println();
      out.println("   ntfy topic \"" + message.path("topic").asText() + "\" received:");
      out.println("   ┌" + "─".repeat(74));
      out.println("   │ " + message.path("title").asText());
      out.println("   │");
      message.path("message").asText().lines().forEach(line -> out.println("   │ " + line));
      out.println("   └" + "─".repeat(74));
    }
    shown = requests.size();
  }

  private static Path relative(Path path) {
    return Path.of("").toAbsolutePath().relativize(path.toAbsolutePath());
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
