package dev.mailmonitor.faults;

import static dev.mailmonitor.probe.FailureCause.CONNECTION_REFUSED;
import static dev.mailmonitor.probe.FailureCause.CONNECT_TIMEOUT;
import static dev.mailmonitor.probe.FailureCause.NAME_RESOLUTION;
import static dev.mailmonitor.probe.FailureCause.NO_ANSWER;
import static dev.mailmonitor.probe.TestKind.IMAP_AUTH;
import static dev.mailmonitor.probe.TestKind.SMTP_AUTH;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.testing.TestNames;
import java.util.List;

/// No connection, or one that falls silent.
final class NetworkFaults {
  private static final String CUT_SHORT =
      "the check's own time limit left no more time for this step";

  private NetworkFaults() {}

  private static Fault fault(String title) {
    return new Fault(Group.NETWORK, title);
  }

  static List<Fault> rows() {
    return List.of(
        fault("Nothing listens on the SMTP port")
            .smtpAt(Place::closed)
            .fails(SMTP_AUTH, Phase.CONNECT, CONNECTION_REFUSED, "Connection refused")
            .adding("tried 127.0.0.1:⟨587⟩: Connection refused"),
        fault("Nothing listens on the IMAP port")
            .imapAt(Place::closed)
            .fails(IMAP_AUTH, Phase.CONNECT, CONNECTION_REFUSED, "Connection refused"),
        fault("The SMTP server is so busy that the kernel drops connections")
            .smtpAt(Place::fullQueue)
            .alsoWithDefaultBounds()
            .fails(SMTP_AUTH, Phase.CONNECT, CONNECT_TIMEOUT, "Connection timed out")
            .adding("tried 127.0.0.1:⟨587⟩: Connection timed out"),
        fault("The IMAP server is so busy that the kernel drops connections")
            .imapAt(Place::fullQueue)
            .fails(IMAP_AUTH, Phase.CONNECT, CONNECT_TIMEOUT, "Connection timed out"),
        fault("The DNS resolver does not answer")
            .smtpHost(TestNames.UNANSWERED)
            .imapHost(TestNames.UNANSWERED)
            .fails(
                IMAP_AUTH,
                Phase.NAME_RESOLUTION,
                NAME_RESOLUTION,
                "host name unanswered.test could not be resolved: the resolver did not answer"
                    + " within 5 s")
            .fails(
                SMTP_AUTH,
                Phase.NAME_RESOLUTION,
                NAME_RESOLUTION,
                "host name unanswered.test could not be resolved: the resolver did not answer"
                    + " within 5 s"),
        fault("The SMTP server accepts the connection and never speaks")
            .smtp(Scripts.silent())
            .alsoWithDefaultBounds()
            .fails(SMTP_AUTH, Phase.GREETING, NO_ANSWER, "no answer within ⟨13⟩ s (greeting)")
            .adding(CUT_SHORT),
        fault("The IMAP server accepts the connection and never speaks")
            .imap(Scripts.silent())
            .fails(IMAP_AUTH, Phase.GREETING, NO_ANSWER, "no answer within ⟨13⟩ s (greeting)")
            .adding(CUT_SHORT));
  }
}
