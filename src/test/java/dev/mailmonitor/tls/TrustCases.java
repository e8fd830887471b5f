package dev.mailmonitor.tls;

import dev.mailmonitor.tls.Forge.Issued;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;

/// Every kind of good and bad certificate that we could think of, and what the JDK makes of it.
final class TrustCases {
  static final String HOST = "mail.example.org";
  private static final Duration YEAR = Duration.ofDays(365);
  private static final Duration DAY = Duration.ofDays(1);
  static final Issued ROOT = Forge.authority("Root").bySelf();
  private static final Issued INTERMEDIATE = Forge.authority("Intermediate").by(ROOT);

  private TrustCases() {}

  /// A server's certificate and what becomes of it.
  ///
  /// @param what what is peculiar about it
  /// @param accepted whether it is good enough
  /// @param host whom the client wanted
  /// @param trusted the trusted authorities
  /// @param chain what the server shows
  record Case(
      String what,
      boolean accepted,
      String host,
      List<X509Certificate> trusted,
      List<X509Certificate> chain) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Case good(String what, Issued... chain) {
    return verdict(true, what, HOST, List.of(ROOT), chain);
  }

  static Case bad(String what, Issued... chain) {
    return verdict(false, what, HOST, List.of(ROOT), chain);
  }

  private static Case verdict(
      boolean accepted, String what, String host, List<Issued> trusted, Issued... chain) {
    return new Case(
        what,
        accepted,
        host,
        trusted.stream().map(Issued::certificate).toList(),
        Arrays.stream(chain).map(Issued::certificate).toList());
  }

