package dev.mailmonitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate authority in memory, for servers of tests and demo. Its keys are EC P-256, because
/// they are made in a millisecond.
///
/// A name that is given to it is a DNS name or an IP address literal; all of them become subject
/// alternative names (RFC 6125), and the first one the common name.
public final class CertificateAuthority {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Duration DAY = Duration.ofDays(1);

  private final KeyPair key;

  /// This authority's own certificate first, its issuers after it, the root last.
  private final List<X509Certificate> path;

  private CertificateAuthority(KeyPair key, List<X509Certificate> path) {
    this.key = key;
    this.path = List.copyOf(path);
  }

  /// A new root authority, valid for ten years around now.
  public static CertificateAuthority create() {
    KeyPair key = newKey();
    X500Principal name = new X500Principal("CN=Test Root " + serial().toString(36));
    return new CertificateAuthority(key, List.of(authority(name, key, name, key)));
  }

  /// A new authority whose certificate this one has issued.
  public CertificateAuthority intermediate() {
    KeyPair subKey = newKey();
    X500Principal name = new X500Principal("CN=Test Intermediate " + serial().toString(36));
    X509Certificate own = authority(name, subKey, path.getFirst().getSubjectX500Principal(), key);
    return new CertificateAuthority(subKey, Stream.concat(Stream.of(own), path.stream()).toList());
  }

  /// A server certificate that is valid now and for 90 days.
  ///
  /// @param names DNS names and IP address literals, at least one
  public ServerCertificate issue(String... names) {
    return issue(now().minus(DAY), now().plus(Duration.ofDays(90)), names);
  }

  /// A server certificate whose time ended yesterday.
  ///
  /// @param names DNS names and IP address literals, at least one
  public ServerCertificate issueExpired(String... names) {
    return issue(now().minus(Duration.ofDays(30)), now().minus(DAY), names);
  }

  /// A server certificate whose time begins tomorrow.
  ///
  /// @param names DNS names and IP address literals, at least one
  public ServerCertificate issueNotYetValid(String... names) {
    return issue(now().plus(DAY), now().plus(Duration.ofDays(30)), names);
  }

  /// A server certificate with a validity of your choice.
  ///
  /// @param from the first moment of its validity, to the second
  /// @param until the last moment of its validity, to the second
  /// @param names DNS names and IP address literals, at least one
  public ServerCertificate issue(Instant from, Instant until, String... names) {
    KeyPair serverKey = newKey();
    X509Certificate leaf =
        server(path.getFirst().getSubjectX500Principal(), key, serverKey, from, until, names);
    // A server sends its intermediates, never the root.
    Stream<X509Certificate> intermediates = path.stream().limit(path.size() - 1L);
    return new ServerCertificate(
        serverKey.getPrivate(), Stream.concat(Stream.of(leaf), intermediates).toList());
  }

  /// A server certificate with an RSA key, as many servers still have one; valid now.
  ///
  /// @param names DNS names and IP address literals, at least one
  public ServerCertificate issueRsa(String... names) {
    KeyPair serverKey = newRsaKey();
    X509Certificate leaf =
        server(
            path.getFirst().getSubjectX500Principal(),
            key,
            serverKey,
            now().minus(DAY),
            now().plus(Duration.ofDays(90)),
            names);
    return new ServerCertificate(serverKey.getPrivate(), List.of(leaf));
  }

  /// A server certificate that is its own issuer, known to no authority; valid now.
  ///
  /// @param names DNS names and IP address literals, at least one
  public static ServerCertificate selfSigned(String... names) {
    KeyPair serverKey = newKey();
    X509Certificate leaf =
        server(
            new X500Principal("CN=" + names[0]),
            serverKey,
            serverKey,
            now().minus(DAY),
            now().plus(Duration.ofDays(90)),
            names);
    return new ServerCertificate(serverKey.getPrivate(), List.of(leaf));
  }

  /// The root certificate: what a client of these servers has to trust.
  public X509Certificate root() {
    return path.getLast();
  }

  /// The root certificate as PEM text (RFC 7468).
  public String pem() {
    return ServerCertificate.pem("CERTIFICATE", encoded(root()));
  }

  /// Writes the root certificate as `ca.pem`.
  ///
  /// @param directory an existing directory
  /// @return the file
  public Path writeTo(Path directory) {
    try {
      return Files.writeString(directory.resolve("ca.pem"), pem());
    } catch (IOException e) {
      throw new UncheckedIOException("The authority's ca.pem was not written to " + directory, e);
    }
  }

  /// What a client needs that trusts this authority and nobody else.
  public SSLContext clientContext() {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("ca", root());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("No client context for the test authority", e);
    }
  }

  private static X509Certificate authority(
      X500Principal name, KeyPair key, X500Principal issuer, KeyPair issuerKey) {
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              serial(),
              Date.from(now().minus(Duration.ofDays(1825))),
              Date.from(now().plus(Duration.ofDays(1825))),
              name,
              key.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      return signed(builder, issuerKey);
    } catch (CertIOException e) {
      throw new IllegalStateException("The certificate of " + name + " was not made", e);
    }
  }

  private static X509Certificate server(
      X500Principal issuer,
      KeyPair issuerKey,
      KeyPair key,
      Instant from,
      Instant until,
      String... names) {
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              serial(),
              Date.from(from),
              Date.from(until),
              new X500Principal("CN=" + names[0]),
              key.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      List<GeneralName> alternatives = new ArrayList<>();
      for (String name : names) {
        boolean address = name.indexOf(':') >= 0 || name.matches("[0-9.]+");
        alternatives.add(
            new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name));
      }
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(alternatives.toArray(GeneralName[]::new)));
      return signed(builder, issuerKey);
    } catch (CertIOException e) {
      throw new IllegalStateException("The certificate for " + names[0] + " was not made", e);
    }
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, KeyPair issuerKey) {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey.getPrivate())));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("A test certificate could not be signed", e);
    }
  }

  private static KeyPair newRsaKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048, RANDOM);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JVM makes no RSA keys", e);
    }
  }

  private static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("No EC P-256 key could be made", e);
    }
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A test certificate has no encoding", e);
    }
  }

  private static BigInteger serial() {
    return new BigInteger(96, RANDOM).setBit(96);
  }

  private static Instant now() {
    return Instant.now();
  }
}
