package dev.mailmonitor.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.X509ExtendedTrustManager;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every certificate gets the verdict of the JDK's own trust manager, wherever the trusted
/// authorities are written.
class LazyTrustTest {
  /// Certificates that have nothing to do with the case, as in every bundle.
  private static final List<X509Certificate> OTHERS =
      List.of(
          Forge.authority("Another").bySelf().certificate(),
          Forge.authority("Yet another").withKey(Forge.rsaKey(2048)).bySelf().certificate());

  @TempDir Path directory;

  private Path pem(String name, List<X509Certificate> certificates) throws Exception {
    StringBuilder text = new StringBuilder("Certificates of a distribution\n\n");
    for (X509Certificate certificate : certificates) {
      text.append("# ").append(certificate.getSerialNumber()).append('\n').append(pem(certificate));
    }
    return Files.writeString(directory.resolve(name), text);
  }

  private static String pem(X509Certificate certificate) throws Exception {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  private void assertJudged(TrustCases.Case tried) throws Exception {
    // Given
    List<X509Certificate> bundle = new ArrayList<>(OTHERS);
    bundle.addAll(1, tried.trusted());
    TrustedCertificates system =
        new TrustedCertificates(new TrustSources(pem("bundle.pem", bundle), null));
    TrustedCertificates own =
        new TrustedCertificates(
            new TrustSources(pem("others.pem", OTHERS), pem("ca.pem", tried.trusted())));
    X509ExtendedTrustManager jdk = TrustedCertificates.trustManagerOf(system.all());

    // When
    List<String> verdicts = Stage.verdicts(tried, jdk, system.trustManager(), own.trustManager());

    // Then
    assertThat(verdicts.getFirst().isEmpty()).as(verdicts.getFirst()).isEqualTo(tried.accepted());
    assertThat(verdicts).containsOnly(verdicts.getFirst());
  }

  @ParameterizedTest(name = "a certificate {0}")
  @MethodSource({
    "dev.mailmonitor.tls.TrustCases#chains",
    "dev.mailmonitor.tls.TrustCases#constrained",
    "dev.mailmonitor.tls.TrustCases#spellings"
  })
  void a_chain_is_judged_as_the_jdk_judges_it(TrustCases.Case tried) throws Exception {
    assertJudged(tried);
  }

  @ParameterizedTest
  @MethodSource("dev.mailmonitor.tls.TrustCases#algorithms")
  void an_algorithm_is_judged_as_the_jdk_judges_it(TrustCases.Case tried) throws Exception {
    assertJudged(tried);
  }

  @ParameterizedTest
  @MethodSource("dev.mailmonitor.tls.TrustCases#names")
  void a_name_is_judged_as_the_jdk_judges_it(TrustCases.Case tried) throws Exception {
    assertJudged(tried);
  }

  /// Only who does not look at it can overlook that a certificate of the bundle is broken.
  private TrustSources withBrokenBundle() throws Exception {
    Path bundle = pem("bundle.pem", List.of(TrustCases.ROOT.certificate()));
    return new TrustSources(
        Files.writeString(
            bundle, Files.readString(bundle) + pem(OTHERS.getFirst()).replaceFirst("MII", "MIA")),
        null);
  }

  @Test
  void an_ordinary_server_needs_its_own_authority_only() throws Exception {
    // Given
    TrustedCertificates sources = new TrustedCertificates(withBrokenBundle());

    // When
    List<String> verdicts =
        Stage.verdicts(
            TrustCases.good("", Forge.server(TrustCases.HOST).by(TrustCases.ROOT)),
            sources.trustManager());

    // Then
    assertThat(verdicts).containsExactly("");
    assertThatThrownBy(sources::all).isInstanceOf(TrustException.class);
  }

  @Test
  void where_the_others_would_be_needed_and_cannot_be_read_the_server_is_refused_and_told_why()
      throws Exception {
    // Given
    TrustSources sources = withBrokenBundle();

    // When
    List<String> verdicts =
        Stage.verdicts(
            TrustCases.bad("", Forge.server("other.example.org").by(TrustCases.ROOT)),
            new TrustedCertificates(sources).trustManager());

    // Then
    assertThat(verdicts)
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("system's certificate bundle", "bundle.pem", "is not a PEM file of certificates");
  }

  @Test
  void a_bundle_in_another_form_is_read_as_a_whole() throws Exception {
    // Given
    Path der =
        Files.write(directory.resolve("bundle.der"), TrustCases.ROOT.certificate().getEncoded());

    // When
    List<String> verdicts =
        Stage.verdicts(
            TrustCases.good("", Forge.server(TrustCases.HOST).by(TrustCases.ROOT)),
            new TrustedCertificates(new TrustSources(der, null)).trustManager());

    // Then
    assertThat(verdicts).containsExactly("");
  }
}
