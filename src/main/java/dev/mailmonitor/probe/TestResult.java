package dev.mailmonitor.probe;

/// What one test found.
public sealed interface TestResult {
  /// Which test it was.
  TestKind test();

  /// The test passed.
  ///
  /// @param test which test
  /// @param text what stands behind its label, e.g. `OK` or `Email delivered in 2.1s`
  record Passed(TestKind test, String text) implements TestResult {}

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
