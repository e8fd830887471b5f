package dev.mailmonitor.tls;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A TLS session that did not come about.
public final class TlsException extends IOException {
  private static final long serialVersionUID = 1L;

  private final TlsProblem problem;
  private final transient @Nullable PeerCertificate certificate;

  TlsException(
      TlsProblem problem, String message, @Nullable PeerCertificate certificate, Throwable cause) {
    super(message, cause);
    this.problem = problem;
    this.certificate = certificate;
  }

  /// What was wrong.
  public TlsProblem problem() {
    return problem;
  }

  /// The certificate that the server showed, if it got that far.
  public Optional<PeerCertificate> certificate() {
    return Optional.ofNullable(certificate);
  }
}
