package dev.mailmonitor.tls;

import java.io.EOFException;
import java.io.IOException;
import java.net.IDN;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Makes TLS sessions that are verified: a chain to a trusted authority, within its validity, for
/// the very host that was asked for. There is no way to switch any of this off.
///
/// When the verification fails, the certificate is kept, so that the failure can say what came.
public final class TlsClient {
  private static final String CHEAP_GROUP = "secp384r1";
  private static final String COSTLY_GROUP = "secp256r1";

  private final X509ExtendedTrustManager trust;
  private final InstantSource clock;
  private final HandshakeGate gate;

  /// A client that trusts what a trust manager trusts.
  ///
  /// @param trust decides about chains
  /// @param clock tells an expired certificate from one that is not yet valid
  public TlsClient(X509ExtendedTrustManager trust, InstantSource clock) {
    this(trust, clock, HandshakeGate.OPEN);
  }

  /// A client that shares a gate with others.
  ///
  /// @param trust decides about chains
  /// @param clock tells an expired certificate from one that is not yet valid
  /// @param gate bounds how many sessions are negotiated at the same time
  public TlsClient(X509ExtendedTrustManager trust, InstantSource clock, HandshakeGate gate) {
    this.trust = trust;
    this.clock = clock;
    this.gate = gate;
  }

  /// The gate at which the caller of [#handshake] takes a turn first: only the caller can tell its
  /// own waiting from the server's.
  public HandshakeGate gate() {
    return gate;
  }

  /// Performs the handshake on a connected socket.
  ///
  /// @param connected a socket whose reads are bounded by the caller
  /// @param host the name that the certificate must be for, or an address literal
  /// @param port the port, for the session cache
  /// @return the TLS socket; closing it closes the given one
  /// @throws TlsException if the session cannot be trusted or negotiated
  /// @throws SocketTimeoutException if the other side fell silent
  /// @throws IOException if the connection broke
  public SSLSocket handshake(Socket connected, String host, int port) throws IOException {
    AtomicReference<@Nullable X509Certificate> shown = new AtomicReference<>();
    SSLSocket socket;
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Remembering(trust, shown)}, null);
      socket =
          (SSLSocket) context.getSocketFactory().createSocket(connected, toAscii(host), port, true);
    } catch (GeneralSecurityException unusable) {
      throw new IOException("This Java cannot make TLS sessions: " + unusable, unusable);
    }
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setNamedGroups(cheapFirst(parameters.getNamedGroups()));
    socket.setSSLParameters(parameters);
    try {
      socket.startHandshake();
      return socket;
    } catch (SocketTimeoutException | SocketException broken) {
      throw broken;
    } catch (SSLException failed) {
      throw diagnose(failed, host, shown.get());
    }
  }

  /// The JDK sends a key share for the first group of each kind before it knows what the server
  /// wants, which is x25519 nearly always. Its first share for secp256r1 makes tables that cost
  /// more than all the rest of a handshake; one for secp384r1 does not. All groups are offered as
  /// before.
  static String @Nullable [] cheapFirst(String @Nullable [] groups) {
    if (groups == null) {
      return null;
    }
    List<String> ordered = new ArrayList<>(List.of(groups));
    if (ordered.contains(CHEAP_GROUP) && ordered.remove(COSTLY_GROUP)) {
      ordered.add(ordered.indexOf(CHEAP_GROUP) + 1, COSTLY_GROUP);
    }
    return ordered.toArray(String[]::new);
  }

  private static String toAscii(String host) {
    return host.contains(":") ? host : IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
  }

  private IOException diagnose(SSLException failed, String host, @Nullable X509Certificate shown) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      // Ends and time-outs of the connection arrive wrapped; they are not TLS's fault.
      if (cause instanceof SocketTimeoutException
          || cause instanceof SocketException
          || cause instanceof EOFException) {
        return (IOException) cause;
      }
    }
    if (shown == null || !isAboutCertificate(failed)) {
      return new TlsException(
          TlsProblem.HANDSHAKE, "TLS handshake failed: " + failed.getMessage(), null, failed);
    }
    PeerCertificate certificate = PeerCertificate.of(shown);
    return switch (problem(failed, certificate)) {
      case EXPIRED ->
          new TlsException(
              TlsProblem.EXPIRED,
              "the certificate expired on " + certificate.notAfter(),
              certificate,
              failed);
      case NOT_YET_VALID ->
          new TlsException(
              TlsProblem.NOT_YET_VALID,
              "the certificate is not valid before " + certificate.notBefore(),
              certificate,
              failed);
      case WRONG_NAME ->
          new TlsException(
              TlsProblem.WRONG_NAME,
              "the certificate is for "
                  + (certificate.names().isEmpty()
                      ? certificate.subject()
                      : String.join(", ", certificate.names()))
                  + ", not for "
                  + host,
              certificate,
              failed);
      case UNKNOWN_ISSUER ->
          new TlsException(
              TlsProblem.UNKNOWN_ISSUER,
              certificate.selfSigned()
                  ? "the certificate is self-signed (" + certificate.subject() + ")"
                  : "the certificate's issuer is not trusted (" + certificate.issuer() + ")",
              certificate,
              failed);
      case HANDSHAKE ->
          new TlsException(
              TlsProblem.HANDSHAKE,
              "the certificate was refused: " + rootMessage(failed),
              certificate,
              failed);
    };
  }

  /// The JDK tells these apart by text only, so the certificate itself is asked first.
  private TlsProblem problem(SSLException failed, PeerCertificate certificate) {
    if (clock.instant().isAfter(certificate.notAfter())) {
      return TlsProblem.EXPIRED;
    }
    if (clock.instant().isBefore(certificate.notBefore())) {
      return TlsProblem.NOT_YET_VALID;
    }
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof java.security.cert.CertPathBuilderException) {
        return TlsProblem.UNKNOWN_ISSUER;
      }
      if (cause instanceof java.security.cert.CertPathValidatorException) {
        return TlsProblem.HANDSHAKE;
      }
      if (cause instanceof java.security.cert.CertificateExpiredException) {
        return TlsProblem.EXPIRED;
      }
    }
    String message = rootMessage(failed);
    return message.contains("No subject alternative")
            || message.contains("No name matching")
            || message.contains("no subject alternative")
        ? TlsProblem.WRONG_NAME
        : TlsProblem.HANDSHAKE;
  }

  private static boolean isAboutCertificate(SSLException failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }

  private static String rootMessage(Throwable failed) {
    Throwable root = failed;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  /// Keeps the certificate that was shown, then lets the real trust manager decide.
  private static final class Remembering extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager trust;
    private final AtomicReference<@Nullable X509Certificate> shown;

    Remembering(X509ExtendedTrustManager trust, AtomicReference<@Nullable X509Certificate> shown) {
      this.trust = trust;
      this.shown = shown;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      shown.set(chain[0]);
      trust.checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      shown.set(chain[0]);
      trust.checkServerTrusted(chain, authType, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      // Without a socket there is no host name to compare: nothing here may come this way.
      throw new CertificateException("a certificate can only be verified within its session");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      throw new CertificateException("clients are not verified here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("clients are not verified here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("clients are not verified here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return trust.getAcceptedIssuers();
    }
  }
}
