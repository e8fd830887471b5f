package dev.mailmonitor.alert;

/// How much an alert tells.
public enum AlertDetails {
  /// Everything that helps: step, server's words, advice.
  FULL,
  /// Nothing that the server said: public ntfy topics can be read by anybody.
  SHORT
}
