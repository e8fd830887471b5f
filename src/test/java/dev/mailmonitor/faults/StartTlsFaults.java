package dev.mailmonitor.faults;

import static dev.mailmonitor.faults.Scripts.goodImap;
import static dev.mailmonitor.faults.Scripts.goodSmtp;
import static dev.mailmonitor.faults.Scripts.imapAnswers;
import static dev.mailmonitor.faults.Scripts.imapSilentAt;
import static dev.mailmonitor.faults.Scripts.smtpAnswers;
import static dev.mailmonitor.faults.Scripts.smtpSilentAt;
import static dev.mailmonitor.probe.FailureCause.NO_ANSWER;
import static dev.mailmonitor.probe.FailureCause.SERVICE_UNAVAILABLE;
import static dev.mailmonitor.probe.FailureCause.STARTTLS_MISSING;
import static dev.mailmonitor.probe.FailureCause.TLS_UNKNOWN_ISSUER;
import static dev.mailmonitor.probe.TestKind.IMAP_AUTH;
import static dev.mailmonitor.probe.TestKind.SMTP_AUTH;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.testing.ImapDialogue;
import dev.mailmonitor.testing.SmtpDialogue;
import java.util.List;

/// A session that begins in plain text and cannot be protected.
final class StartTlsFaults {
  private static final String NOT_OFFERED = "the server does not offer STARTTLS";
  private static final String NEEDS_TLS =
      "a server that expects TLS from the first byte is silent like this: does this port need the"
          + " security tls instead of starttls?";

  private StartTlsFaults() {}

  private static Fault fault(String title) {
    return new Fault(Group.STARTTLS, title).starttls();
  }

  static List<Fault> rows() {
    return List.of(
        fault("The SMTP server does not offer STARTTLS")
            .smtp(scene -> SmtpDialogue.begin(scene.talk()).bringingTo(scene.post()).until("never"))
            .fails(SMTP_AUTH, Phase.EHLO, STARTTLS_MISSING, NOT_OFFERED),
        fault("The IMAP server does not offer STARTTLS")
            .imap(scene -> ImapDialogue.begin(scene.talk()).until("never"))
            .fails(IMAP_AUTH, Phase.CAPABILITY, STARTTLS_MISSING, NOT_OFFERED),
        fault("The SMTP server cannot start TLS right now")
            .smtp(smtpAnswers("STARTTLS", "454 4.7.0 TLS not available due to local problem"))
            .refuses(
                SMTP_AUTH,
                Phase.STARTTLS,
                SERVICE_UNAVAILABLE,
                "454 4.7.0 TLS not available due to local problem"),
        fault("The IMAP server refuses STARTTLS")
            .imap(imapAnswers("STARTTLS", "BAD TLS support isn't enabled."))
            .refuses(IMAP_AUTH, Phase.STARTTLS, STARTTLS_MISSING, "BAD TLS support isn't enabled."),
        fault("The certificate that comes after STARTTLS is not trusted")
            .smtpCertificate(Certificates::ofStranger)
            .imapCertificate(Certificates::ofStranger)
            .fails(
                IMAP_AUTH,
                Phase.TLS,
                TLS_UNKNOWN_ISSUER,
                "the certificate's issuer is not trusted (CN=Test Root ⟨4kdq0⟩)")
            .fails(
                SMTP_AUTH,
                Phase.TLS,
                TLS_UNKNOWN_ISSUER,
                "the certificate's issuer is not trusted (CN=Test Root ⟨4kdq0⟩)"),
        fault("The SMTP port has TLS from the first byte, and STARTTLS is configured")
            .smtpEncrypted()
            .smtp(goodSmtp())
            .fails(SMTP_AUTH, Phase.GREETING, NO_ANSWER, "no answer within ⟨13⟩ s (greeting)")
            .adding(NEEDS_TLS),
        fault("The IMAP port has TLS from the first byte, and STARTTLS is configured")
            .imapEncrypted()
            .imap(goodImap())
            .fails(IMAP_AUTH, Phase.GREETING, NO_ANSWER, "no answer within ⟨13⟩ s (greeting)")
            .adding(NEEDS_TLS),
        fault("The SMTP server falls silent after STARTTLS")
            .smtp(smtpSilentAt("STARTTLS"))
            .fails(SMTP_AUTH, Phase.STARTTLS, NO_ANSWER, "no answer within ⟨13⟩ s (STARTTLS)"),
        fault("The IMAP server falls silent after STARTTLS")
            .imap(imapSilentAt("STARTTLS"))
            .fails(IMAP_AUTH, Phase.STARTTLS, NO_ANSWER, "no answer within ⟨13⟩ s (STARTTLS)"));
  }
}
