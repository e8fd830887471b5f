package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.CertificateAuthority;
import dev.mailmonitor.testing.MailHost;
import dev.mailmonitor.testing.NeedsMailServers;
import dev.mailmonitor.testing.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Real servers whose name has several addresses. The names are known to the program's own JVM only
/// (`jdk.net.hosts.file`), so that no resolver has a part in it.
@NeedsMailServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AddressIT {
  private static final String NAME = "mail.several.test";

  /// Loopback addresses at which nothing of the host listens.
  private static final String OTHER = "127.0.0.77";

  private MailHost host;

  @TempDir Path directory;

  @BeforeAll
  void start() {
    CertificateAuthority authority = CertificateAuthority.create();
    host =
        MailHost.with()
            .authority(authority)
            .certificate(authority.issue(NAME, "localhost"))
            .start();
  }

  @AfterAll
  void stop() {
    host.close();
  }

  private Program.Run check(String hosts, String... arguments) throws IOException {
    Path file = Files.writeString(directory.resolve("hosts"), hosts);
    return Installation.in(directory)
        .reaching(host)
        .set("smtp_host", NAME)
        .set("imap_host", NAME)
        .environment("JDK_JAVA_OPTIONS", "-Djdk.net.hosts.file=" + file)
        .run(arguments);
  }

  private static String names(String... addresses) {
    StringBuilder hosts = new StringBuilder();
    for (String address : addresses) {
      hosts.append(address).append(' ').append(NAME).append('\n');
    }
    return hosts.toString();
  }

  private void assertHealthy(Program.Run run) {
    assertThat(run.out())
        .as(run.err())
        .matches(Installation.HEALTHY.replace("@localhost", "@" + NAME));
    assertThat(run.status()).isZero();
    assertThat(host.messages(host.user(), "INBOX")).isEmpty();
  }

  @Test
  void a_server_with_an_ipv6_address_only_is_healthy() throws Exception {
    assertHealthy(check(names("::1")));
  }

  @Test
  void an_address_that_refuses_does_not_keep_from_the_other() throws Exception {
    assertHealthy(check(names(OTHER, "::1")));
    assertHealthy(check(names("127.0.0.1", "::1")));
  }

  @Test
  void an_address_that_swallows_everything_leaves_time_for_the_other() throws Exception {
    try (SilentAddress smtp = SilentAddress.at(OTHER, host.smtpStarttlsPort());
        SilentAddress imap = SilentAddress.at(OTHER, host.imapsPort())) {
      // Given
      assertThat(smtp.waiting()).isNotEmpty();
      assertThat(imap.waiting()).isNotEmpty();

      // When
      Program.Run run = check(names(OTHER, "127.0.0.1"));

      // Then
      assertHealthy(run);
      assertThat(run.took()).isLessThan(Duration.ofSeconds(15));
    }
  }

  @Test
  void if_no_address_works_each_is_told_with_its_reason() throws Exception {
    try (SilentAddress smtp = SilentAddress.at(OTHER, host.smtpStarttlsPort())) {
      // Given
      assertThat(smtp.waiting()).isNotEmpty();

      // When
      Program.Run run = check(names(OTHER, "127.0.0.78"));

      // Then
      assertThat(run.out())
          .contains(
              "❌ IMAP Auth: IMAP auth failed: Connection refused",
              "❌ SMTP Auth: SMTP auth failed: Connection refused",
              "    tried 127.0.0.77:" + host.smtpStarttlsPort() + ": Connection timed out",
              "    tried 127.0.0.78:" + host.smtpStarttlsPort() + ": Connection refused");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.took()).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void a_family_that_was_chosen_is_the_only_one_tried() throws Exception {
    // When
    Program.Run run = check(names("127.0.0.1", "::1"), "--address-family", "ipv6", "--verbose");
    Program.Run none = check(names("127.0.0.1"), "--address-family", "ipv6");

    // Then
    assertThat(run.status()).as(run.out() + run.err()).isZero();
    assertThat(none.out()).contains(" has no IPv6 address", "address_family");
    assertThat(none.status()).isEqualTo(1);
  }

  /// A port whose queue of connections is full, so that the kernel drops all further ones.
  private record SilentAddress(ServerSocket listener, List<Socket> waiting)
      implements AutoCloseable {
    static SilentAddress at(String address, int port) throws IOException {
      ServerSocket listener = new ServerSocket(port, 1, InetAddress.getByName(address));
      List<Socket> waiting = new ArrayList<>();
      while (true) {
        Socket socket = new Socket();
        waiting.add(socket);
        try {
          socket.connect(new InetSocketAddress(address, port), 500);
        } catch (SocketTimeoutException full) {
          return new SilentAddress(listener, waiting);
        }
      }
    }

    @Override
    public void close() throws IOException {
      for (Socket socket : waiting) {
        socket.close();
      }
      listener.close();
    }
  }
}
