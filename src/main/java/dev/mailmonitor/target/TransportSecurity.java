package dev.mailmonitor.target;

/// How a connection is protected.
public enum TransportSecurity {
  /// TLS from the first byte (RFC 8314).
  TLS,
  /// Plain text first, then the STARTTLS command (RFC 3207, RFC 9051 section 6.2.1). Required,
  /// never optional: without it nothing is sent.
  STARTTLS,
  /// No protection at all; only where an administrator wrote it.
  NONE
}
