package dev.mailmonitor.faults;

import static dev.mailmonitor.faults.Scripts.closing;
import static dev.mailmonitor.faults.Scripts.goodImap;
import static dev.mailmonitor.faults.Scripts.goodSmtp;
import static dev.mailmonitor.faults.Scripts.silent;
import static dev.mailmonitor.probe.FailureCause.CONNECTION_CLOSED;
import static dev.mailmonitor.probe.FailureCause.NO_ANSWER;
import static dev.mailmonitor.probe.FailureCause.TLS_EXPIRED;
import static dev.mailmonitor.probe.FailureCause.TLS_HANDSHAKE;
import static dev.mailmonitor.probe.FailureCause.TLS_NOT_YET_VALID;
import static dev.mailmonitor.probe.FailureCause.TLS_UNKNOWN_ISSUER;
import static dev.mailmonitor.probe.FailureCause.TLS_WRONG_NAME;
import static dev.mailmonitor.probe.TestKind.IMAP_AUTH;
import static dev.mailmonitor.probe.TestKind.SMTP_AUTH;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.testing.TestNames;
import java.util.List;

/// No TLS session that can be trusted.
final class TlsFaults {
  private static final String OF_LOCALHOST = "certificate of: CN=localhost";
  private static final String BY_TEST_ROOT = "issued by: CN=Test Root ⟨4kdq0⟩";
  private static final String DATES = "valid from ⟨2026-01-01T00:00:00Z⟩ to ⟨2026-04-01T00:00:00Z⟩";
  private static final String NEEDS_STARTTLS =
      "a server that begins in plain text answers like this: does this port need the security"
          + " starttls instead of tls?";

  /// Alert: fatal, protocol_version (RFC 8446 section 6.2).
  private static final byte[] PROTOCOL_VERSION_ALERT = {21, 3, 1, 0, 2, 2, 70};

  /// Alert: fatal, handshake_failure.
  private static final byte[] HANDSHAKE_FAILURE_ALERT = {21, 3, 3, 0, 2, 2, 40};

  private TlsFaults() {}

  /// A ServerHello (RFC 5246 section 7.4.1.3) with version 1.0 and
  /// TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA.
  private static byte[] serverHelloOfTls10() {
    byte[] hello = new byte[47];
    byte[] start = {22, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1};
    System.arraycopy(start, 0, hello, 0, start.length);
    hello[44] = (byte) 0xc0;
    hello[45] = 0x13;
    return hello;
  }

  private static Fault fault(String title) {
    return new Fault(Group.TLS, title);
  }

