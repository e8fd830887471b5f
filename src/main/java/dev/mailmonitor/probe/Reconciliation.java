package dev.mailmonitor.probe;

import java.util.List;
import java.util.Optional;

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
    boolean imapDown = cause(imap).filter(FailureCause.AUTH_UNAVAILABLE::equals).isPresent();
    boolean smtpDown = cause(smtp).filter(FailureCause.AUTH_UNAVAILABLE::equals).isPresent();
    return List.of(smtpDown ? unblamed(imap) : imap, imapDown ? unblamed(smtp) : smtp);
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

  private static Optional<FailureCause> cause(TestResult result) {
    return result instanceof TestResult.Failed failed
        ? Optional.of(failed.failure().cause())
        : Optional.empty();
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
