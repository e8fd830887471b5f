package dev.mailmonitor.faults;

import static dev.mailmonitor.faults.Scripts.smtpAnswers;
import static dev.mailmonitor.faults.Scripts.smtpAnswersAndCloses;
import static dev.mailmonitor.faults.Scripts.smtpClosesAt;
import static dev.mailmonitor.faults.Scripts.smtpFloodsAt;
import static dev.mailmonitor.faults.Scripts.smtpResetsAt;
import static dev.mailmonitor.faults.Scripts.smtpSilentAt;
import static dev.mailmonitor.probe.FailureCause.CONNECTION_CLOSED;
import static dev.mailmonitor.probe.FailureCause.GREYLISTED;
import static dev.mailmonitor.probe.FailureCause.NO_ANSWER;
import static dev.mailmonitor.probe.FailureCause.PERMANENT_FAILURE;
import static dev.mailmonitor.probe.FailureCause.POLICY_REJECTED;
import static dev.mailmonitor.probe.FailureCause.PROTOCOL_ERROR;
import static dev.mailmonitor.probe.FailureCause.QUOTA_EXCEEDED;
import static dev.mailmonitor.probe.FailureCause.RATE_LIMITED;
import static dev.mailmonitor.probe.FailureCause.RECIPIENT_REJECTED;
import static dev.mailmonitor.probe.FailureCause.RELAY_DENIED;
import static dev.mailmonitor.probe.FailureCause.SENDER_REJECTED;
import static dev.mailmonitor.probe.FailureCause.SERVICE_UNAVAILABLE;
import static dev.mailmonitor.probe.FailureCause.SIZE_REJECTED;
import static dev.mailmonitor.probe.FailureCause.TEMPORARY_FAILURE;
import static dev.mailmonitor.probe.TestKind.SEND;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.probe.FailureCause;
import java.util.List;

/// The test mail is not accepted.
final class SendFaults {
  private static final String CLOSED = "Connection closed: the server closed the connection";
  private static final String NEITHER_CONFIRMED_NOR_THERE =
      "the mail was sent completely and not confirmed, and it did not arrive within ⟨3.0⟩s"
          + " either";

  private SendFaults() {}

  private static Fault fault(String title) {
    return new Fault(Group.SEND, title);
  }

  private static Fault answer(
      String title, String verb, Phase phase, FailureCause cause, String words) {
    return fault(title).smtp(smtpAnswers(verb, words)).refuses(SEND, phase, cause, words);
  }

