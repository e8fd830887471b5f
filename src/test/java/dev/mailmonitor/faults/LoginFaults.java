package dev.mailmonitor.faults;

import static dev.mailmonitor.faults.Scripts.greets;
import static dev.mailmonitor.faults.Scripts.imapAnswers;
import static dev.mailmonitor.faults.Scripts.imapClosesAt;
import static dev.mailmonitor.faults.Scripts.imapFloodsAt;
import static dev.mailmonitor.faults.Scripts.imapSilentAt;
import static dev.mailmonitor.faults.Scripts.smtpAnswers;
import static dev.mailmonitor.faults.Scripts.smtpAnswersAndCloses;
import static dev.mailmonitor.faults.Scripts.smtpBabblesAt;
import static dev.mailmonitor.faults.Scripts.smtpDripsAt;
import static dev.mailmonitor.faults.Scripts.smtpResetsAt;
import static dev.mailmonitor.faults.Scripts.smtpSilentAt;
import static dev.mailmonitor.probe.FailureCause.ACCOUNT_UNUSABLE;
import static dev.mailmonitor.probe.FailureCause.AUTH_MISSING;
import static dev.mailmonitor.probe.FailureCause.AUTH_REJECTED;
import static dev.mailmonitor.probe.FailureCause.AUTH_UNAVAILABLE;
import static dev.mailmonitor.probe.FailureCause.CONNECTION_CLOSED;
import static dev.mailmonitor.probe.FailureCause.ENCRYPTION_REQUIRED;
import static dev.mailmonitor.probe.FailureCause.NO_ANSWER;
import static dev.mailmonitor.probe.FailureCause.PASSWORD_LOGIN_REFUSED;
import static dev.mailmonitor.probe.FailureCause.PROTOCOL_ERROR;
import static dev.mailmonitor.probe.FailureCause.SERVICE_UNAVAILABLE;
import static dev.mailmonitor.probe.FailureCause.TOO_MANY_CONNECTIONS;
import static dev.mailmonitor.probe.TestKind.IMAP_AUTH;
import static dev.mailmonitor.probe.TestKind.SMTP_AUTH;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.testing.ImapDialogue;
import java.util.List;

/// The server works and the login does not.
final class LoginFaults {
  private static final String CLOSED = "Connection closed: the server closed the connection";

  private LoginFaults() {}

  private static Fault fault(String title) {
    return new Fault(Group.LOGIN, title);
  }

  private static Fault imapSays(String title, String words) {
    return fault(title).imap(imapAnswers("LOGIN", words));
  }

  private static Fault smtpSays(String title, String... words) {
    return fault(title).smtp(smtpAnswers("AUTH", words));
  }

