package dev.mailmonitor.target;

/// What it means that the test mail was delivered to the mailbox for unwanted mail.
public enum JunkRule {
  /// A failure: nobody looks there.
  FAIL,
  /// A warning.
  DEGRADED
}
