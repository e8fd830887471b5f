package dev.mailmonitor.probe;

import java.util.List;

/// What one test found.
public sealed interface TestResult {
  /// Which test it was.
  TestKind test();

  /// The test passed.
  ///
  /// @param test which test
  /// @param text what stands behind its label, e.g. `OK` or `Email delivered in 2.1s`
  /// @param notes what else is worth knowing, one a line
  record Passed(TestKind test, String text, List<String> notes) implements TestResult {
    /// Copies the notes.
    public Passed {
      notes = List.copyOf(notes);
    }

    /// A test that passed without anything else to be said.
    ///
    /// @param test which test
    /// @param text what stands behind its label
    public Passed(TestKind test, String text) {
      this(test, text, List.of());
    }
  }

  /// The test failed.
  ///
  /// @param test which test
  /// @param failure why
  record Failed(TestKind test, Failure failure) implements TestResult {}

  /// The test was not run, because an earlier one failed.
  ///
  /// @param test which test
  /// @param reason e.g. `SMTP Auth failed`
  record Skipped(TestKind test, String reason) implements TestResult {}
}
