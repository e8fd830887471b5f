package dev.mailmonitor.probe;

import dev.mailmonitor.mail.Deadline;
import dev.mailmonitor.mail.MailFailure;
import dev.mailmonitor.mail.SmtpSession;
import dev.mailmonitor.target.Route;

/// Tests that the server accepts a mail.
public final class SendProbe {
  /// What came of sending.
  ///
  /// @param result passed or failed
  /// @param acceptedAt when the server accepted the mail, as [System#nanoTime()] counts;
  ///   meaningless if it did not
  record Sent(TestResult result, long acceptedAt) {}

  /// Sends the test mail.
  ///
  /// @param session an open session
  /// @param mail the mail
  /// @param route from whom to whom
  /// @param until by when it must have been accepted
  /// @return what came of it
  Sent probe(SmtpSession session, TestMail mail, Route route, Deadline until) {
    try {
      long acceptedAt = session.send(mail.outgoing(route), until);
      return new Sent(
          new TestResult.Passed(TestKind.SEND, "OK (Message-ID: " + mail.messageId() + ")"),
          acceptedAt);
    } catch (MailFailure failed) {
      return new Sent(
          new TestResult.Failed(TestKind.SEND, Diagnosis.of(TestKind.SEND, failed)),
          System.nanoTime());
    }
  }
}
