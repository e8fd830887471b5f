package dev.mailmonitor.tls;

/// What can be wrong with a TLS session.
public enum TlsProblem {
  /// The certificate's time is over.
  EXPIRED,
  /// The certificate's time has not come.
  NOT_YET_VALID,
  /// No trusted authority issued it.
  UNKNOWN_ISSUER,
  /// It was issued for another name.
  WRONG_NAME,
  /// There was no certificate to look at: no common protocol version or cipher suite, or the other
  /// side does not speak TLS here.
  HANDSHAKE
}
