package dev.mailmonitor.config;

import dev.mailmonitor.tls.TrustSources;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the certificates that are trusted beside Java's.
final class TrustPlaces {
  /// Where the distributions keep their bundle.
  private static final List<String> BUNDLES =
      List.of(
          "/etc/ssl/certs/ca-certificates.crt", // Debian, Ubuntu, Arch, Alpine, NixOS
          "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // Fedora, RHEL
          "/etc/pki/tls/certs/ca-bundle.crt", // older RHEL
          "/etc/ssl/ca-bundle.pem", // SUSE
          "/etc/ssl/cert.pem"); // macOS, FreeBSD

  private static final List<String> VARIABLES = List.of("SSL_CERT_FILE", "NIX_SSL_CERT_FILE");
  // No hyphen stands within a certificate: a beginning without an end must not be looked for in
  // all of the rest, again and again.
  private static final Pattern CERTIFICATE =
      Pattern.compile(
          "-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^-]*+-----END (?:X509"
              + " |TRUSTED )?CERTIFICATE-----");
  private static final int LIMIT = 8 * 1024 * 1024;

  private final Sources sources;
  private final Problems problems;
  private final @Nullable Path systemBundle;
  private final String systemPlace;

  TrustPlaces(Sources sources, Machine machine, Problems problems) {
    this.sources = sources;
    this.problems = problems;
    Path bundle = null;
    String place = "no bundle found";
    for (String variable : VARIABLES) {
      String value = sources.variable(variable);
      if (value == null || bundle != null) {
        continue;
      }
      Path file = sources.workingDirectory().resolve(value);
      if (machine.isFile(file)) {
        bundle = file;
        place = variable;
      } else {
        problems.warning(
            "%s names %s, which is not a file; other certificate bundles are used."
                .formatted(variable, Shown.text(value)));
      }
    }
    if (bundle == null) {
      bundle = BUNDLES.stream().map(Path::of).filter(machine::isFile).findFirst().orElse(null);
      place = bundle == null ? place : "default";
    }
    this.systemBundle = bundle;
    this.systemPlace = place;
  }

  /// What a target trusts.
  TrustSources read(Layers layers, EffectiveConfiguration.Collector values) {
    values.add(
        "system certificates",
        systemBundle == null ? "(none)" : systemBundle.toString(),
        systemPlace);
    Entry<Path> entry = layers.given(Setting.CA_FILE);
    if (entry == null) {
      values.none(Setting.CA_FILE);
      return new TrustSources(systemBundle, null);
    }
    values.add(entry);
    Path file = entry.value();
    if (file != null && sources.opensFiles()) {
      String unusable = unusable(file);
      if (unusable != null) {
        problems.problem(
            "%s names %s, which %s.".formatted(entry.origin().subject(), file, unusable));
      }
    }
    return new TrustSources(systemBundle, file);
  }

  /// What of that can be used, where something else is wrong.
  TrustSources usable(Layers layers) {
    Entry<Path> entry = layers.given(Setting.CA_FILE);
    Path file = entry == null ? null : entry.value();
    boolean usable = file != null && sources.opensFiles() && unusable(file) == null;
    return new TrustSources(systemBundle, usable ? file : null);
  }

  /// Why a file holds no certificate, or null if it does.
  private static @Nullable String unusable(Path file) {
    // Each connection reads it again, so a pipe will not do.
    if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
      return "is not a regular file";
    }
    byte[] bytes;
    try {
      bytes = SmallFile.bytes(file, LIMIT);
    } catch (SmallFile.Unusable e) {
      return e.reason();
    }
    Matcher matcher = CERTIFICATE.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    boolean found = false;
    while (matcher.find()) {
      found = true;
      if (isCertificate(matcher.group())) {
        return null;
      }
    }
    if (found) {
      return "holds no certificate that can be read";
    }
    return bytes.length > 0 && bytes[0] == 0x30
        ? "is not in PEM form but looks like DER; convert it with: openssl x509 -inform der"
        : "holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)";
  }

  private static boolean isCertificate(String pem) {
    try {
      CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)));
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }
}
