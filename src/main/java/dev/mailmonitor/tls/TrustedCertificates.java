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
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/// The authorities that are trusted, for mail servers and ntfy servers alike: Java's roots, the
/// operating system's bundle and the administrator's own.
public final class TrustedCertificates {
  private final TrustSources sources;

  /// Prepares to read; nothing is read yet.
  ///
  /// @param sources where to read from
  public TrustedCertificates(TrustSources sources) {
    this.sources = sources;
  }

  /// A PKIX trust manager (RFC 5280) of all sources together. It checks host names when the TLS
  /// session asks for endpoint identification.
  ///
  /// @return a new trust manager of what the files hold now
  /// @throws TrustException if a file cannot be read or holds no certificate
  public X509ExtendedTrustManager trustManager() throws TrustException {
    try {
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(keyStore());
      return first(factory.getTrustManagers());
    } catch (GeneralSecurityException unusable) {
      throw new TrustException("The trusted certificates are not usable: " + unusable, unusable);
    }
  }

  /// All sources as one key store.
  ///
  /// @return a key store in memory
  /// @throws TrustException if a file cannot be read or holds no certificate
  public KeyStore keyStore() throws TrustException {
    Set<X509Certificate> trusted = new LinkedHashSet<>(javaRoots());
    if (sources.systemBundle().isPresent()) {
      trusted.addAll(readPem(sources.systemBundle().get(), "system's certificate bundle"));
    }
    if (sources.additional().isPresent()) {
      trusted.addAll(readPem(sources.additional().get(), "ca_file"));
    }
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (X509Certificate certificate : trusted) {
        store.setCertificateEntry("trusted-" + number++, certificate);
      }
      return store;
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
      throw new TrustException(
          "The " + what + " " + file + " cannot be read: " + unreadable, unreadable);
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
