package dev.mailmonitor.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A check that decides whether an earlier one was right to fail.
final class SecondCheck {
  private SecondCheck() {}

  /// The second check's report, with what the first one found: mails that came late, and a line on
  /// whether its failures are confirmed.
  static CheckReport of(CheckReport first, CheckReport second) {
    String earlier = earlier(first, second);
    List<TestResult> results = new ArrayList<>();
    boolean said = false;
    for (TestResult result : second.results()) {
      Optional<TestResult.Failed> before = failed(first, result.test());
      if (result instanceof TestResult.Failed failed && !said) {
        said = true;
        results.add(new TestResult.Failed(failed.test(), confirmed(first, failed, earlier)));
      } else if (result instanceof TestResult.Passed passed && before.isPresent()) {
        results.add(notConfirmed(passed, before.get(), earlier));
      } else {
        results.add(result);
      }
    }
    List<LateMail> late = new ArrayList<>(first.lateMails());
    late.addAll(second.lateMails());
    return new CheckReport(
        second.target(),
        second.startedAt(),
        second.took(),
        results,
        second.warnings(),
        second.timings(),
        second.deliveryTime(),
        late,
        second.undelivered(),
        second.sentMessageId(),
        second.certificates());
  }

  private static Optional<TestResult.Failed> failed(CheckReport report, TestKind test) {
    return report.failures().stream().filter(failed -> failed.test() == test).findFirst();
  }

  /// Said once, at the first failure, of all that the first check found.
  private static Failure confirmed(CheckReport first, TestResult.Failed now, String earlier) {
    TestResult.Failed before = failed(first, now.test()).orElse(first.failures().getFirst());
    boolean same = before.failure().summary().equals(now.failure().summary());
    return now.failure()
        .with(
            "confirmed: a first check "
                + earlier
                + (same
                    ? " failed in the same way"
                    : " failed too: " + before.failure().summary()));
  }

  private static TestResult notConfirmed(
      TestResult.Passed now, TestResult.Failed before, String earlier) {
    List<String> notes = new ArrayList<>(now.notes());
    notes.add(
        "not confirmed: a first check " + earlier + " had failed: " + before.failure().summary());
    return new TestResult.Passed(now.test(), now.text(), notes);
  }

  private static String earlier(CheckReport first, CheckReport second) {
    long seconds = Duration.between(first.startedAt(), second.startedAt()).toSeconds();
    // Not if the clock was put back in between.
    return seconds > 0 ? seconds + " s earlier" : "just before";
  }
}
