package dev.mailmonitor.state;

/// A state file is not what it should be. The message completes the sentence "It cannot be
/// understood: …".
final class UnreadableStateException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableStateException(String message) {
    super(message);
  }

  UnreadableStateException(String message, Throwable cause) {
    super(message, cause);
  }
}
