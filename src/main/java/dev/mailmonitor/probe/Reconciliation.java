package dev.mailmonitor.probe;

import dev.mailmonitor.mail.Phase;
import java.util.List;

/// What the two logins say when they are looked at together.
final class Reconciliation {
  private Reconciliation() {}

  /// Corrects the cause of a rejected login when the other side's back end is known to be down, and
  /// says so when the other side accepts the very login.
  ///
  /// @param imap the IMAP login
  /// @param smtp the SMTP login
  /// @param sameAccount whether both have the same user name and password
  /// @return both, in the order of their lines
  static List<TestResult> of(TestResult imap, TestResult smtp, boolean sameAccount) {
    if (sameAccount && imap instanceof TestResult.Passed) {
      return List.of(imap, acceptedElsewhere(smtp, "IMAP", "SMTP"));
    }
    if (sameAccount && smtp instanceof TestResult.Passed) {
      return List.of(acceptedElsewhere(imap, "SMTP", "IMAP"), smtp);
    }
    return List.of(isDown(smtp) ? unblamed(imap) : imap, isDown(imap) ? unblamed(smtp) : smtp);
  }

  private static TestResult acceptedElsewhere(TestResult result, String other, String own) {
    return result instanceof TestResult.Failed failed
            && failed.failure().cause() == FailureCause.AUTH_REJECTED
        ? new TestResult.Failed(
            failed.test(),
            failed
                .failure()
                .with(
                    "the %s server accepted the same user name and password: look at what the %s server authenticates against"
                        .formatted(other, own)))
        : result;
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
