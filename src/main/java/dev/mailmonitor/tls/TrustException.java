package dev.mailmonitor.tls;

/// The trusted certificates could not be read; the message names the file and the reason.
public final class TrustException extends Exception {
  private static final long serialVersionUID = 1L;

  TrustException(String message, Throwable cause) {
    super(message, cause);
  }
}
