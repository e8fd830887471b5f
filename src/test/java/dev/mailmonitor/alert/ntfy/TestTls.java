package dev.mailmonitor.alert.ntfy;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An authority, a server certificate that it issued, and a client's trust in it.
///
/// @param server key and certificate of the server
/// @param trust a client that trusts this authority and nobody else
record TestTls(SSLContext server, X509TrustManager trust) {
  private static final char[] PASSWORD = "in memory".toCharArray();

  /// Makes an authority and a server certificate.
  ///
  /// @param dnsName the only name that the certificate is for
  static TestTls forName(String dnsName) throws Exception {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
    keys.initialize(256);
    KeyPair authorityKey = keys.generateKeyPair();
    KeyPair serverKey = keys.generateKeyPair();
    X500Principal authorityName = new X500Principal("CN=Test Authority");
    X509v3CertificateBuilder authority =
        certificate(authorityName, new X500Principal("CN=Test Authority"), authorityKey);
    authority.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    X509v3CertificateBuilder leaf =
        certificate(authorityName, new X500Principal("CN=" + dnsName), serverKey);
    leaf.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.dNSName, dnsName)));
    X509Certificate root = sign(authority, authorityKey);
    return new TestTls(serverContext(sign(leaf, authorityKey), serverKey), trusting(root));
  }

  private static X509v3CertificateBuilder certificate(
      X500Principal issuer, X500Principal subject, KeyPair key) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        issuer,
        BigInteger.valueOf(now.toEpochMilli() + key.hashCode()),
        Date.from(now.minusSeconds(3600)),
        Date.from(now.plusSeconds(36000)),
        subject,
        key.getPublic());
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair issuer)
      throws Exception {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate())));
  }

  private static SSLContext serverContext(X509Certificate certificate, KeyPair key)
      throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("server", key.getPrivate(), PASSWORD, new X509Certificate[] {certificate});
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static X509TrustManager trusting(X509Certificate root) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("root", root);
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    return (X509TrustManager) managers.getTrustManagers()[0];
  }
}
