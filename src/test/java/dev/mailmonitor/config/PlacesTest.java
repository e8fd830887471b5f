package dev.mailmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where the state is kept and where trusted certificates are found.
class PlacesTest {
  @TempDir Path directory;

  @Test
  void the_state_has_its_default_place_in_the_contracts_order() throws Exception {
    // Given
    Scenario home = Scenario.in(directory).file("");
    Scenario relativeXdg = home.variable("XDG_STATE_HOME", "relative");
    Scenario xdg = home.variable("XDG_STATE_HOME", "/xdg");
    Scenario systemDirectory = xdg.writable("/var/lib/mail-monitor");
    Scenario systemFile = xdg.writable("/var/lib/mail-monitor/state.json");
    Scenario systemd = systemDirectory.variable("STATE_DIRECTORY", "/state/one:/state/two");

    // When
    List<String> places =
        List.of(
            home.only().stateFile().toString(),
            relativeXdg.only().stateFile().toString(),
            xdg.only().stateFile().toString(),
            systemDirectory.only().stateFile().toString(),
            systemFile.only().stateFile().toString(),
            systemd.only().stateFile().toString());

    // Then
    assertThat(places)
        .containsExactly(
            "/home/monitor/.local/state/mail-monitor/state.json",
            "/home/monitor/.local/state/mail-monitor/state.json",
            "/xdg/mail-monitor/state.json",
            "/var/lib/mail-monitor/state.json",
            "/var/lib/mail-monitor/state.json",
            "/state/one/state.json");
  }

  @Test
  void without_any_place_the_state_file_is_asked_for() {
    // Given
    Scenario scenario = Scenario.in(directory).file("").withoutEnvironment();

    // When
    List<String> problems = scenario.problems();

    // Then
    assertThat(problems)
        .containsExactly(
            "state_file is missing, and there is no default place for it: /var/lib/mail-monitor"
                + " cannot be written and neither XDG_STATE_HOME nor HOME is set; give state_file"
                + " in the configuration file, --state-file or MAIL_MONITOR_STATE_FILE.");
    assertThat(scenario.syntaxOnly().problems()).isEmpty();
  }

  @Test
  void a_directory_is_no_state_file() {
    // Given
    Scenario scenario = Scenario.in(directory).file("\"state_file\": \".\"");

    // When
    List<String> problems = scenario.problems();

    // Then
    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst())
        .startsWith("state_file (config.json, line 3) names ")
        .contains("which is a directory; a file in it is expected, such as ");
  }

  @Test
  void the_systems_bundle_is_named_by_the_environment_or_the_first_that_exists() throws Exception {
    // Given
    Scenario nothing = Scenario.in(directory).file("");
    Scenario usual =
        nothing.existing("/etc/ssl/cert.pem", "/etc/pki/tls/certs/ca-bundle.crt", "/nix", "/ssl");
    Scenario nix = usual.variable("NIX_SSL_CERT_FILE", "/nix");
    Scenario ssl = nix.variable("SSL_CERT_FILE", "/ssl");

    // When
    List<String> bundles = List.of(bundle(nothing), bundle(usual), bundle(nix), bundle(ssl));

    // Then
    assertThat(bundles).containsExactly("none", "/etc/pki/tls/certs/ca-bundle.crt", "/nix", "/ssl");
  }

  @Test
  void a_bundle_that_is_not_there_is_passed_over_with_a_warning() throws Exception {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .file("")
            .existing("/etc/ssl/cert.pem")
            .variable("SSL_CERT_FILE", "/missing");

    // When
    List<String> warnings = scenario.warnings();

    // Then
    assertThat(warnings)
        .containsExactly(
            "SSL_CERT_FILE names \"/missing\", which is not a file; other certificate bundles are"
                + " used.");
    assertThat(bundle(scenario)).isEqualTo("/etc/ssl/cert.pem");
  }

  @Test
  void a_ca_file_must_hold_a_certificate() throws Exception {
    // Given
    Scenario scenario = Scenario.in(directory).file("\"ca_file\": \"ca.pem\"");
    Path file = directory.resolve("ca.pem");
    byte[] certificate = someCertificate().getEncoded();
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate)
            + "\n-----END CERTIFICATE-----\n";

    // When
    List<String> missing = scenario.problems();
    Files.writeString(file, "# ours\n" + pem);
    List<String> good = scenario.problems();
    Files.writeString(file, pem.substring(0, 60) + pem.substring(pem.length() - 60));
    List<String> damaged = scenario.problems();
    Files.write(file, certificate);
    List<String> der = scenario.problems();
    Files.writeString(file, "-----BEGIN PRIVATE KEY-----");
    List<String> key = scenario.problems();

    // Then
    String subject = "ca_file (config.json, line 3) names " + file + ", which ";
    assertThat(good).isEmpty();
    assertThat(missing).containsExactly(subject + "does not exist.");
    assertThat(damaged).containsExactly(subject + "holds no certificate that can be read.");
    assertThat(der)
        .containsExactly(
            subject
                + "is not in PEM form but looks like DER; convert it with: openssl x509 -inform"
                + " der.");
    assertThat(key)
        .containsExactly(
            subject + "holds no certificate in PEM form (-----BEGIN CERTIFICATE-----).");
  }

  /// One of Java's own.
  private static Certificate someCertificate() throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    try (InputStream stream =
        Files.newInputStream(Path.of(System.getProperty("java.home"), "lib/security/cacerts"))) {
      store.load(stream, null);
    } catch (IOException e) {
      throw new AssertionError("Java's roots cannot be read", e);
    }
    return store.getCertificate(store.aliases().nextElement());
  }

  private static String bundle(Scenario scenario) throws ConfigurationException {
    return scenario.only().target().trust().systemBundle().map(Path::toString).orElse("none");
  }
}
