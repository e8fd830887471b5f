package dev.mailmonitor.tls;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/// The authorities that are trusted, for mail servers and ntfy servers alike: Java's roots, the
/// operating system's bundle and the administrator's own.
public final class TrustedCertificates {
  private static final String SYSTEM_BUNDLE = "system's certificate bundle";
  private static final String CA_FILE = "ca_file";

  private final TrustSources sources;

  /// Prepares to read; nothing is read yet.
  ///
  /// @param sources where to read from
  public TrustedCertificates(TrustSources sources) {
    this.sources = sources;
  }

  /// A PKIX trust manager (RFC 5280) of all sources together. It checks host names when the TLS
  /// session asks for endpoint identification. What it does not need of the system's bundle and of
  /// Java's roots it does not read.
  ///
  /// @return a new trust manager
  /// @throws TrustException if a file cannot be read or holds no certificate
  public X509ExtendedTrustManager trustManager() throws TrustException {
    PemBundle bundle = new PemBundle(systemBundle());
    if (sources.systemBundle().isPresent() && !bundle.isUsual()) {
      // Not as bundles are: whoever reads all of it finds out what it is, or says what is wrong.
      return trustManagerOf(all());
    }
    return new LazyTrust(this, own(), bundle);
  }

  private byte[] systemBundle() throws TrustException {
    if (sources.systemBundle().isEmpty()) {
      return new byte[0];
    }
    Path file = sources.systemBundle().get();
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw unreadable(SYSTEM_BUNDLE, file, unreadable);
    }
  }

  private Collection<X509Certificate> own() throws TrustException {
    return sources.additional().isPresent()
        ? readPem(sources.additional().get(), CA_FILE)
        : List.of();
  }

  /// All certificates of all sources.
  ///
  /// @throws TrustException if a file cannot be read or holds no certificate
  Collection<X509Certificate> all() throws TrustException {
    Set<X509Certificate> trusted = new LinkedHashSet<>(javaRoots());
    if (sources.systemBundle().isPresent()) {
      trusted.addAll(readPem(sources.systemBundle().get(), SYSTEM_BUNDLE));
    }
    trusted.addAll(own());
    return trusted;
  }

  /// The JDK's trust manager.
  ///
  /// @param trusted whom it trusts
  static X509ExtendedTrustManager trustManagerOf(Collection<X509Certificate> trusted)
      throws TrustException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (X509Certificate certificate : trusted) {
        store.setCertificateEntry("trusted-" + number++, certificate);
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      return first(factory.getTrustManagers());
    } catch (GeneralSecurityException | IOException unusable) {
      throw new TrustException("The trusted certificates are not usable: " + unusable, unusable);
    }
  }

  private static Collection<X509Certificate> javaRoots() throws TrustException {
    try {
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init((KeyStore) null);
      return Arrays.asList(first(factory.getTrustManagers()).getAcceptedIssuers());
    } catch (GeneralSecurityException unreadable) {
      throw new TrustException(
          "The certificates that Java trusts (lib/security/cacerts) cannot be read: " + unreadable,
          unreadable);
    }
  }

  /// Reads the certificates of a PEM file.
  ///
  /// @param file the file
  /// @param what what the file is to the administrator, for the message
  /// @return at least one certificate
  /// @throws TrustException if the file cannot be read or holds no certificate
  public static Collection<X509Certificate> readPem(Path file, String what) throws TrustException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      Collection<? extends Certificate> read =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (read.isEmpty()) {
        throw new CertificateException("it holds no certificate");
      }
      return read.stream().map(X509Certificate.class::cast).toList();
    } catch (IOException unreadable) {
      throw unreadable(what, file, unreadable);
    } catch (CertificateException unusable) {
      throw new TrustException(
          "The "
              + what
              + " "
              + file
              + " is not a PEM file of certificates: "
              + unusable.getMessage(),
          unusable);
    }
  }

  private static TrustException unreadable(String what, Path file, IOException reason) {
    return new TrustException("The " + what + " " + file + " cannot be read: " + reason, reason);
  }

  private static X509ExtendedTrustManager first(TrustManager[] managers)
      throws GeneralSecurityException {
    for (TrustManager manager : managers) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new GeneralSecurityException(
        "this Java has no " + X509TrustManager.class.getSimpleName());
  }
}
