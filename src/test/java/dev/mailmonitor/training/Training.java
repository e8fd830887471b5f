package dev.mailmonitor.training;

import dev.mailmonitor.testing.NtfyStandIn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLContext;

/// The servers of a training and the configuration of the check that it consists of: one target for
/// each thing that happens to real ones. All of them are checked by one process, at the same time,
/// because an AOT cache is made of one process.
final class Training implements AutoCloseable {
  private static final String PASSWORD = "training";
  private static final String HEALTHY = "at-once";
  private static final Duration QUARTER = Duration.ofDays(90);

  /// Two mails are delivered; all targets but the one that is healthy cause an alert.
  private static final int DELIVERIES = 2;

  private static final int ALERTS = 6;

  /// What is trained.
  enum Part {
    /// Checks after which nobody is told.
    CHECKS,
    /// Checks and the alerts that they cause.
    ALERTS
  }

  private final Path directory;
  private final Part part;
  private final List<AutoCloseable> servers = new ArrayList<>();
  private final List<String> targets = new ArrayList<>();
  private final NtfyStandIn ntfy;

  private Training(Path directory, Part part, SSLContext ntfyTls) {
    this.directory = directory;
    this.part = part;
    ntfy = NtfyStandIn.start(ntfyTls);
    servers.add(ntfy);
  }

  /// Starts the servers.
  ///
  /// @param directory for the files of the check
  /// @param part what is trained
  static Training start(Path directory, Part part) throws IOException, GeneralSecurityException {
    TrainingAuthority authority = TrainingAuthority.named("training");
    // Real servers have the one or the other.
    SSLContext rsa = authority.issue("RSA", QUARTER).serverContext();
    SSLContext elliptic = authority.issue("EC", QUARTER).serverContext();
    SSLContext expiring = authority.issue("EC", Duration.ofDays(1)).serverContext();
    SSLContext unknown = TrainingAuthority.named("unknown").issue("EC", QUARTER).serverContext();
    Training training = new Training(directory, part, rsa);
    Files.createDirectories(training.states());
    Files.writeString(directory.resolve("ca.pem"), authority.pem());
    TrainingMailServer.Conduct atOnce = new TrainingMailServer.Conduct.Delivers(Duration.ZERO);
    // Long enough for the monitor to leave its first short steps and wait for the server's word.
    TrainingMailServer.Conduct slowly =
        new TrainingMailServer.Conduct.Delivers(Duration.ofSeconds(3));
    training.target(HEALTHY, TrainingMailServer.withStartTls(rsa, atOnce));
    training.target("slowly", TrainingMailServer.withTls(expiring, slowly));
    training.target(
        "bounce",
        TrainingMailServer.withStartTls(elliptic, new TrainingMailServer.Conduct.Bounces()));
    training.target(
        "login",
        TrainingMailServer.withStartTls(rsa, new TrainingMailServer.Conduct.RefusesLogin()));
    training.target(
        "recipient", TrainingMailServer.withTls(rsa, new TrainingMailServer.Conduct.RefusesMail()));
    training.target("untrusted", TrainingMailServer.withTls(unknown, atOnce));
    training.target("down", closedPort(), closedPort(), "starttls");
    training.write();
    return training;
  }

  /// What the program is called with: options as well as a file.
  List<String> arguments() {
    return List.of(
        "--config",
        configuration().toString(),
        "--receive-timeout",
        "30",
        "--metrics-file",
        directory.resolve("metrics.prom").toString());
  }

  /// What the program finds in its environment, beside the usual.
  Map<String, String> environment() {
    return Map.of("MAIL_MONITOR_CERTIFICATE_WARNING_DAYS", "14");
  }

  private Path configuration() {
    return directory.resolve("config.json");
  }

  /// How many alerts have come.
  int alerts() {
    return ntfy.requests().size();
  }

  /// Whether the check went as it should.
  ///
  /// @param said what the program wrote
  boolean succeeded(String said) {
    return said.split("Receive Test: Email delivered in", -1).length == DELIVERIES + 1
        && alerts() == (part == Part.ALERTS ? ALERTS : 0);
  }

  @Override
  public void close() {
    for (AutoCloseable server : servers) {
      try {
        server.close();
      } catch (Exception gone) {
        // The process ends anyway.
      }
    }
  }

  private void target(String name, TrainingMailServer server) throws IOException {
    servers.add(server);
    target(name, server.smtpPort(), server.imapPort(), server.startTls() ? "starttls" : "tls");
  }

  private void target(String name, int smtpPort, int imapPort, String security) throws IOException {
    Files.writeString(states().resolve(name + ".json"), state());
    targets.add(
        """
        "%s": {"smtp_port": %d, "imap_port": %d, "smtp_security": "%s", "ntfy_topic": "%s"}\
        """
            .formatted(name, smtpPort, imapPort, security, topic(name)));
  }

  /// The healthy target has somebody to tell in any case, as most targets have.
  private String topic(String name) {
    return part == Part.ALERTS || name.equals(HEALTHY) ? "training" : "";
  }

  private Path states() {
    return directory.resolve("state/targets");
  }

  /// What a target's state file says at most checks: it is healthy, and has been for a while. One
  /// mail has been late, so that it is looked for.
  private static String state() {
    Instant then = Instant.now().minus(Duration.ofHours(1));
    return """
    {"last_status": "healthy",
     "last_failure": {"timestamp": "2026-01-16T10:30:00.123456", "failures": ["No route to host"]},
     "version": 1, "instance": "%1$s", "since": "%2$s", "consecutive_failures": 0,
     "last_success": "%2$s", "last_check": "%2$s", "outbox": [],
     "pending_mails": [{"run": "%1$s", "sent_at": "%2$s", "missing_at": "%2$s"}]}
    """
        .formatted(UUID.randomUUID(), then);
  }

  private void write() throws IOException {
    Path file =
        Files.createFile(
            configuration(),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        file,
        """
        {"smtp_host": "%1$s", "imap_host": "%1$s", "username": "probe@localhost",
         "password": "%2$s", "ca_file": "ca.pem", "state_file": "state/state.json",
         "ntfy_server": "%3$s",
         "targets": {%4$s}}
        """
            .formatted(host(), PASSWORD, ntfy.uri(), String.join(",\n", targets)));
  }

  /// The loopback interface by name, as real servers are called, where that name is known.
  private static String host() {
    try {
      return InetAddress.getByName("localhost").isLoopbackAddress() ? "localhost" : "127.0.0.1";
    } catch (UnknownHostException unknown) {
      return "127.0.0.1";
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