  static List<Fault> rows() {
    return List.of(
        answer(
            "The account may not send as the from address",
            "MAIL",
            Phase.MAIL,
            SENDER_REJECTED,
            "553 5.1.8 <probe@mail.test>: Sender address rejected"),
        answer(
            "The from address belongs to another account",
            "MAIL",
            Phase.MAIL,
            SENDER_REJECTED,
            "553 5.7.1 <probe@mail.test>: Sender address rejected: not owned by user"),
        answer(
            "The SMTP server has no room for more mail",
            "MAIL",
            Phase.MAIL,
            QUOTA_EXCEEDED,
            "452 4.3.1 Insufficient system storage"),
        answer(
            "The server does not know the recipient",
            "RCPT",
            Phase.RCPT,
            RECIPIENT_REJECTED,
            "550 5.1.1 <probe@mail.test>: User unknown"),
        answer(
            "The server does not relay to the recipient's domain",
            "RCPT",
            Phase.RCPT,
            RELAY_DENIED,
            "554 5.7.1 <probe@mail.test>: Relay access denied"),
        answer(
            "The server greylists the mail",
            "RCPT",
            Phase.RCPT,
            GREYLISTED,
            "451 4.7.1 Please try again later"),
        answer(
            "A policy refuses the mail",
            "RCPT",
            Phase.RCPT,
            POLICY_REJECTED,
            "550 5.7.1 Rejected by policy"),
        answer(
            "The recipient's mailbox is full",
            "RCPT",
            Phase.RCPT,
            QUOTA_EXCEEDED,
            "552 5.2.2 <probe@mail.test>: Quota exceeded (mailbox for user is full)"),
        answer(
            "The server takes only smaller mails",
            "RCPT",
            Phase.RCPT,
            SIZE_REJECTED,
            "552 5.3.4 Message size exceeds fixed limit"),
        answer(
            "The server's recipient look-up fails",
            "RCPT",
            Phase.RCPT,
            TEMPORARY_FAILURE,
            "451 4.3.0 <probe@mail.test>: Temporary lookup failure"),
        answer(
            "The account has sent too much today",
            "RCPT",
            Phase.RCPT,
            RATE_LIMITED,
            "550 5.4.5 Daily user sending limit exceeded"),
        answer(
            "The server's milter is down, which looks like a greylist and is none",
            "RCPT",
            Phase.RCPT,
            TEMPORARY_FAILURE,
            "451 4.7.1 Service unavailable - try again later"),
        answer(
            "The server's content filter is down",
            "DATA",
            Phase.DATA,
            TEMPORARY_FAILURE,
            "451 4.7.1 Service unavailable - try again later"),
        answer(
            "The virus scanner takes the mail for infected",
            ".",
            Phase.DATA,
            POLICY_REJECTED,
            "554 5.7.1 Message rejected: virus found"),
        answer(
            "The spam filter rejects the mail",
            ".",
            Phase.DATA,
            POLICY_REJECTED,
            "550 5.7.1 Message content rejected, id=12-34 - spam"),
        answer(
            "The server refuses the mail for good and gives no reason",
            ".",
            Phase.DATA,
            PERMANENT_FAILURE,
            "554 Transaction failed"),
        fault("The SMTP server shuts down in the middle of the mail transaction")
            .smtp(smtpAnswersAndCloses("RCPT", "421 4.3.2 Service shutting down"))
            .refuses(SEND, Phase.RCPT, SERVICE_UNAVAILABLE, "421 4.3.2 Service shutting down"),
        fault("The SMTP server shuts down after it had the whole mail")
            .smtp(smtpAnswersAndCloses(".", "421 4.3.2 Service shutting down"))
            .refuses(SEND, Phase.DATA, SERVICE_UNAVAILABLE, "421 4.3.2 Service shutting down"),
        fault("The SMTP server falls silent after MAIL")
            .smtp(smtpSilentAt("MAIL"))
            .fails(SEND, Phase.MAIL, NO_ANSWER, "no answer within ⟨13⟩ s (MAIL FROM)"),
        fault("The SMTP server falls silent after RCPT")
            .smtp(smtpSilentAt("RCPT"))
            .fails(SEND, Phase.RCPT, NO_ANSWER, "no answer within ⟨13⟩ s (RCPT TO)"),
        fault("The SMTP server falls silent after DATA")
            .smtp(smtpSilentAt("DATA"))
            .alsoWithDefaultBounds()
            .fails(SEND, Phase.DATA, NO_ANSWER, "no answer within ⟨13⟩ s (DATA)"),
        fault("The SMTP server answers RCPT with a reply that RCPT does not have")
            .smtp(smtpAnswers("RCPT", "354 Go ahead"))
            .fails(SEND, Phase.RCPT, PROTOCOL_ERROR, "unexpected answer \"354 Go ahead\""),
        fault("The SMTP server answers DATA as if it were over already")
            .smtp(smtpAnswers("DATA", "250 2.0.0 Ok"))
            .fails(SEND, Phase.DATA, PROTOCOL_ERROR, "unexpected answer \"250 2.0.0 Ok\""),
        fault("The SMTP server's answer to RCPT never ends")
            .smtp(smtpFloodsAt("RCPT", "250-and so on"))
            .fails(
                SEND,
                Phase.RCPT,
                PROTOCOL_ERROR,
                "the server sent more than ⟨1000⟩ lines without ending its answer"),
        fault("The SMTP server falls silent after the whole mail, and the mail does not arrive")
            .smtp(smtpSilentAt("."))
            .alsoWithDefaultBounds()
            .fails(SEND, Phase.DATA, NO_ANSWER, "no answer within ⟨13⟩ s (DATA)")
            .adding(
                "the mail was sent completely and not confirmed, and it did not arrive within"
                    + " ⟨10.0⟩s either"),
        fault("The connection is reset in the middle of the mail")
            .smtp(scene -> {
              scene.smtp().until("DATA");
              scene.say("354 End data with <CR><LF>.<CR><LF>");
              scene.talk().hear();
              scene.talk().reset();
            })
            .fails(
                SEND, Phase.DATA, CONNECTION_CLOSED, "Connection closed: the connection was reset"),
        fault("The connection is reset after the whole mail, and the mail does not arrive")
            .smtp(smtpResetsAt("."))
            .fails(
                SEND, Phase.DATA, CONNECTION_CLOSED, "Connection closed: the connection was reset")
            .adding(NEITHER_CONFIRMED_NOR_THERE),
        fault("The server closes after the whole mail, and the mail does not arrive")
            .smtp(smtpClosesAt("."))
            .fails(SEND, Phase.DATA, CONNECTION_CLOSED, CLOSED)
            .adding(NEITHER_CONFIRMED_NOR_THERE));
  }
}
