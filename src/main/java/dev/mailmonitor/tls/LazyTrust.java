package dev.mailmonitor.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/// Decides about chains as the JDK's trust manager does with all trusted authorities, but makes
/// sense of a hundred and fifty of them, and of Java's own, only when it must.
///
/// It first asks the JDK's trust manager with the few authorities whose subject stands in the
/// chain. It compares the host name itself if that is, letter by letter, one of the certificate's;
/// the JDK would read all of Java's authorities before it compares. This can be trusted: a valid
/// path to one of these authorities is one to a trusted authority, and equal names need no rules.
/// All else, wildcards and addresses and every refusal, is decided by the JDK's trust manager with
/// all authorities.
final class LazyTrust extends X509ExtendedTrustManager {
  private static final int DNS_NAME = 2;

  /// A host name that needs no rules: no address, no wildcard, no foreign letters, neither as they
  /// are nor encoded (`xn--`).
  private static final Pattern PLAIN_NAME =
      Pattern.compile(
          "(?!.*--)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

  private static final int LONGEST_NAME = 253;

  private final TrustedCertificates source;
  private final PemBundle bundle;
  private final Set<X509Certificate> known;
  private @Nullable X509ExtendedTrustManager ofKnown;
  private @Nullable X509ExtendedTrustManager ofAll;

  /// Trust in all authorities of a source.
  ///
  /// @param source makes the JDK's trust managers
  /// @param own those that are always asked
  /// @param bundle those that are asked by name; there may be others
  LazyTrust(TrustedCertificates source, Collection<X509Certificate> own, PemBundle bundle) {
    this.source = source;
    this.bundle = bundle;
    this.known = new LinkedHashSet<>(own);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    if (!(socket instanceof SSLSocket tls) || !isAcceptedAtOnce(chain, authType, tls)) {
      all().checkServerTrusted(chain, authType, socket);
    }
  }

  private boolean isAcceptedAtOnce(X509Certificate[] chain, String authType, SSLSocket socket)
      throws CertificateException {
    if (chain.length == 0 || !isFor(chain[0], socket.getHandshakeSession())) {
      return false;
    }
    X509ExtendedTrustManager some = authoritiesIn(chain);
    if (some == null) {
      return false;
    }
    SSLParameters asked = socket.getSSLParameters();
    SSLParameters chainOnly = socket.getSSLParameters();
    chainOnly.setEndpointIdentificationAlgorithm("");
    socket.setSSLParameters(chainOnly);
    try {
      some.checkServerTrusted(chain, authType, socket);
      return true;
    } catch (CertificateException undecided) {
      return false;
    } finally {
      socket.setSSLParameters(asked);
    }
  }

  /// Whether a certificate names the very host of a session.
  static boolean isFor(X509Certificate certificate, @Nullable SSLSession session)
      throws CertificateException {
    String host = session == null ? null : session.getPeerHost();
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    if (host == null || names == null || host.length() > LONGEST_NAME) {
      return false;
    }
    String wanted = host.toLowerCase(Locale.ROOT);
    if (!PLAIN_NAME.matcher(wanted).matches()) {
      return false;
    }
    for (List<?> name : names) {
      if (name.get(0).equals(DNS_NAME)
          && String.valueOf(name.get(1)).toLowerCase(Locale.ROOT).equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  /// A trust manager of the authorities that a chain names as issuer or holds itself, with those of
  /// earlier chains; null if there are none.
  private synchronized @Nullable X509ExtendedTrustManager authoritiesIn(X509Certificate[] chain) {
    Set<X500Principal> named = new LinkedHashSet<>();
    for (X509Certificate certificate : chain) {
      named.add(certificate.getIssuerX500Principal());
      named.add(certificate.getSubjectX500Principal());
    }
    if (known.stream().map(X509Certificate::getSubjectX500Principal).noneMatch(named::contains)) {
      boolean more = false;
      for (X500Principal name : named) {
        more |= known.addAll(bundle.of(name.getEncoded()));
      }
      if (!more) {
        return null;
      }
      ofKnown = null;
    }
    if (ofKnown == null) {
      try {
        ofKnown = TrustedCertificates.trustManagerOf(known);
      } catch (TrustException unusable) {
        return null;
      }
    }
    return ofKnown;
  }

  private synchronized X509ExtendedTrustManager all() throws CertificateException {
    if (ofAll == null) {
      try {
        ofAll = TrustedCertificates.trustManagerOf(source.all());
      } catch (TrustException unusable) {
        throw new CertificateException(unusable.getMessage());
      }
    }
    return ofAll;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    all().checkServerTrusted(chain, authType, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    all().checkServerTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    all().checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    all().checkClientTrusted(chain, authType, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    all().checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    try {
      return all().getAcceptedIssuers();
    } catch (CertificateException unusable) {
      throw new IllegalStateException(unusable.getMessage(), unusable);
    }
  }
}
