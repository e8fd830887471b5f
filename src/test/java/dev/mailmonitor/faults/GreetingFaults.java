package dev.mailmonitor.faults;

import static dev.mailmonitor.faults.Scripts.greets;
import static dev.mailmonitor.probe.FailureCause.PROTOCOL_ERROR;
import static dev.mailmonitor.probe.FailureCause.SERVICE_UNAVAILABLE;
import static dev.mailmonitor.probe.FailureCause.TOO_MANY_CONNECTIONS;
import static dev.mailmonitor.probe.TestKind.IMAP_AUTH;
import static dev.mailmonitor.probe.TestKind.SMTP_AUTH;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.probe.FailureCause;
import java.util.List;

/// A server that refuses to serve, or is another one than it should be.
final class GreetingFaults {
  private GreetingFaults() {}

  private static Fault fault(String title) {
    return new Fault(Group.GREETING, title);
  }

  private static Fault smtp(String title, FailureCause cause, String greeting) {
    return fault(title).smtp(greets(greeting)).refuses(SMTP_AUTH, Phase.GREETING, cause, greeting);
  }

  private static Fault stranger(String title, String banner, String kind) {
    String words = "the greeting is that of " + kind + " (\"" + banner + "\")";
    return fault(title)
        .smtp(greets(banner))
        .imap(greets(banner))
        .fails(IMAP_AUTH, Phase.GREETING, PROTOCOL_ERROR, words)
        .fails(SMTP_AUTH, Phase.GREETING, PROTOCOL_ERROR, words);
  }

  static List<Fault> rows() {
    return List.of(
        smtp(
            "The SMTP server shuts down",
            SERVICE_UNAVAILABLE,
            "421 4.3.2 mail.test Service not available, closing transmission channel"),
        smtp(
            "The SMTP server refuses this client",
            SERVICE_UNAVAILABLE,
            "554 5.7.1 mail.test No SMTP service here"),
        smtp(
            "The SMTP server has too many connections from here",
            TOO_MANY_CONNECTIONS,
            "421 4.7.0 mail.test Error: too many connections from 127.0.0.1"),
        fault("The IMAP server refuses service")
            .imap(greets("* BYE Maintenance until noon"))
            .refuses(IMAP_AUTH, Phase.GREETING, SERVICE_UNAVAILABLE, "BYE Maintenance until noon"),
        fault("The IMAP server has too many connections")
            .imap(greets("* BYE Too many connections, try again later"))
            .refuses(
                IMAP_AUTH,
                Phase.GREETING,
                TOO_MANY_CONNECTIONS,
                "BYE Too many connections, try again later"),
        stranger("A web server answers", "HTTP/1.1 400 Bad Request", "a web server"),
        stranger("An SSH server answers", "SSH-2.0-OpenSSH_9.2", "an SSH server"),
        fault("A POP3 server answers instead of the IMAP server")
            .imap(greets("+OK Dovecot ready."))
            .fails(
                IMAP_AUTH,
                Phase.GREETING,
                PROTOCOL_ERROR,
                "the greeting is that of a POP3 server (\"+OK Dovecot ready.\")"),
        fault("The SMTP and the IMAP port are mixed up")
            .smtp(greets("* OK [CAPABILITY IMAP4rev1] Dovecot ready."))
            .imap(greets("220 mail.test ESMTP Postfix"))
            .fails(
                IMAP_AUTH,
                Phase.GREETING,
                PROTOCOL_ERROR,
                "the greeting is that of an SMTP server (\"220 mail.test ESMTP Postfix\")")
            .fails(
                SMTP_AUTH,
                Phase.GREETING,
                PROTOCOL_ERROR,
                "the greeting is that of an IMAP server (\"* OK [CAPABILITY IMAP4rev1] Dovecot"
                    + " ready.\")"),
        fault("Something that is no server of any kind answers")
            .smtp(greets("%$§! \u0001\u0002\u0003"))
            .imap(greets("%$§! \u0001\u0002\u0003"))
            .fails(
                IMAP_AUTH,
                Phase.GREETING,
                PROTOCOL_ERROR,
                "the greeting is not that of an IMAP server (\"%$§!\")")
            .fails(
                SMTP_AUTH,
                Phase.GREETING,
                PROTOCOL_ERROR,
                "the greeting is not that of an SMTP server (\"%$§!\")"));
  }
}
