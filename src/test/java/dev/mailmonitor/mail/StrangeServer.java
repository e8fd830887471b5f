package dev.mailmonitor.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.AddressFamily;
import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.Limits;
import dev.mailmonitor.target.Route;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.target.TransportSecurity;
import dev.mailmonitor.testing.Foreign;
import dev.mailmonitor.tls.TlsClient;
import dev.mailmonitor.tls.TrustException;
import dev.mailmonitor.tls.TrustSources;
import dev.mailmonitor.tls.TrustedCertificates;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// What is common to sessions with servers that may say anything.
final class StrangeServer {
  static final String PASSWORD = "correct horse";

  private static final TlsClient TLS = tls();

  private StrangeServer() {}

  private static TlsClient tls() {
    try {
      return new TlsClient(
          new TrustedCertificates(TrustSources.JAVA_ONLY).trustManager(), Clock.systemUTC());
    } catch (TrustException e) {
      throw new AssertionError(e);
    }
  }

  private static Target target(int port) {
    Endpoint endpoint = new Endpoint("127.0.0.1", port, TransportSecurity.NONE);
    Account account = new Account("anna@example.org", Secret.of(PASSWORD));
    return new Target(
        TargetName.UNNAMED,
        new Route(endpoint, account, endpoint, account, "anna@example.org", "anna@example.org"),
        new Limits(Duration.ofSeconds(1), Duration.ofSeconds(5)),
        AddressFamily.IPV4,
        "monitor.test",
        TrustSources.JAVA_ONLY);
  }

  static ImapSession imap(int port) {
    return new ImapSession(target(port), TLS, soon());
  }

  static SmtpSession smtp(int port) {
    return new SmtpSession(target(port), TLS, soon());
  }

  /// More than any answer needs, less than anybody would call hanging.
  static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(8));
  }

  interface Step {
    void run() throws MailFailure;
  }

  /// Runs what may fail in the one way that is documented, and in no other.
  static Optional<MailFailure> failure(Step step) {
    try {
      step.run();
      return Optional.empty();
    } catch (MailFailure failure) {
      return Optional.of(failure);
    }
  }

  static void assertPresentable(Transcript transcript, Optional<MailFailure> failure) {
    assertThat(transcript.lines()).hasSizeLessThanOrEqualTo(400);
    assertThat(transcript.lines())
        .allSatisfy(line -> {
          assertThat(line.text()).hasSizeLessThanOrEqualTo(502).doesNotContain(PASSWORD);
          assertThat(Foreign.isValid(line.text())).isTrue();
        });
    failure.ifPresent(told -> {
      String words = told.fault().toString();
      assertThat(words).hasSizeLessThan(2000).doesNotContain(PASSWORD);
      assertThat(words.codePoints()).noneMatch(Character::isISOControl);
      assertThat(Foreign.isValid(words)).isTrue();
    });
  }
}