  static Stream<Case> chains() {
    Issued leaf = Forge.server(HOST).by(INTERMEDIATE);
    Issued stranger = Forge.authority("Stranger").bySelf();
    Issued oldRoot = Forge.authority("Old Root").bySelf();
    Issued crossSigned = Forge.authority("Root").withKey(ROOT.key()).by(oldRoot);
    Issued noAuthority =
        Forge.authority("No authority")
            .with(Extension.basicConstraints, true, new BasicConstraints(false))
            .by(ROOT);
    Issued mayNotSign =
        Forge.authority("May not sign")
            .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
            .by(ROOT);
    Issued lastOne =
        Forge.authority("Last one")
            .with(Extension.basicConstraints, true, new BasicConstraints(0))
            .by(ROOT);
    Issued beyond = Forge.authority("Beyond").by(lastOne);
    Issued expired = Forge.authority("Expired").valid(YEAR.negated(), DAY.negated()).by(ROOT);
    Issued otherLeaf = Forge.server(HOST).by(ROOT);
    Issued forged = Forge.server(HOST).by(Forge.authority("Root").bySelf());
    return Stream.of(
        good("issued by a trusted authority", Forge.server(HOST).by(ROOT)),
        good("issued by an intermediate", leaf, INTERMEDIATE),
        good("sent with the root", leaf, INTERMEDIATE, ROOT),
        good("sent in disorder", leaf, ROOT, INTERMEDIATE),
        good("sent with a stranger's certificate", leaf, INTERMEDIATE, stranger),
        good("cross-signed by an authority that is not trusted", leaf, INTERMEDIATE, crossSigned),
        verdict(
            true,
            "cross-signed, the other way",
            HOST,
            List.of(oldRoot),
            leaf,
            INTERMEDIATE,
            crossSigned),
        verdict(
            true,
            "issued by the second of two with one name",
            HOST,
            List.of(Forge.authority("Root").bySelf(), ROOT),
            leaf,
            INTERMEDIATE),
        verdict(
            false,
            "issued by one with a trusted one's name",
            HOST,
            List.of(Forge.authority("Root").bySelf()),
            leaf,
            INTERMEDIATE),
        verdict(true, "trusted itself", HOST, List.of(otherLeaf), otherLeaf),
        verdict(
            true, "whose intermediate is trusted", HOST, List.of(INTERMEDIATE), leaf, INTERMEDIATE),
        verdict(
            true, "whose intermediate is trusted and not sent", HOST, List.of(INTERMEDIATE), leaf),
        verdict(
            false,
            "whose trusted issuer is no authority",
            HOST,
            List.of(noAuthority),
            Forge.server(HOST).by(noAuthority)),
        bad("with a forged signature", forged),
        bad("self-signed", Forge.server(HOST).bySelf()),
        bad("of an unknown authority", Forge.server(HOST).by(stranger)),
        bad(
            "of an unknown authority that is sent along",
            Forge.server(HOST).by(stranger),
            stranger),
        bad("without its intermediate", leaf),
        bad("expired", Forge.server(HOST).valid(YEAR.negated(), DAY.negated()).by(ROOT)),
        bad("not yet valid", Forge.server(HOST).valid(DAY, YEAR).by(ROOT)),
        bad("with an expired intermediate", Forge.server(HOST).by(expired), expired),
        bad("whose intermediate is no authority", Forge.server(HOST).by(noAuthority), noAuthority),
        bad("whose intermediate is a server", Forge.server(HOST).by(otherLeaf), otherLeaf),
        bad("whose intermediate may not sign", Forge.server(HOST).by(mayNotSign), mayNotSign),
        bad("beyond the path length", Forge.server(HOST).by(beyond), beyond, lastOne),
        good("at the end of the path length", Forge.server(HOST).by(lastOne), lastOne),
        bad(
            "for clients",
            Forge.server(HOST)
                .with(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                .by(ROOT)),
        good(
            "for any purpose",
            Forge.server(HOST)
                .with(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(KeyPurposeId.anyExtendedKeyUsage))
                .by(ROOT)),
        good(
            "for no purpose in particular",
            Forge.server(HOST).without(Extension.extendedKeyUsage).by(ROOT)),
        bad(
            "with a critical extension that nobody knows",
            Forge.server(HOST)
                .with(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"), true, DERNull.INSTANCE)
                .by(ROOT)),
        good(
            "with another extension that nobody knows",
            Forge.server(HOST)
                .with(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"), false, DERNull.INSTANCE)
                .by(ROOT)));
  }

  static Stream<Case> constrained() {
    Issued within = constrained("example.org", true);
    Issued outside = constrained("example.com", true);
    Issued excluded = constrained("example.org", false);
    return Stream.of(
        good("within the names that its authority may use", Forge.server(HOST).by(within), within),
        bad(
            "outside the names that its authority may use",
            Forge.server(HOST).by(outside),
            outside),
        bad(
            "among the names that its authority may not use",
            Forge.server(HOST).by(excluded),
            excluded));
  }

  private static Issued constrained(String domain, boolean permitted) {
    GeneralSubtree[] trees = {new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain))};
    return Forge.authority("Constrained")
        .with(
            Extension.nameConstraints,
            true,
            new NameConstraints(permitted ? trees : null, permitted ? null : trees))
        .by(ROOT);
  }

  static Stream<Case> algorithms() {
    Issued rsa = Forge.authority("RSA").withKey(Forge.rsaKey(2048)).bySelf();
    Issued weak = Forge.authority("Weak").withKey(Forge.rsaKey(512)).bySelf();
    Issued short1024 = Forge.authority("1024").withKey(Forge.rsaKey(1024)).bySelf();
    Issued md5 = Forge.authority("MD5").signedWith("MD5withRSA").by(rsa);
    return Stream.of(
        verdict(
            true,
            "RSA",
            HOST,
            List.of(rsa),
            Forge.server(HOST).withKey(Forge.rsaKey(2048)).by(rsa)),
        verdict(
            false, "MD5", HOST, List.of(rsa), Forge.server(HOST).signedWith("MD5withRSA").by(rsa)),
        verdict(false, "MD5 in the middle", HOST, List.of(rsa), Forge.server(HOST).by(md5), md5),
        // The JDK forbids SHA-1 to its own authorities only; the handshake itself never has it.
        verdict(
            true,
            "SHA-1",
            HOST,
            List.of(rsa),
            Forge.server(HOST).signedWith("SHA1withRSA").by(rsa)),
        verdict(
            false,
            "RSA with 512 bits",
            HOST,
            List.of(rsa),
            Forge.server(HOST).withKey(Forge.rsaKey(512)).by(rsa)),
        verdict(
            false,
            "an authority with 512 bits",
            HOST,
            List.of(weak),
            Forge.server(HOST).signedWith("SHA256withRSA").by(weak)),
        verdict(
            true,
            "RSA with 1024 bits",
            HOST,
            List.of(rsa),
            Forge.server(HOST).withKey(Forge.rsaKey(1024)).by(rsa)),
        verdict(
            true,
            "an authority with 1024 bits",
            HOST,
            List.of(short1024),
            Forge.server(HOST).by(short1024)));
  }

  static Stream<Case> names() {
    return Stream.of(
        named(true, HOST, HOST),
        named(true, HOST, "other.example.org", HOST),
        named(true, HOST, "MAIL.Example.ORG"),
        named(true, "MAIL.example.org", HOST),
        named(true, "mail.example.org.", HOST),
        named(true, "localhost", "localhost"),
        named(true, HOST, "*.example.org"),
        named(false, "a.mail.example.org", "*.example.org"),
        named(false, "example.org", "*.example.org"),
        named(false, HOST, "*"),
        named(false, HOST, "*.*.org"),
        named(false, HOST, "*.mail.example.org"),
        named(false, HOST, "other.example.org"),
        named(false, HOST, "xmail.example.org"),
        named(false, HOST, "mail.example.org.example.com"),
        named(false, HOST, "mail.example.org\0.example.com"),
        named(false, HOST, "mail.example.org "),
        named(false, HOST, "mail_example.org"),
        named(true, "m\u00fcller.example", "xn--mller-kva.example"),
        named(false, "muller.example", "xn--mller-kva.example"),
        named(false, "mail_1.example.org", "mail_1.example.org"),
        named(false, "127.0.0.1", "127.0.0.1"),
        otherwiseNamed(true, "127.0.0.1", GeneralName.iPAddress, "127.0.0.1"),
        otherwiseNamed(false, "127.0.0.1", GeneralName.iPAddress, "127.0.0.2"),
        otherwiseNamed(true, "::1", GeneralName.iPAddress, "0:0:0:0:0:0:0:1"),
        otherwiseNamed(false, HOST, GeneralName.iPAddress, "127.0.0.1"),
        otherwiseNamed(false, HOST, GeneralName.uniformResourceIdentifier, "imaps://" + HOST),
        otherwiseNamed(false, HOST, GeneralName.rfc822Name, "postmaster@" + HOST),
        good("that has its name in the subject only", Forge.serverByCommonName(HOST).by(ROOT)),
        bad("with another name in the subject", Forge.serverByCommonName("example.com").by(ROOT)),
        bad(
            "with its name in the subject and another beside it",
            Forge.serverByCommonName(HOST)
                .with(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralName(GeneralName.dNSName, "other.example.org"))
                .by(ROOT)),
        bad("without a name", Forge.server(new GeneralName[0]).by(ROOT)));
  }

  private static Case named(boolean accepted, String host, String... names) {
    return verdict(
        accepted,
        host + " with a certificate for " + String.join(", ", names),
        host,
        List.of(ROOT),
        Forge.server(names).by(ROOT));
  }

  private static Case otherwiseNamed(boolean accepted, String host, int kind, String name) {
    return verdict(
        accepted,
        host + " with a certificate for " + name + " (" + kind + ")",
        host,
        List.of(ROOT),
        Forge.server(new GeneralName(kind, name)).by(ROOT));
  }

  static Stream<Case> spellings() {
    X500Name printable = spelt(new DERPrintableString("Example Root"));
    Issued root = Forge.authority(printable).bySelf();
    return Stream.of(
            spelt(new DERUTF8String("Example Root")),
            spelt(new DERPrintableString("EXAMPLE root")),
            spelt(new DERUTF8String(" Example  Root ")))
        .map(name ->
            verdict(
                true,
                "whose issuer is written otherwise: " + name,
                HOST,
                List.of(root),
                Forge.server(HOST).by(root, name)));
  }

  private static X500Name spelt(ASN1Encodable name) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
  }
}
