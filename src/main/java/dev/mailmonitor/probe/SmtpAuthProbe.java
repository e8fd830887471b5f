package dev.mailmonitor.probe;

import dev.mailmonitor.mail.MailFailure;
import dev.mailmonitor.mail.SmtpSession;

/// Tests that a verified submission session can be made and logged into.
public final class SmtpAuthProbe {
  /// Opens the session.
  ///
  /// @param session a session that is not open yet
  /// @return passed, if it is open and logged in now
  TestResult probe(SmtpSession session) {
    try {
      session.open();
      return new TestResult.Passed(TestKind.SMTP_AUTH, "OK");
    } catch (MailFailure failed) {
      return new TestResult.Failed(TestKind.SMTP_AUTH, Diagnosis.of(TestKind.SMTP_AUTH, failed));
    }
  }
}