  static List<Fault> rows() {
    return List.of(
        fault("The SMTP server's certificate has expired")
            .smtpCertificate(Certificates::expired)
            .fails(
                SMTP_AUTH,
                Phase.TLS,
                TLS_EXPIRED,
                "the certificate expired on ⟨2026-04-01T00:00:00Z⟩")
            .adding(OF_LOCALHOST, "for the names: localhost", BY_TEST_ROOT, DATES),
        fault("The IMAP server's certificate has expired")
            .imapCertificate(Certificates::expired)
            .fails(
                IMAP_AUTH,
                Phase.TLS,
                TLS_EXPIRED,
                "the certificate expired on ⟨2026-04-01T00:00:00Z⟩")
            .adding(OF_LOCALHOST, "for the names: localhost", BY_TEST_ROOT, DATES),
        fault("The certificate is not valid yet")
            .smtpCertificate(Certificates::notYetValid)
            .fails(
                SMTP_AUTH,
                Phase.TLS,
                TLS_NOT_YET_VALID,
                "the certificate is not valid before ⟨2026-01-01T00:00:00Z⟩")
            .adding(OF_LOCALHOST, DATES),
        fault("The certificate's issuer is not known here")
            .imapCertificate(Certificates::ofStranger)
            .fails(
                IMAP_AUTH,
                Phase.TLS,
                TLS_UNKNOWN_ISSUER,
                "the certificate's issuer is not trusted (CN=Test Root ⟨4kdq0⟩)")
            .adding(OF_LOCALHOST, BY_TEST_ROOT),
        fault("The server forgets to send the intermediate certificate")
            .smtpCertificate(Certificates::withoutIntermediate)
            .fails(
                SMTP_AUTH,
                Phase.TLS,
                TLS_UNKNOWN_ISSUER,
                "the certificate's issuer is not trusted (CN=Test Intermediate ⟨4kdq0⟩)")
            .adding("issued by: CN=Test Intermediate ⟨4kdq0⟩"),
        fault("The certificate is self-signed")
            .smtpCertificate(Certificates::selfSigned)
            .fails(
                SMTP_AUTH,
                Phase.TLS,
                TLS_UNKNOWN_ISSUER,
                "the certificate is self-signed (CN=localhost)")
            .adding(OF_LOCALHOST, "issued by: CN=localhost"),
        fault("The certificate is for another host")
            .imapCertificate(Certificates::forOtherName)
            .fails(
                IMAP_AUTH,
                Phase.TLS,
                TLS_WRONG_NAME,
                "the certificate is for www.example.com, example.com, not for localhost")
            .adding(
                "certificate of: CN=www.example.com",
                "for the names: www.example.com, example.com"),
        fault("The server is reached by a name that its certificate does not have")
            .smtpHost(TestNames.OTHER_NAME)
            .smtpCertificate(Certificates::forOtherName)
            .fails(
                SMTP_AUTH,
                Phase.TLS,
                TLS_WRONG_NAME,
                "the certificate is for www.example.com, example.com, not for other-name.test"),
        fault("The SMTP server demands a certificate of its clients")
            .smtpInClear()
            .smtp(scene -> scene.talk().startTls(scene.startTls().orElseThrow(), true))
            .fails(
                SMTP_AUTH,
                Phase.GREETING,
                TLS_HANDSHAKE,
                "the server broke off TLS: ⟨(certificate_required)⟩ Received fatal alert:"
                    + " ⟨certificate_required⟩")
            .adding(
                "the server seems to demand a certificate of its clients, which the monitor has"
                    + " not"),
        fault("The server chooses TLS 1.0")
            .smtpInClear()
            .smtp(scene -> {
              scene.talk().sayBytes(serverHelloOfTls10());
              scene.talk().hang();
            })
            .fails(
                SMTP_AUTH,
                Phase.TLS,
                TLS_HANDSHAKE,
                "TLS handshake failed: ⟨(protocol_version)⟩ The server selected protocol version"
                    + " TLS10 is not accepted by client preferences [TLS13, TLS12]"),
        fault("The server refuses TLS 1.2 and 1.3")
            .smtpInClear()
            .smtp(scene -> {
              scene.talk().sayBytes(PROTOCOL_VERSION_ALERT);
              scene.talk().hang();
            })
            .fails(
                SMTP_AUTH,
                Phase.TLS,
                TLS_HANDSHAKE,
                "TLS handshake failed: (protocol_version) Received fatal alert:"
                    + " protocol_version"),
        fault("The server and the monitor know no common cipher suite")
            .imapInClear()
            .imap(scene -> {
              scene.talk().sayBytes(HANDSHAKE_FAILURE_ALERT);
              scene.talk().hang();
            })
            .fails(
                IMAP_AUTH,
                Phase.TLS,
                TLS_HANDSHAKE,
                "TLS handshake failed: (handshake_failure) Received fatal alert:"
                    + " handshake_failure"),
        fault("The SMTP port begins in plain text, and TLS from the first byte is configured")
            .smtpInClear()
            .smtp(goodSmtp())
            .fails(
                SMTP_AUTH,
                Phase.TLS,
                TLS_HANDSHAKE,
                "TLS handshake failed: Unsupported or unrecognized SSL message")
            .adding(NEEDS_STARTTLS),
        fault("The IMAP port begins in plain text, and TLS from the first byte is configured")
            .imapInClear()
            .imap(goodImap())
            .fails(
                IMAP_AUTH,
                Phase.TLS,
                TLS_HANDSHAKE,
                "TLS handshake failed: Unsupported or unrecognized SSL message")
            .adding(NEEDS_STARTTLS),
        fault("The SMTP server falls silent in the TLS handshake")
            .smtpInClear()
            .smtp(silent())
            .alsoWithDefaultBounds()
            .fails(SMTP_AUTH, Phase.TLS, NO_ANSWER, "no answer within ⟨13⟩ s (TLS handshake)"),
        fault("The IMAP server falls silent in the TLS handshake")
            .imapInClear()
            .imap(silent())
            .fails(IMAP_AUTH, Phase.TLS, NO_ANSWER, "no answer within ⟨13⟩ s (TLS handshake)"),
        fault("The IMAP server closes the connection in the TLS handshake")
            .imapInClear()
            .imap(closing())
            .fails(
                IMAP_AUTH,
                Phase.TLS,
                CONNECTION_CLOSED,
                "Connection closed: the server closed the connection"));
  }
}
