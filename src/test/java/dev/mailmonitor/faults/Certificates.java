package dev.mailmonitor.faults;

import dev.mailmonitor.testing.CertificateAuthority;
import dev.mailmonitor.testing.ServerCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The certificates of the scripted servers.
final class Certificates {
  private final CertificateAuthority authority = CertificateAuthority.create();
  private final CertificateAuthority stranger = CertificateAuthority.create();
  private final CertificateAuthority intermediate = authority.intermediate();
  private final ServerCertificate good = authority.issue("localhost", "other-name.test");
  private final ConcurrentHashMap<String, ServerCertificate> others = new ConcurrentHashMap<>();

  /// The authority that the program trusts.
  CertificateAuthority authority() {
    return authority;
  }

  ServerCertificate good() {
    return good;
  }

  private ServerCertificate once(String kind, Function<String, ServerCertificate> make) {
    return others.computeIfAbsent(kind, make);
  }

  ServerCertificate expired() {
    return once("expired", kind -> authority.issueExpired("localhost"));
  }

  ServerCertificate notYetValid() {
    return once("not yet valid", kind -> authority.issueNotYetValid("localhost"));
  }

  ServerCertificate ofStranger() {
    return once("stranger", kind -> stranger.issue("localhost"));
  }

  ServerCertificate withoutIntermediate() {
    return once("intermediate", kind -> intermediate.issue("localhost").withoutIntermediates());
  }

  ServerCertificate selfSigned() {
    return once("self-signed", kind -> CertificateAuthority.selfSigned("localhost"));
  }

  ServerCertificate forOtherName() {
    return once("other name", kind -> authority.issue("www.example.com", "example.com"));
  }

  ServerCertificate expiringInFiveDays() {
    Instant now = Instant.now();
    return once(
        "soon",
        kind ->
            authority.issue(
                now.minus(Duration.ofDays(80)), now.plus(Duration.ofHours(125)), "localhost"));
  }
}
