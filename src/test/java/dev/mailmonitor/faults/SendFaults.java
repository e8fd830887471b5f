package dev.mailmonitor.faults;

import static dev.mailmonitor.faults.Scripts.smtpAnswers;
import static dev.mailmonitor.probe.FailureCause.GREYLISTED;
import static dev.mailmonitor.probe.FailureCause.POLICY_REJECTED;
import static dev.mailmonitor.probe.FailureCause.RECIPIENT_REJECTED;
import static dev.mailmonitor.probe.TestKind.SEND;

import dev.mailmonitor.mail.Phase;
import java.util.List;

/// The test mail is not accepted.
final class SendFaults {
  private SendFaults() {}

  private static Fault fault(String title) {
    return new Fault(Group.SEND, title);
  }

  static List<Fault> rows() {
    return List.of(
        fault("The server does not know the recipient")
            .smtp(smtpAnswers("RCPT", "550 5.1.1 <probe@mail.test>: User unknown"))
            .refuses(
                SEND,
                Phase.RCPT,
                RECIPIENT_REJECTED,
                "550 5.1.1 <probe@mail.test>: User unknown"),
        fault("The server greylists the mail")
            .smtp(smtpAnswers("RCPT", "451 4.7.1 Please try again later"))
            .refuses(SEND, Phase.RCPT, GREYLISTED, "451 4.7.1 Please try again later"),
        fault("The virus scanner takes the mail for infected")
            .smtp(smtpAnswers(".", "554 5.7.1 Message rejected: virus found"))
            .refuses(
                SEND, Phase.DATA, POLICY_REJECTED, "554 5.7.1 Message rejected: virus found"));
  }
}
