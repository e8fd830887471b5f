package dev.mailmonitor.probe;

import dev.mailmonitor.mail.Deadline;
import dev.mailmonitor.mail.MailFailure;
import dev.mailmonitor.mail.SmtpSession;
import dev.mailmonitor.mail.Submission;
import dev.mailmonitor.target.Route;

/// Tests that the server accepts a mail.
public final class SendProbe {
  /// Sends the test mail.
  ///
  /// @param session an open session
  /// @param mail the mail
  /// @param route from whom to whom
  /// @param until by when it must have been accepted
  /// @return what came of it
  Sent probe(SmtpSession session, TestMail mail, Route route, Deadline until) {
    try {
      return switch (session.send(mail.outgoing(route), until)) {
        case Submission.Accepted accepted -> new Sent.Accepted(accepted.since());
        case Submission.Unanswered unanswered ->
            new Sent.Uncertain(
                unanswered.since(), Diagnosis.of(TestKind.SEND, unanswered.failure()));
      };
    } catch (MailFailure failed) {
      return new Sent.Refused(Diagnosis.of(TestKind.SEND, failed));
    }
  }
}
