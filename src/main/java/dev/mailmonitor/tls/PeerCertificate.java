package dev.mailmonitor.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// The certificate that a server showed, whether it was trusted or not.
///
/// @param subject distinguished name of its owner (RFC 2253 form)
/// @param issuer distinguished name of its issuer
/// @param notBefore start of its validity
/// @param notAfter end of its validity
/// @param names the DNS names and IP addresses that it is for (RFC 5280 section 4.2.1.6)
/// @param selfSigned whether it was issued by itself
public record PeerCertificate(
    String subject,
    String issuer,
    Instant notBefore,
    Instant notAfter,
    List<String> names,
    boolean selfSigned) {

  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;
  private static final int MOST_NAMES = 20;

  /// Copies the names.
  public PeerCertificate {
    names = List.copyOf(names);
  }

  /// Reads what people need to know of a certificate.
  ///
  /// @param certificate the server's own certificate, the first of its chain
  /// @return its description
  public static PeerCertificate of(X509Certificate certificate) {
    return new PeerCertificate(
        certificate.getSubjectX500Principal().getName(),
        certificate.getIssuerX500Principal().getName(),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        names(certificate),
        certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()));
  }

  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> alternative : alternatives) {
          int type = (Integer) alternative.get(0);
          if ((type == DNS_NAME || type == IP_ADDRESS) && names.size() < MOST_NAMES) {
            names.add(String.valueOf(alternative.get(1)));
          }
        }
      }
    } catch (CertificateParsingException unreadable) {
      // The certificate is described by what can be read of it.
    }
    return names;
  }
}
