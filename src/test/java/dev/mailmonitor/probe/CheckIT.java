package dev.mailmonitor.probe;

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
import dev.mailmonitor.testing.NeedsMailServers;
import dev.mailmonitor.tls.HandshakeGate;
import dev.mailmonitor.tls.TrustSources;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A check against a real Postfix and Dovecot.
@NeedsMailServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckIT {
  private static final String INSTANCE = "3c5a7cc8-6d2f-4b5b-8f8e-5f2f2b1d0a11";

  private MailHost host;

  @BeforeAll
  void start() {
    host = MailHost.start();
  }

  @AfterAll
  void stop() {
    host.close();
  }

  private Target target(TransportSecurity security) {
    boolean startTls = security == TransportSecurity.STARTTLS;
    Account account = new Account(host.user(), Secret.of(host.password()));
    return new Target(
        TargetName.UNNAMED,
        new Route(
            new Endpoint(
                host.host(), startTls ? host.smtpStarttlsPort() : host.smtpsPort(), security),
            account,
            new Endpoint(
                host.host(), startTls ? host.imapStarttlsPort() : host.imapsPort(), security),
            account,
            host.user(),
            host.user()),
        Limits.receivingWithin(Duration.ofSeconds(20)),
        AddressFamily.ANY,
        null,
        new TrustSources(null, host.caFile()));
  }

  @Test
  void a_healthy_server_passes_all_tests_over_tls_and_the_mail_is_removed() throws Exception {
    healthy(TransportSecurity.TLS);
  }

  @Test
  void a_healthy_server_passes_all_tests_over_starttls_and_the_mail_is_removed() throws Exception {
    healthy(TransportSecurity.STARTTLS);
  }

  private void healthy(TransportSecurity security) throws Exception {
    // Given: both sessions take turns.
    Check check = Check.standard(Clock.systemUTC(), new HandshakeGate(1));
    try (Check.Run run = check.prepare(target(security), INSTANCE)) {
      // When
      CheckReport report = run.run();
      Cleanup.Cleaned cleaned = run.cleanUp();

      // Then
      assertThat(report.results())
          .as(() -> host.logs() + run.transcript())
          .hasSize(4)
          .allMatch(TestResult.Passed.class::isInstance);
      assertThat(report.delivery()).isPresent();
      assertThat(cleaned.problem()).isEmpty();
      assertThat(cleaned.removed()).isEqualTo(1);
      assertThat(host.messages(host.user(), "INBOX")).isEmpty();
      assertThat(run.transcript().toString()).doesNotContain(host.password());
    }
  }
}