  static List<Fault> rows() {
    return List.of(
        fault("The password is wrong, say both servers")
            .imap(imapAnswers("LOGIN", "NO [AUTHENTICATIONFAILED] Authentication failed."))
            .smtp(smtpAnswers("AUTH", "535 5.7.8 Error: authentication failed"))
            .refuses(
                IMAP_AUTH,
                Phase.AUTH,
                AUTH_REJECTED,
                "NO [AUTHENTICATIONFAILED] Authentication failed.")
            .refuses(
                SMTP_AUTH, Phase.AUTH, AUTH_REJECTED, "535 5.7.8 Error: authentication failed"),
        smtpSays(
                "The password is wrong, says the SMTP server in two lines",
                "535-5.7.8 Username and Password not accepted.",
                "535 5.7.8 See https://support.example.com/login")
            .refuses(
                SMTP_AUTH,
                Phase.AUTH,
                AUTH_REJECTED,
                "535 5.7.8 Username and Password not accepted. 5.7.8 See"
                    + " https://support.example.com/login"),
        fault(
                "The authentication back end is down: SMTP calls that a wrong password, IMAP does not")
            .imap(imapAnswers("LOGIN", "NO [UNAVAILABLE] Temporary authentication failure."))
            .smtp(
                smtpAnswers("AUTH", "535 5.7.8 Error: authentication failed: (reason unavailable)"))
            .refuses(
                IMAP_AUTH,
                Phase.AUTH,
                AUTH_UNAVAILABLE,
                "NO [UNAVAILABLE] Temporary authentication failure.")
            .refuses(
                SMTP_AUTH,
                Phase.AUTH,
                AUTH_UNAVAILABLE,
                "535 5.7.8 Error: authentication failed: (reason unavailable)"),
        smtpSays(
                "The same login works over IMAP, and the SMTP server rejects it",
                "535 5.7.8 Error: authentication failed: (reason unavailable)")
            .refuses(
                SMTP_AUTH,
                Phase.AUTH,
                AUTH_REJECTED,
                "535 5.7.8 Error: authentication failed: (reason unavailable)")
            .adding(
                "the IMAP server accepted the same user name and password: look at what the SMTP"
                    + " server authenticates against"),
        smtpSays("The SMTP server cannot authenticate right now", "454 4.7.0 Temporary failure")
            .refuses(SMTP_AUTH, Phase.AUTH, AUTH_UNAVAILABLE, "454 4.7.0 Temporary failure"),
        smtpSays(
                "The SMTP server takes no password in plain text, and `smtp_security` is `none`",
                "530 5.7.0 Must issue a STARTTLS command first")
            .unprotected()
            .refuses(
                SMTP_AUTH,
                Phase.AUTH,
                ENCRYPTION_REQUIRED,
                "530 5.7.0 Must issue a STARTTLS command first"),
        imapSays(
                "The IMAP server takes no password in plain text, and `imap_security` is `none`",
                "NO [PRIVACYREQUIRED] Plaintext authentication disallowed on non-secure"
                    + " connections.")
            .unprotected()
            .refuses(
                IMAP_AUTH,
                Phase.AUTH,
                ENCRYPTION_REQUIRED,
                "NO [PRIVACYREQUIRED] Plaintext authentication disallowed on non-secure"
                    + " connections."),
        smtpSays(
                "The account needs an application password",
                "534 5.7.9 Application-specific password required")
            .refuses(
                SMTP_AUTH,
                Phase.AUTH,
                PASSWORD_LOGIN_REFUSED,
                "534 5.7.9 Application-specific password required"),
        smtpSays(
                "The provider allows modern authentication (OAuth) only",
                "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.")
            .refuses(
                SMTP_AUTH,
                Phase.AUTH,
                PASSWORD_LOGIN_REFUSED,
                "535 5.7.139 Authentication unsuccessful, basic authentication is disabled."),
        fault("The SMTP server offers only logins that the monitor does not speak")
            .smtp(scene -> {
              scene.say("220 mail.test ESMTP");
              scene.talk().expect("EHLO");
              scene.say("250-mail.test", "250 AUTH GSSAPI XOAUTH2");
              scene.talk().hang();
            })
            .fails(
                SMTP_AUTH,
                Phase.EHLO,
                AUTH_MISSING,
                "the server does not offer a login that is understood here")
            .adding("offered: GSSAPI XOAUTH2"),
        fault("The SMTP server offers no login at all")
            .smtp(scene -> {
              scene.say("220 mail.test ESMTP");
              scene.talk().expect("EHLO");
              scene.say("250 mail.test");
              scene.talk().hang();
            })
            .fails(
                SMTP_AUTH,
                Phase.EHLO,
                AUTH_MISSING,
                "the server does not offer a login that is understood here"),
        fault("The IMAP server has disabled logins")
            .imap(greets("* OK [CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=GSSAPI] ready"))
            .fails(
                IMAP_AUTH,
                Phase.AUTH,
                AUTH_MISSING,
                "the server does not offer a login that is understood here")
            .adding("offered: GSSAPI"),
        imapSays("The account or its password has expired", "NO [EXPIRED] Password expired")
            .refuses(IMAP_AUTH, Phase.AUTH, ACCOUNT_UNUSABLE, "NO [EXPIRED] Password expired"),
        imapSays("The account is locked", "NO [CONTACTADMIN] Account is locked")
            .refuses(
                IMAP_AUTH, Phase.AUTH, ACCOUNT_UNUSABLE, "NO [CONTACTADMIN] Account is locked"),
        imapSays(
                "Too many IMAP sessions of the same user",
                "NO [LIMIT] Maximum number of connections from user+IP exceeded")
            .refuses(
                IMAP_AUTH,
                Phase.AUTH,
                TOO_MANY_CONNECTIONS,
                "NO [LIMIT] Maximum number of connections from user+IP exceeded"),
        fault("The IMAP server drops the connection upon the login")
            .imap(imapClosesAt("LOGIN"))
            .fails(IMAP_AUTH, Phase.AUTH, CONNECTION_CLOSED, CLOSED),
        fault("The SMTP server resets the connection upon the login")
            .smtp(smtpResetsAt("AUTH"))
            .fails(
                SMTP_AUTH,
                Phase.AUTH,
                CONNECTION_CLOSED,
                "Connection closed: the connection was reset"),
        fault("The SMTP server shuts down during the login")
            .smtp(smtpAnswersAndCloses("AUTH", "421 4.3.2 Service shutting down"))
            .refuses(SMTP_AUTH, Phase.AUTH, SERVICE_UNAVAILABLE, "421 4.3.2 Service shutting down"),
        fault("The IMAP server says BYE upon the login")
            .imap(scene -> {
              scene.imap().until("LOGIN");
              scene.say("* BYE Internal error occurred. Refer to server log.");
            })
            .refuses(
                IMAP_AUTH,
                Phase.AUTH,
                AUTH_UNAVAILABLE,
                "BYE Internal error occurred. Refer to server log."),
        fault("The IMAP server shuts down during the login")
            .imap(scene -> {
              scene.imap().until("LOGIN");
              scene.say("* BYE Server shutting down.");
            })
            .refuses(IMAP_AUTH, Phase.AUTH, SERVICE_UNAVAILABLE, "BYE Server shutting down."),
        fault("The SMTP server answers the login with a reply that the login does not have")
            .smtp(smtpAnswers("AUTH", "250 2.0.0 Ok"))
            .fails(SMTP_AUTH, Phase.AUTH, PROTOCOL_ERROR, "unexpected answer \"250 2.0.0 Ok\""),
        fault("The server's words hold control characters, escape sequences and no end")
            .smtp(
                smtpAnswers(
                    "AUTH",
                    "535 5.7.8 \u001b[31mNo\u0000\u0007 \u202ereverse " + "long ".repeat(800)))
            .fails(
                new Expected(
                    SMTP_AUTH,
                    Phase.AUTH,
                    AUTH_REJECTED,
                    "SMTP auth failed: 535 5.7.8 [31mNo reverse long ⟨long …⟩",
                    "535 5.7.8 [31mNo reverse long ⟨long …⟩",
                    List.of())),
        smtpSays("The server speaks another language", "535 5.7.8 Anmeldung ungültig")
            .refuses(SMTP_AUTH, Phase.AUTH, AUTH_REJECTED, "535 5.7.8 Anmeldung ungültig"),
        fault("The server's words are not UTF-8")
            .smtp(scene -> {
              scene.smtp().until("AUTH");
              scene.talk().sayBytes("535 5.7.8 ung\u00fcltig\r\n".getBytes(ISO_8859_1));
              scene.talk().hang();
            })
            .refuses(SMTP_AUTH, Phase.AUTH, AUTH_REJECTED, "535 5.7.8 ungültig"),
        fault("The server repeats the password")
            .alsoWithDefaultBounds()
            .imap(scene -> {
              ImapDialogue imap = scene.imap();
              ImapDialogue.Command login = imap.until("LOGIN");
              scene.say(login.tag() + " BAD what is " + login.line() + " " + FaultRun.PASSWORD);
              scene.talk().hang();
            })
            .fails(
                new Expected(
                    IMAP_AUTH,
                    Phase.AUTH,
                    AUTH_REJECTED,
                    "IMAP auth failed: BAD what is ⟨A1 LOGIN …⟩(hidden)⟨…⟩",
                    "BAD what is ⟨A1 LOGIN …⟩(hidden)⟨…⟩",
                    List.of())),
        fault("The SMTP server falls silent after AUTH")
            .smtp(smtpSilentAt("AUTH"))
            .fails(SMTP_AUTH, Phase.AUTH, NO_ANSWER, "no answer within ⟨13⟩ s (login)"),
        fault("The SMTP server answers the login with one byte a second")
            .smtp(smtpDripsAt("AUTH", "235-" + "slow ".repeat(20)))
            .fails(SMTP_AUTH, Phase.AUTH, NO_ANSWER, "no complete answer within ⟨13⟩ s (login)"),
        fault("The SMTP server goes on answering the login, line after line")
            .smtp(smtpBabblesAt("AUTH", "235-and so on"))
            .fails(
                SMTP_AUTH,
                Phase.AUTH,
                PROTOCOL_ERROR,
                "the server's answer did not end within ⟨13⟩ s and ⟨120⟩ lines (login)"),
        fault("The IMAP server's answer to the login never ends")
            .imap(imapFloodsAt("LOGIN", "* OK and so on\r\n"))
            .fails(
                IMAP_AUTH,
                Phase.AUTH,
                PROTOCOL_ERROR,
                "the server sent more than ⟨100000⟩ lines without ending its answer"),
        fault("The IMAP server falls silent after the login command")
            .imap(imapSilentAt("LOGIN"))
            .alsoWithDefaultBounds()
            .fails(IMAP_AUTH, Phase.AUTH, NO_ANSWER, "no answer within ⟨13⟩ s (login)"));
  }
}
