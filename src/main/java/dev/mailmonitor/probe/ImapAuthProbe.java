package dev.mailmonitor.probe;

import dev.mailmonitor.mail.ImapSession;
import dev.mailmonitor.mail.MailFailure;

/// Tests that a verified IMAP session can be made and logged into.
public final class ImapAuthProbe {
  /// Opens the session.
  ///
  /// @param session a session that is not open yet
  /// @return passed, if it is open and logged in now
  TestResult probe(ImapSession session) {
    try {
      session.open();
      return new TestResult.Passed(TestKind.IMAP_AUTH, "OK");
    } catch (MailFailure failed) {
      return new TestResult.Failed(TestKind.IMAP_AUTH, Diagnosis.of(TestKind.IMAP_AUTH, failed));
    }
  }
}
