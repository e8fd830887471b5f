package dev.mailmonitor.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mailmonitor.testing.GreenMailHost;
import dev.mailmonitor.testing.LoopbackPorts;
import dev.mailmonitor.testing.NtfyStandIn;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Shows the packaged program at work, with nothing to set up: a mail server and a stand-in for
/// ntfy run in this JVM, on the loopback interface, as long as the demonstration lasts.
public final class Demo {
  /// More than a check and the pause before it take, on a slow machine too.
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintStream out =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  private final Path program;
  private final Path directory;
  private final GreenMailHost mail;
  private final NtfyStandIn ntfy;
  private final int managementPort = LoopbackPorts.free();
  private int shown;

  private Demo(Path program, Path directory, GreenMailHost mail, NtfyStandIn ntfy) {
    this.program = program;
    this.directory = directory;
    this.mail = mail;
    this.ntfy = ntfy;
  }

  /// Runs the demonstration.
  ///
  /// @param arguments the path of `bin/mail-monitor`, and `once` if the service is to end with the
  ///   demonstration
  /// @throws Exception if the demonstration cannot be given
  public static void main(String... arguments) throws Exception {
    Path directory = Files.createTempDirectory("mail-monitor-demo");
    try (GreenMailHost mail = GreenMailHost.start();
        NtfyStandIn ntfy = NtfyStandIn.start()) {
      boolean once = List.of(arguments).contains("once");
      new Demo(Path.of(arguments[0]), directory, mail, ntfy).show(once);
    } finally {
      remove(directory);
    }
    // Mail server threads must not keep the demonstration alive.
    System.exit(0);
  }

  private void show(boolean once) throws IOException, InterruptedException {
    Path configuration = writeConfiguration();
    out.println();
    out.println("A mail server runs on localhost, SMTP on port " + mail.smtpsPort() + ", IMAP on");
    out.println("port " + mail.imapsPort() + ". Its configuration for mail-monitor:");
    out.println();
    Files.readAllLines(configuration).forEach(line -> out.println("  " + line));
    out.println();
    out.println("$ mail-monitor serve --config config.json");
    try (DemoService service = DemoService.start(program, configuration, out)) {
      title("1. Everything works");
      service.await("delivered in", PATIENCE);

      title("2. The mail server is stopped");
      mail.stopServers();
      service.await("ntfy: ", PATIENCE);
      showMessages();

      title("3. It is still down: nobody is woken twice");
      service.await("SMTP Auth: SMTP auth failed", PATIENCE);

      title("4. The mail server is back");
      mail.startServers();
      service.await("ntfy: ", PATIENCE);
      showMessages();

      out.println();
      out.println("That was it. To watch a server of your own:");
      out.println();
      out.println("  " + relative(program) + " --help");
      out.println();
      if (!once) {
        String address = "http://127.0.0.1:" + managementPort;
        out.println("The service goes on until you press Ctrl-C. Health and metrics, meanwhile:");
        out.println();
        out.println("  curl " + address + "/q/health");
        out.println("  curl " + address + "/q/metrics");
        out.println();
        service.awaitEnd();
      }
    }
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
            .put("interval", "10s")
            .put("ntfy_server", ntfy.uri().toString().replaceFirst("/$", ""))
            .put("ntfy_topic", "demo")
            .put("management_port", managementPort)
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

  private void showMessages() throws IOException {
    List<NtfyStandIn.Request> requests = ntfy.requests();
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
