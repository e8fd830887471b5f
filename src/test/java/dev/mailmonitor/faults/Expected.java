package dev.mailmonitor.faults;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.probe.FailureCause;
import dev.mailmonitor.probe.TestKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is expected of a test that fails. Texts may hold what [Wording] knows.
///
/// @param test the test
/// @param phase the step at which it fails
/// @param cause what it is taken for; brings the advice
/// @param summary the rest of the test's line
/// @param words all that the server said, or null if it said nothing
/// @param details lines that stand below, among others
record Expected(
    TestKind test,
    Phase phase,
    FailureCause cause,
    String summary,
    @Nullable String words,
    List<String> details) {

  Expected {
    details = List.copyOf(details);
  }

  Expected saying(String all) {
    return new Expected(test, phase, cause, summary, all, details);
  }

  Expected adding(String... lines) {
    return new Expected(test, phase, cause, summary, words, List.of(lines));
  }

  /// The test's line.
  String line() {
    return "❌ " + test.label() + ": " + summary;
  }

  /// The line that says where it happened.
  String step() {
    String server =
        switch (test) {
          case SMTP_AUTH, SEND -> "the SMTP server {smtp}";
          case IMAP_AUTH, RECEIVE -> "the IMAP server {imap}";
        };
    return "step:   " + phase.label() + " with " + server;
  }

  static String headline(TestKind test) {
    return switch (test) {
      case IMAP_AUTH -> "IMAP auth failed: ";
      case SMTP_AUTH -> "SMTP auth failed: ";
      case SEND -> "Failed to send test email: ";
      case RECEIVE -> "Failed to look for the test email: ";
    };
  }
}
