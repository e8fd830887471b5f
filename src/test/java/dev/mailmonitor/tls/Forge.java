package dev.mailmonitor.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Makes certificates of any kind, good and bad ones. What is not said is as it should be.
final class Forge {
  private static final SecureRandom RANDOM = new SecureRandom();

  private record Content(boolean critical, ASN1Encodable value) {}

  /// A certificate and the key to sign others with.
  ///
  /// @param certificate the certificate
  /// @param subject its subject, as it is encoded
  /// @param key its key
  record Issued(X509Certificate certificate, X500Name subject, KeyPair key) {}

  private final X500Name subject;
  private final Map<ASN1ObjectIdentifier, Content> extensions = new LinkedHashMap<>();
  private KeyPair key = ellipticKey();
  private Instant from = Instant.now().minus(Duration.ofDays(1));
  private Instant until = Instant.now().plus(Duration.ofDays(30));
  private String algorithm = "";

  private Forge(X500Name subject) {
    this.subject = subject;
  }

  /// A certificate of an authority.
  static Forge authority(X500Name subject) {
    return new Forge(subject)
        .with(Extension.basicConstraints, true, new BasicConstraints(true))
        .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
  }

  /// A certificate of an authority.
  static Forge authority(String name) {
    return authority(new X500Name("CN=" + name));
  }

  /// A certificate of a server.
  ///
  /// @param names the DNS names that it is for
  static Forge server(String... names) {
    List<GeneralName> all = new ArrayList<>();
    for (String name : names) {
      all.add(new GeneralName(GeneralName.dNSName, name));
    }
    return server(all.toArray(GeneralName[]::new));
  }

  /// A certificate of a server.
  ///
  /// @param names what it is for
  static Forge server(GeneralName... names) {
    Forge forge =
        new Forge(new X500Name("O=Server"))
            .with(Extension.basicConstraints, true, new BasicConstraints(false))
            .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
            .with(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    return names.length == 0
        ? forge
        : forge.with(Extension.subjectAlternativeName, false, new GeneralNames(names));
  }

  /// A certificate of a server that has its name in the subject only.
  static Forge serverByCommonName(String name) {
    Forge named = new Forge(new X500Name("CN=" + name));
    named.extensions.putAll(server(new GeneralName[0]).extensions);
    return named;
  }

  /// Adds an extension, or replaces it.
  Forge with(ASN1ObjectIdentifier identifier, boolean critical, ASN1Encodable value) {
    extensions.put(identifier, new Content(critical, value));
    return this;
  }

  /// Leaves an extension out.
  Forge without(ASN1ObjectIdentifier identifier) {
    extensions.remove(identifier);
    return this;
  }

  Forge withKey(KeyPair other) {
    key = other;
    return this;
  }

  Forge valid(Duration since, Duration until) {
    this.from = Instant.now().plus(since);
    this.until = Instant.now().plus(until);
    return this;
  }

  /// Signs with an algorithm, for example `MD5withRSA`.
  Forge signedWith(String algorithm) {
    this.algorithm = algorithm;
    return this;
  }

  /// The certificate, signed by itself.
  Issued bySelf() {
    return signed(subject, key.getPrivate());
  }

  /// The certificate, signed by an authority.
  Issued by(Issued issuer) {
    return signed(issuer.subject(), issuer.key().getPrivate());
  }

  /// The certificate, signed by an authority whose name is written in another way.
  Issued by(Issued issuer, X500Name name) {
    return signed(name, issuer.key().getPrivate());
  }

  private Issued signed(X500Name issuer, PrivateKey signer) {
    try {
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              issuer,
              new BigInteger(96, RANDOM).setBit(96),
              Date.from(from),
              Date.from(until),
              subject,
              SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()));
      for (Map.Entry<ASN1ObjectIdentifier, Content> extension : extensions.entrySet()) {
        builder.addExtension(
            extension.getKey(), extension.getValue().critical(), extension.getValue().value());
      }
      String usual = signer.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
      return new Issued(
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(
                      new JcaContentSignerBuilder(algorithm.isEmpty() ? usual : algorithm)
                          .build(signer))),
          subject,
          key);
    } catch (CertIOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("The certificate of " + subject + " was not made", e);
    }
  }

  static KeyPair ellipticKey() {
    return key("EC", 256);
  }

  static KeyPair rsaKey(int size) {
    return key("RSA", size);
  }

  private static KeyPair key(String algorithm, int size) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(size, RANDOM);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JVM makes no such key", e);
    }
  }
}
