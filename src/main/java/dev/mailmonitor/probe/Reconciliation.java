package dev.mailmonitor.probe;

import dev.mailmonitor.mail.Phase;
import java.util.List;

/// What the two logins say when they are looked at together.
final class Reconciliation {
  private Reconciliation() {}

  /// Corrects the cause of a rejected login when the other side's back end is known to be down.
  ///
  /// @param imap the IMAP login
  /// @param smtp the SMTP login
  /// @return both, in the order of their lines
  static List<TestResult> of(TestResult imap, TestResult smtp) {
    return List.of(isDown(smtp) ? unblamed(imap) : imap, isDown(imap) ? unblamed(smtp) : smtp);
  }

  /// Whether a login shows that no password can be judged right now: the server says so, or it
  /// hears the password and never says anything.
  private static boolean isDown(TestResult login) {
    return login instanceof TestResult.Failed failed
        && (failed.failure().cause() == FailureCause.AUTH_UNAVAILABLE
            || (failed.failure().cause() == FailureCause.NO_ANSWER
                && failed.failure().phase() == Phase.AUTH));
  }

  private static TestResult unblamed(TestResult result) {
    return result instanceof TestResult.Failed failed
            && failed.failure().cause() == FailureCause.AUTH_REJECTED
        ? new TestResult.Failed(failed.test(), Diagnosis.blamedOnBackEnd(failed.failure()))
        : result;
  }

  /// Which login to name as the reason for not sending: the one that sending needs, if it failed.
  ///
  /// @param logins both logins, at least one failed
  /// @return e.g. `SMTP Auth failed`
  static String blame(List<TestResult> logins) {
    return logins.stream()
        .filter(TestResult.Failed.class::isInstance)
        .reduce((first, last) -> last)
        .map(failed -> failed.test().label() + " failed")
        .orElseThrow();
  }
}
