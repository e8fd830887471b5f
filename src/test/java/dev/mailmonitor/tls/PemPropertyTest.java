package dev.mailmonitor.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.CertificateAuthority;
import dev.mailmonitor.testing.Foreign;
import dev.mailmonitor.testing.ForeignText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Any file holds certificates or is told to hold none.
class PemPropertyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String CERTIFICATE = certificate();

  private static String certificate() {
    try {
      Path directory = Files.createTempDirectory("authority");
      Path file = CertificateAuthority.create().writeTo(directory);
      String pem = Files.readString(file);
      Files.delete(file);
      Files.delete(directory);
      return pem;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Provide
  Arbitrary<byte[]> bundles() {
    return Foreign.octets(
        10,
        CERTIFICATE,
        CERTIFICATE.substring(0, CERTIFICATE.length() / 2),
        CERTIFICATE.substring(40),
        CERTIFICATE.replace("M", "N"),
        "-----BEGIN CERTIFICATE-----\n",
        "-----END CERTIFICATE-----\n",
        "-----BEGIN PRIVATE KEY-----\n",
        "-----BEGIN",
        "AAAA",
        "====",
        "0\u0082",
        "0\u0080",
        "# comment\n",
        "\n");
  }

  static List<String> savedBundles() {
    return ForeignText.rows("certificate-bundles");
  }

  @Property(tries = 300)
  void any_file_holds_certificates_or_is_told_to_hold_none(@ForAll("bundles") byte[] bundle)
      throws IOException {
    assertCertificatesOrTold(bundle);
  }

  @ParameterizedTest
  @MethodSource("savedBundles")
  void files_that_were_once_seen_hold_certificates_or_are_told_to_hold_none(String bundle)
      throws IOException {
    assertCertificatesOrTold(ForeignText.octets(bundle));
  }

  private static void assertCertificatesOrTold(byte[] bundle) throws IOException {
    Path file = Files.createTempFile("bundle", ".pem");
    try {
      Files.write(file, bundle);
      Assertions.assertTimeoutPreemptively(
          PATIENCE,
          () -> {
            assertThat(new PemBundle(bundle).of(new byte[0])).isEmpty();
            try {
              assertThat(TrustedCertificates.readPem(file, "ca_file")).isNotEmpty();
            } catch (TrustException told) {
              assertThat(told.getMessage()).contains("ca_file").hasSizeLessThan(1000);
            }
          });
    } finally {
      Files.delete(file);
    }
  }
}
