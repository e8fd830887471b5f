package dev.mailmonitor.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailmonitor.testing.ServerCertificate;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// That certificates written by hand are ones.
class TrainingAuthorityTest {
  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA"})
  void a_certificate_is_signed_by_its_authority_and_by_no_other(String algorithm) throws Exception {
    // Given
    TrainingAuthority authority = TrainingAuthority.named("one");
    TrainingAuthority other = TrainingAuthority.named("two");

    // When
    ServerCertificate issued = authority.issue(algorithm, Duration.ofDays(1));

    // Then
    X509Certificate root = read(authority);
    issued.leaf().checkValidity();
    issued.leaf().verify(root.getPublicKey());
    assertThat(root.getBasicConstraints()).isNotNegative();
    assertThat(issued.leaf().getBasicConstraints()).isNegative();
    assertThat(issued.leaf().getPublicKey().getAlgorithm()).isEqualTo(algorithm);
    assertThat(issued.leaf().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(issued.leaf().getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(List.of(2, "localhost"), List.of(7, "127.0.0.1"));
    assertThatThrownBy(() -> issued.leaf().verify(read(other).getPublicKey()))
        .isInstanceOf(SignatureException.class);
  }

  private static X509Certificate read(TrainingAuthority authority) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(authority.pem().getBytes(StandardCharsets.UTF_8)));
  }
}
