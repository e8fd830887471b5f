package dev.mailmonitor.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailmonitor.testing.CertificateAuthority;
import dev.mailmonitor.testing.Conversation;
import dev.mailmonitor.testing.ScriptedServer;
import dev.mailmonitor.testing.ServerCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is trusted and what is not. Everything that is refused here would be a stranger reading the
/// mailbox if it were not.
class TlsClientTest {
  private static final CertificateAuthority AUTHORITY = CertificateAuthority.create();

  @TempDir Path directory;

  private void handshake(ServerCertificate certificate, String host) throws Exception {
    try (ScriptedServer server =
        ScriptedServer.tls(certificate.serverContext(), Conversation::hang)) {
      handshake(server.port(), host, AUTHORITY);
    }
  }

  private void handshake(int port, String host, CertificateAuthority authority) throws Exception {
    TrustSources sources = new TrustSources(null, authority.writeTo(directory));
    TlsClient client =
        new TlsClient(new TrustedCertificates(sources).trustManager(), Clock.systemUTC());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(2000);
      client.handshake(socket, host, port).close();
    }
  }

  private TlsException refused(ServerCertificate certificate, String host) {
    return catchThrowableOfType(TlsException.class, () -> handshake(certificate, host));
  }

  @Test
  void a_certificate_of_a_trusted_authority_for_the_right_name_is_accepted() throws Exception {
    handshake(AUTHORITY.issue("mail.example.org"), "mail.example.org");
  }

  @Test
  void a_certificate_for_an_address_is_accepted_for_that_address() throws Exception {
    handshake(AUTHORITY.issue("127.0.0.1"), "127.0.0.1");
  }

  @Test
  void a_certificate_with_a_wildcard_is_accepted_one_level_deep_only() throws Exception {
    // Given
    ServerCertificate wildcard = AUTHORITY.issue("*.example.org");

    // When
    handshake(wildcard, "mail.example.org");
    TlsException deeper = refused(wildcard, "a.mail.example.org");

    // Then
    assertThat(deeper.problem()).isEqualTo(TlsProblem.WRONG_NAME);
  }

  @Test
  void a_chain_over_an_intermediate_is_accepted() throws Exception {
    handshake(AUTHORITY.intermediate().issue("localhost"), "localhost");
  }

  @Test
  void a_server_that_forgets_its_intermediate_is_refused() {
    // When
    TlsException refused =
        refused(AUTHORITY.intermediate().issue("localhost").withoutIntermediates(), "localhost");

    // Then
    assertThat(refused.problem()).isEqualTo(TlsProblem.UNKNOWN_ISSUER);
  }

  @Test
  void an_expired_certificate_is_refused_and_told_with_its_dates() {
    // Given
    ServerCertificate expired = AUTHORITY.issueExpired("localhost");

    // When
    TlsException refused = refused(expired, "localhost");

    // Then
    assertThat(refused.problem()).isEqualTo(TlsProblem.EXPIRED);
    assertThat(refused.certificate().orElseThrow().notAfter())
        .isEqualTo(expired.leaf().getNotAfter().toInstant());
    assertThat(refused).hasMessageContaining("expired on");
  }

  @Test
  void a_certificate_whose_time_has_not_come_is_refused() {
    assertThat(refused(AUTHORITY.issueNotYetValid("localhost"), "localhost").problem())
        .isEqualTo(TlsProblem.NOT_YET_VALID);
  }

  @Test
  void a_certificate_for_another_name_is_refused_and_told_with_its_names() {
    // When
    TlsException refused = refused(AUTHORITY.issue("other.example.org"), "mail.example.org");

    // Then
    assertThat(refused.problem()).isEqualTo(TlsProblem.WRONG_NAME);
    assertThat(refused).hasMessageContaining("other.example.org", "mail.example.org");
  }

  @Test
  void a_certificate_for_a_name_is_refused_for_the_address_behind_it() {
    assertThat(refused(AUTHORITY.issue("localhost"), "127.0.0.1").problem())
        .isEqualTo(TlsProblem.WRONG_NAME);
  }

  @Test
  void a_certificate_of_an_authority_that_nobody_knows_is_refused() {
    assertThat(refused(CertificateAuthority.create().issue("localhost"), "localhost").problem())
        .isEqualTo(TlsProblem.UNKNOWN_ISSUER);
  }

  @Test
  void a_self_signed_certificate_is_refused_and_named_as_such() {
    // When
    TlsException refused = refused(CertificateAuthority.selfSigned("localhost"), "localhost");

    // Then
    assertThat(refused.problem()).isEqualTo(TlsProblem.UNKNOWN_ISSUER);
    assertThat(refused).hasMessageContaining("self-signed");
  }

  @Test
  void a_server_that_does_not_speak_tls_is_told_from_a_bad_certificate() {
    // Given
    try (ScriptedServer plain =
        ScriptedServer.plain(conversation -> {
          conversation.say("220 mail.test ESMTP\r\n");
          conversation.hang();
        })) {

      // When
      TlsException refused =
          catchThrowableOfType(
              TlsException.class, () -> handshake(plain.port(), "localhost", AUTHORITY));

      // Then
      assertThat(refused.problem()).isEqualTo(TlsProblem.HANDSHAKE);
      assertThat(refused.certificate()).isEmpty();
    }
  }

  @Test
  void silence_in_the_handshake_is_a_time_out_and_no_tls_problem() {
    // Given
    try (ScriptedServer silent = ScriptedServer.plain(Conversation::hang)) {

      // When / Then
      assertThatThrownBy(() -> handshake(silent.port(), "localhost", AUTHORITY))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void a_connection_that_ends_in_the_handshake_is_no_bad_certificate() {
    // Given
    try (ScriptedServer closing = ScriptedServer.plain(Conversation::reset)) {

      // When / Then
      assertThatThrownBy(() -> handshake(closing.port(), "localhost", AUTHORITY))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(TlsException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x25519", "secp256r1", "secp384r1", "secp521r1", "ffdhe2048"})
  void a_server_may_insist_on_any_usual_key_exchange(String group) throws Exception {
    // Given
    SSLContext context = AUTHORITY.issue("localhost").serverContext();
    try (SSLServerSocket listener =
            (SSLServerSocket)
                context
                    .getServerSocketFactory()
                    .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      SSLParameters parameters = listener.getSSLParameters();
      parameters.setNamedGroups(new String[] {group});
      listener.setSSLParameters(parameters);
      Future<Integer> end =
          threads.submit(() -> {
            try (Socket socket = listener.accept()) {
              return socket.getInputStream().read();
            }
          });

      // When
      handshake(listener.getLocalPort(), "localhost", AUTHORITY);

      // Then
      assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "x25519 secp256r1 secp384r1 x448, x25519 secp384r1 secp256r1 x448",
    "x25519 secp384r1 secp256r1, x25519 secp384r1 secp256r1",
    "secp256r1 x25519, secp256r1 x25519",
    "secp384r1, secp384r1"
  })
  void no_key_exchange_is_left_out_for_its_cost(String groups, String ordered) {
    assertThat(TlsClient.cheapFirst(groups.split(" "))).containsExactly(ordered.split(" "));
  }

  @Test
  void a_file_without_certificates_is_named() throws Exception {
    // Given
    Path empty = Files.writeString(directory.resolve("empty.pem"), "nothing\n");

    // When / Then
    assertThatThrownBy(() -> new TrustedCertificates(new TrustSources(null, empty)).trustManager())
        .isInstanceOf(TrustException.class)
        .hasMessageContaining("ca_file")
        .hasMessageContaining(empty.toString());
  }
}
