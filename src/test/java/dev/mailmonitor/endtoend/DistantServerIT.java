package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.mail.Service;
import dev.mailmonitor.probe.FailureCause;
import dev.mailmonitor.probe.Verdict;
import dev.mailmonitor.target.Limits;
import dev.mailmonitor.target.TransportSecurity;
import dev.mailmonitor.testing.FaultyLink;
import dev.mailmonitor.testing.MailHost;
import dev.mailmonitor.testing.NeedsMailServers;
import dev.mailmonitor.tls.TrustSources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Real servers that are far away, and one that always goes silent at the same point.
@NeedsMailServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DistantServerIT {
  private static final Duration EACH_WAY = Duration.ofMillis(100);

  private MailHost host;

  @TempDir Path directory;

  @BeforeAll
  void start() {
    host = MailHost.start();
  }

  @AfterAll
  void stop() {
    host.close();
  }

  private LinkedCheck check(Service service, TransportSecurity security, Limits limits) {
    String name = service + "-" + security;
    return new LinkedCheck(
        host,
        service,
        security,
        limits,
        new TrustSources(null, host.caFile()),
        directory.resolve(name + ".json"),
        host.user(),
        host.password());
  }

  @Test
  void a_long_way_makes_no_failure_and_adds_to_the_delivery_time_what_the_way_takes()
      throws Exception {
    List<LinkedCheck> checks = new ArrayList<>();
    for (Service service : Service.values()) {
      for (TransportSecurity security :
          List.of(TransportSecurity.TLS, TransportSecurity.STARTTLS)) {
        checks.add(check(service, security, Limits.receivingWithin(Duration.ofSeconds(20))));
      }
    }

    // When
    List<Future<LinkedCheck.Ended>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (LinkedCheck check : checks) {
        running.add(
            threads.submit(() -> {
              try (FaultyLink link = FaultyLink.slow(check.servicePort(), EACH_WAY)) {
                return check.over(link);
              }
            }));
      }
    }

    // Then: the way there and back of the question that shows the mail, and what servers need.
    for (Future<LinkedCheck.Ended> one : running) {
      LinkedCheck.Ended ended = one.get();
      assertThat(ended.report().verdict()).as(ended.toString()).isEqualTo(Verdict.HEALTHY);
      assertThat(ended.report().delivery().orElseThrow()).isLessThan(Duration.ofMillis(2_500));
      assertThat(ended.warnings()).isEmpty();
    }
    assertThat(host.messages(host.user(), "INBOX")).isEmpty();
  }

  @Test
  void a_session_that_goes_silent_while_waiting_is_opened_again_within_the_receive_timeout() {
    // Given
    LinkedCheck check =
        check(Service.IMAP, TransportSecurity.TLS, Limits.receivingWithin(Duration.ofSeconds(60)));
    // Handshake and login are five records of the client's.
    FaultyLink.Break silence =
        new FaultyLink.Break(
            FaultyLink.Direction.TO_SERVER, 6, FaultyLink.Unit.RECORD, FaultyLink.Kind.STALL);
    try (FaultyLink link = FaultyLink.breakingOnce(check.servicePort(), silence)) {

      // When
      LinkedCheck.Ended ended = check.over(link);

      // Then
      assertThat(ended.report().verdict()).as(ended.toString()).isEqualTo(Verdict.HEALTHY);
      assertThat(link.connections()).isEqualTo(2);
      assertThat(link.breaks()).isEqualTo(1);
      assertThat(ended.took()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    }
  }

  @Test
  void a_mailbox_that_always_goes_silent_ends_within_the_whole_time_limit() {
    // Given
    Limits limits = new Limits(Duration.ofSeconds(3), Duration.ofSeconds(6));
    LinkedCheck check = check(Service.IMAP, TransportSecurity.STARTTLS, limits);
    FaultyLink.Break silence =
        new FaultyLink.Break(
            FaultyLink.Direction.TO_SERVER, 7, FaultyLink.Unit.RECORD, FaultyLink.Kind.STALL);
    try (FaultyLink link = FaultyLink.breakingAlways(check.servicePort(), silence)) {

      // When
      LinkedCheck.Ended ended = check.over(link);

      // Then
      assertThat(ended.report().failures())
          .singleElement()
          .satisfies(
              failed -> assertThat(failed.failure().cause()).isEqualTo(FailureCause.NO_ANSWER));
      assertThat(ended.took()).isLessThan(limits.total().plusSeconds(3));
    }
  }
}
