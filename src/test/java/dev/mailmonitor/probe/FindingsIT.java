package dev.mailmonitor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.AddressFamily;
import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.JunkRule;
import dev.mailmonitor.target.Limits;
import dev.mailmonitor.target.Route;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.target.Tolerance;
import dev.mailmonitor.target.TransportSecurity;
import dev.mailmonitor.testing.CertificateAuthority;
import dev.mailmonitor.testing.MailHost;
import dev.mailmonitor.testing.NeedsMailServers;
import dev.mailmonitor.testing.ServerCertificate;
import dev.mailmonitor.tls.TrustSources;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What a check finds out about a real Postfix and Dovecot that do not simply deliver.
@NeedsMailServers
class FindingsIT {
  private static final String INSTANCE = "3c5a7cc8-6d2f-4b5b-8f8e-5f2f2b1d0a11";

  private static Target target(MailHost host, String recipient, Duration receiveTimeout) {
    Account account = new Account(host.user(), Secret.of(host.password()));
    return new Target(
        TargetName.UNNAMED,
        new Route(
            new Endpoint(host.host(), host.smtpsPort(), TransportSecurity.TLS),
            account,
            new Endpoint(host.host(), host.imapsPort(), TransportSecurity.TLS),
            account,
            host.user(),
            recipient),
        Limits.receivingWithin(receiveTimeout),
        AddressFamily.ANY,
        null,
        new TrustSources(null, host.caFile()));
  }

  @Test
  void a_bounce_ends_the_wait_and_is_told_in_the_words_of_the_server_that_refused()
      throws Exception {
    try (MailHost host = MailHost.start();
        Check.Run run =
            Check.standard(Clock.systemUTC())
                .prepare(target(host, MailHost.BOUNCING, Duration.ofSeconds(30)), INSTANCE)) {
      // When
      CheckReport report = run.run();

      // Then
      assertThat(report.failures()).as(() -> host.logs() + run.transcript()).hasSize(1);
      Failure failure = report.failures().getFirst().failure();
      assertThat(failure.cause()).isEqualTo(FailureCause.BOUNCED);
      assertThat(failure.summary()).startsWith("Email bounced: 550 5.1.1 <bouncing@mail.test>");
      assertThat(failure.details())
          .contains("action: failed", "status: 5.1.1", "recipient: bouncing@mail.test");
      assertThat(report.took()).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void an_imap_server_that_is_restarted_while_the_mail_is_on_its_way_does_not_hide_the_mail()
      throws Exception {
    try (MailHost host = MailHost.start();
        Check.Run run =
            Check.standard(Clock.systemUTC())
                .prepare(target(host, host.user(), Duration.ofSeconds(30)), INSTANCE)) {
      // Given
      host.holdMail();
      CompletableFuture<CheckReport> checking = CompletableFuture.supplyAsync(run::run);
      Awaitility.await().until(() -> host.queuedMails() == 1);

      // When
      host.stopImap();
      host.startImap();
      host.releaseMail();

      // Then
      CheckReport report = checking.get();
      assertThat(report.verdict())
          .as(() -> report + host.logs() + run.transcript())
          .isEqualTo(Verdict.HEALTHY);
      assertThat(run.cleanUp().removed()).isEqualTo(1);
      assertThat(host.messages(host.user(), "INBOX")).isEmpty();
    }
  }

  @Test
  void a_certificate_that_expires_in_five_days_is_warned_of_on_both_services() throws Exception {
    // Given
    CertificateAuthority authority = CertificateAuthority.create();
    Instant now = Instant.now();
    ServerCertificate soon =
        authority.issue(
            now.minus(Duration.ofDays(80)), now.plus(Duration.ofHours(125)), "localhost");
    try (MailHost host = MailHost.with().authority(authority).certificate(soon).start();
        Check.Run run =
            Check.standard(Clock.systemUTC())
                .prepare(target(host, host.user(), Duration.ofSeconds(30)), INSTANCE)) {
      // When
      CheckReport report = run.run();

      // Then
      assertThat(report.verdict()).as(() -> report + host.logs()).isEqualTo(Verdict.DEGRADED);
      assertThat(report.warnings()).hasSize(2);
      assertThat(report.warnings().get(0).summary())
          .startsWith("The IMAP certificate of localhost:" + host.imapsPort())
          .contains("expires in 5 days");
      assertThat(report.warnings().get(1).summary())
          .startsWith("The SMTP certificate of localhost:" + host.smtpsPort());
    }
  }

  @Test
  void junk_can_be_softened_to_a_warning_and_the_mail_is_removed_from_there() throws Exception {
    try (MailHost host = MailHost.with().deliveringInto("Junk").start();
        Check.Run run =
            Check.standard(Clock.systemUTC())
                .prepare(
                    target(host, host.user(), Duration.ofSeconds(30))
                        .tolerating(new Tolerance(14, null, JunkRule.DEGRADED)),
                    INSTANCE)) {
      // When
      CheckReport report = run.run();
      Cleanup.Cleaned cleaned = run.cleanUp();

      // Then
      assertThat(report.verdict()).as(() -> report + host.logs()).isEqualTo(Verdict.DEGRADED);
      assertThat(report.of(TestKind.RECEIVE).orElseThrow().toString())
          .contains("Email delivered to Junk (\"Junk\") after ");
      assertThat(cleaned.removed()).isEqualTo(1);
      assertThat(host.messages(host.user(), "Junk")).isEmpty();
    }
  }
}
