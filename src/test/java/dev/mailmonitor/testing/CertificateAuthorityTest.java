package dev.mailmonitor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateAuthorityTest {
  private static final CertificateAuthority AUTHORITY = CertificateAuthority.create();

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "::1"})
  void a_client_that_trusts_the_authority_accepts_every_name_of_the_certificate(String name) {
    // Given
    ServerCertificate certificate = AUTHORITY.issue("localhost", "127.0.0.1", "::1");

    // When
    Throwable failure = catchThrowable(() -> handshake(certificate, name));

    // Then
    assertThat(failure).isNull();
  }

  @Test
  void a_certificate_of_an_intermediate_is_accepted_when_the_server_sends_the_chain() {
    // Given
    ServerCertificate certificate = AUTHORITY.intermediate().issue("localhost");

    // When
    Throwable failure = catchThrowable(() -> handshake(certificate, "localhost"));

    // Then
    assertThat(certificate.chain()).hasSize(2);
    assertThat(failure).isNull();
  }

  @Test
  void a_server_that_forgets_the_intermediate_is_refused() {
    // Given
    ServerCertificate certificate =
        AUTHORITY.intermediate().issue("localhost").withoutIntermediates();

    // When
    Throwable failure = catchThrowable(() -> handshake(certificate, "localhost"));

    // Then
    assertThat(failure)
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("unable to find valid certification path");
  }

  @Test
  void a_certificate_for_another_name_is_refused() {
    // Given
    ServerCertificate certificate = AUTHORITY.issue("elsewhere.test");

    // When
    Throwable failure = catchThrowable(() -> handshake(certificate, "localhost"));

    // Then
    assertThat(failure).isInstanceOf(SSLException.class).hasMessageContaining("localhost");
  }

  @Test
  void a_self_signed_certificate_is_refused() {
    // Given
    ServerCertificate certificate = CertificateAuthority.selfSigned("localhost");

    // When
    Throwable failure = catchThrowable(() -> handshake(certificate, "localhost"));

    // Then
    assertThat(failure).isInstanceOf(SSLException.class);
  }

  @Test
  void an_expired_certificate_is_expired_and_a_future_one_not_yet_valid() {
    // When
    X509Certificate expired = AUTHORITY.issueExpired("localhost").leaf();
    X509Certificate future = AUTHORITY.issueNotYetValid("localhost").leaf();

    // Then
    assertThatThrownBy(expired::checkValidity).isInstanceOf(CertificateExpiredException.class);
    assertThatThrownBy(future::checkValidity).isInstanceOf(CertificateNotYetValidException.class);
    assertThatCode(() -> expired.verify(AUTHORITY.root().getPublicKey()))
        .doesNotThrowAnyException();
  }

  @Test
  void the_files_can_be_read_again_and_hide_the_key() throws Exception {
    // Given
    ServerCertificate certificate = AUTHORITY.intermediate().issue("localhost");

    // When
    Path ca = AUTHORITY.writeTo(directory);
    ServerCertificate.PemFiles files = certificate.writeTo(directory);

    // Then
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    try (var stream = Files.newInputStream(ca)) {
      assertThat(factory.generateCertificate(stream)).isEqualTo(AUTHORITY.root());
    }
    try (var stream = Files.newInputStream(files.chain())) {
      assertThat(factory.generateCertificates(stream))
          .map(X509Certificate.class::cast)
          .isEqualTo(certificate.chain());
    }
    assertThat(files.both()).hasContent(certificate.keyPem() + certificate.chainPem());
    assertThat(Files.getPosixFilePermissions(files.key()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  private static void handshake(ServerCertificate certificate, String name) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (SSLServerSocket server =
            (SSLServerSocket)
                certificate
                    .serverContext()
                    .getServerSocketFactory()
                    .createServerSocket(0, 1, loopback);
        Socket plain = new Socket(loopback, server.getLocalPort())) {
      Thread.ofVirtual()
          .start(() -> {
            try (SSLSocket accepted = (SSLSocket) server.accept()) {
              accepted.startHandshake();
            } catch (IOException refusedByTheClient) {
              // The client's side is what the test looks at.
            }
          });
      plain.setSoTimeout(5_000);
      try (SSLSocket client =
          (SSLSocket)
              AUTHORITY
                  .clientContext()
                  .getSocketFactory()
                  .createSocket(plain, name, server.getLocalPort(), true)) {
        SSLParameters parameters = client.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        client.setSSLParameters(parameters);
        client.startHandshake();
      }
    }
  }
}
