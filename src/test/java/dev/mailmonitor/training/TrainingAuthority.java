package dev.mailmonitor.training;

import dev.mailmonitor.testing.ServerCertificate;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A certificate authority that lives as long as a training: its key is forgotten then. It is
/// written by hand because the JDK reads certificates (RFC 5280) but has no public way to make
/// them.
final class TrainingAuthority {
  private static final Duration HOUR = Duration.ofHours(1);

  private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.identifier("2a8648ce3d040302"));
  private static final byte[] COMMON_NAME = Der.identifier("550403");
  private static final byte[] ALTERNATIVE_NAME = Der.identifier("551d11");
  private static final byte[] BASIC_CONSTRAINTS = Der.identifier("551d13");
  private static final byte[] EXTENDED_KEY_USAGE = Der.identifier("551d25");
  private static final byte[] SERVER = Der.identifier("2b06010505070301");
  private static final byte[] KEY_USAGE = Der.identifier("551d0f");

  private static final byte[] MAY_SIGN_CERTIFICATES = Der.tagged(0x03, new byte[] {2, 4});

  private final byte[] name;
  private final KeyPair key;
  private final X509Certificate certificate;

  private TrainingAuthority(String name) throws GeneralSecurityException {
    this.name = name(name);
    key = key("EC", 256);
    byte[] extensions =
        Der.sequence(
            Der.sequence(BASIC_CONSTRAINTS, Der.TRUE, Der.octets(Der.sequence(Der.TRUE))),
            Der.sequence(KEY_USAGE, Der.TRUE, Der.octets(MAY_SIGN_CERTIFICATES)));
    certificate = signed(this.name, key, extensions, HOUR);
  }

  /// An authority.
  ///
  /// @param name its common name
  static TrainingAuthority named(String name) throws GeneralSecurityException {
    return new TrainingAuthority(name);
  }

  /// A certificate for `localhost` and 127.0.0.1.
  ///
  /// @param algorithm `EC` or `RSA`, both of which mail servers have
  /// @param validity how long it is valid from now on
  ServerCertificate issue(String algorithm, Duration validity) throws GeneralSecurityException {
    KeyPair own = key(algorithm, algorithm.equals("RSA") ? 2048 : 256);
    byte[] names =
        Der.sequence(
            Der.tagged(0x82, "localhost".getBytes(StandardCharsets.US_ASCII)),
            Der.tagged(0x87, InetAddress.ofLiteral("127.0.0.1").getAddress()));
    byte[] extensions =
        Der.sequence(
            Der.sequence(ALTERNATIVE_NAME, Der.octets(names)),
            Der.sequence(EXTENDED_KEY_USAGE, Der.octets(Der.sequence(SERVER))));
    return new ServerCertificate(
        own.getPrivate(), List.of(signed(name("localhost"), own, extensions, validity)));
  }

  /// The authority's own certificate, as PEM text.
  String pem() {
    return new ServerCertificate(key.getPrivate(), List.of(certificate)).chainPem();
  }

  private static KeyPair key(String algorithm, int size) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(size);
    return generator.generateKeyPair();
  }

  private static byte[] name(String commonName) {
    return Der.sequence(Der.set(Der.sequence(COMMON_NAME, Der.utf8(commonName))));
  }

  private X509Certificate signed(byte[] subject, KeyPair own, byte[] extensions, Duration validity)
      throws GeneralSecurityException {
    Instant now = Instant.now();
    byte[] content =
        Der.sequence(
            Der.tagged(0xa0, Der.integer(BigInteger.TWO)),
            Der.integer(new BigInteger(96, new SecureRandom()).setBit(96)),
            ECDSA_WITH_SHA256,
            name,
            Der.sequence(Der.time(now.minus(HOUR)), Der.time(now.plus(validity))),
            subject,
            own.getPublic().getEncoded(),
            Der.tagged(0xa3, extensions));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key.getPrivate());
    signature.update(content);
    byte[] whole = Der.sequence(content, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(whole));
  }
}
