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
import dev.mailmonitor.testing.MailHost;
import dev.mailmonitor.testing.MailHostBuilder;
import dev.mailmonitor.testing.NeedsMailServers;
import dev.mailmonitor.testing.SecretWatch;
import dev.mailmonitor.testing.TrickyPassword;
import dev.mailmonitor.tls.TlsClient;
import dev.mailmonitor.tls.TrustSources;
import dev.mailmonitor.tls.TrustedCertificates;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Passwords and user names that programs stumble over, by every way to log in that servers offer,
/// on Postfix and Dovecot.
@NeedsMailServers
class TrickyLoginIT {
  /// In lower case, as Dovecot makes them.
  private static final Map<String, String> USERS =
      Map.of(
          "jörg müller@mail.test", "password of an umlaut",
          "🔑@mail.test", "password of an emoji",
          "o\"brien\\x", "password of a quote",
          "ali'ce $(x) %s", "password of a shell");

  private static final Duration BOUND = Duration.ofSeconds(25);

  @Test
  void every_login_works_where_only_plain_is_offered() throws Exception {
    // Given
    try (MailHost host = logins().dovecot("auth_mechanisms = plain").start()) {
      // Then
      String said = assertThatAllLogIn(host);
      assertThat(said).contains("> AUTH PLAIN (hidden)", "AUTHENTICATE PLAIN (hidden)");
      assertThat(said).doesNotContain("> AUTH LOGIN", " LOGIN (hidden)");
    }
  }

  @Test
  void every_login_works_where_only_login_is_offered() throws Exception {
    // Given
    try (MailHost host = logins().dovecot("auth_mechanisms = login").start()) {
      // Then
      String said = assertThatAllLogIn(host);
      assertThat(said).contains("> AUTH LOGIN", " LOGIN (hidden)", "AUTHENTICATE LOGIN");
      assertThat(said).doesNotContain("AUTH PLAIN (hidden)", "AUTHENTICATE PLAIN");
    }
  }

  @Test
  void every_login_works_where_imap_takes_plain_only_step_by_step() throws Exception {
    // Given
    try (MailHost host =
        logins()
            .dovecot("imap_capability = IMAP4rev1 UIDPLUS IDLE LOGINDISABLED AUTH=PLAIN")
            .start()) {
      // Then
      String said = assertThatAllLogIn(host);
      assertThat(said).contains("AUTHENTICATE PLAIN");
    }
  }

  private static MailHostBuilder logins() {
    MailHostBuilder host = TrickyPassword.logins();
    USERS.forEach(host::login);
    return host;
  }

  /// @return what was said
  private static String assertThatAllLogIn(MailHost host) throws Exception {
    Map<String, String> logins = new LinkedHashMap<>(USERS);
    for (TrickyPassword password : TrickyPassword.values()) {
      logins.put(password.user(), password.text());
    }
    TrustSources trust = new TrustSources(null, host.caFile());
    TlsClient tls =
        new TlsClient(new TrustedCertificates(trust).trustManager(), InstantSource.system());
    List<String> failures = new ArrayList<>();
    List<Transcript> said = new ArrayList<>();
    logins.forEach((username, password) -> {
      Target target = target(host, new Account(username, Secret.of(password)), trust);
      try (ImapSession imap = new ImapSession(target, tls, Deadline.after(BOUND))) {
        try {
          imap.open();
        } catch (MailFailure failed) {
          failures.add(username + ": " + failed.getMessage());
        }
        said.add(imap.transcript());
      }
      try (SmtpSession smtp = new SmtpSession(target, tls, Deadline.after(BOUND))) {
        try {
          smtp.open();
        } catch (MailFailure failed) {
          failures.add(username + ": " + failed.getMessage());
        }
        said.add(smtp.transcript());
      }
    });
    String transcripts =
        said.stream()
            .flatMap(transcript -> transcript.lines().stream())
            .map(Transcript.Line::toString)
            .collect(Collectors.joining("\n"));
    SecretWatch.OF_TESTS.inspect("the transcripts", transcripts);
    SecretWatch.OF_TESTS.inspect("the failures", failures.toString());
    assertThat(failures).isEmpty();
    return transcripts;
  }

  private static Target target(MailHost host, Account account, TrustSources trust) {
    return new Target(
        TargetName.UNNAMED,
        new Route(
            new Endpoint(host.host(), host.smtpStarttlsPort(), TransportSecurity.STARTTLS),
            account,
            new Endpoint(host.host(), host.imapsPort(), TransportSecurity.TLS),
            account,
            host.user(),
            host.user()),
        new Limits(Duration.ofSeconds(5), Duration.ofSeconds(25)),
        AddressFamily.IPV4,
        "monitor.test",
        trust);
  }
}
