package dev.mailmonitor.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.AddressFamily;
import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.Limits;
import dev.mailmonitor.target.Route;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.target.TransportSecurity;
import dev.mailmonitor.testing.CertificateAuthority;
import dev.mailmonitor.testing.Conversation;
import dev.mailmonitor.testing.ScriptedServer;
import dev.mailmonitor.testing.SmtpDialogue;
import dev.mailmonitor.tls.HandshakeGate;
import dev.mailmonitor.tls.TlsClient;
import dev.mailmonitor.tls.TrustSources;
import dev.mailmonitor.tls.TrustedCertificates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Sessions that take turns to negotiate TLS: a burst of checks must never look like an outage.
class TurnToNegotiateTest {
  private static final CertificateAuthority AUTHORITY = CertificateAuthority.create();
  private static final SSLContext TLS = AUTHORITY.issue("localhost").serverContext();
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration HELD = Duration.ofMillis(1500);

  @TempDir Path directory;

  private final HandshakeGate gate = new HandshakeGate(1);
  private final HandshakeGate.Turn others = gate.turn();
  private TlsClient tls;
  private TrustSources trust;

  @BeforeEach
  void trust() throws Exception {
    trust = new TrustSources(null, AUTHORITY.writeTo(directory));
    tls =
        new TlsClient(new TrustedCertificates(trust).trustManager(), InstantSource.system(), gate);
  }

  private SmtpSession session(int port, TransportSecurity security, Deadline deadline) {
    Account account = new Account("probe@mail.test", Secret.of("correct horse"));
    Endpoint endpoint = new Endpoint("localhost", port, security);
    Target target =
        new Target(
            TargetName.UNNAMED,
            new Route(endpoint, account, endpoint, account, "a@mail.test", "a@mail.test"),
            new Limits(Duration.ofSeconds(5), Duration.ofSeconds(90)),
            AddressFamily.IPV4,
            "monitor.test",
            trust);
    return new SmtpSession(target, tls, deadline);
  }

  private static ScriptedServer server(TransportSecurity security) {
    return security == TransportSecurity.TLS
        ? ScriptedServer.tls(TLS, talk -> SmtpDialogue.begin(talk).until("QUIT"))
        : ScriptedServer.plain(TurnToNegotiateTest::startTls);
  }

  private static void startTls(Conversation talk) throws IOException {
    SmtpDialogue.begin(talk, TLS).until("QUIT");
  }

  private static CompletableFuture<Void> opening(SmtpSession session) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            session.open();
          } catch (MailFailure failed) {
            throw new IllegalStateException(failed);
          }
        },
        Thread::startVirtualThread);
  }

  private static Duration inSteps(SmtpSession session) {
    return session.timings().entries().stream()
        .map(Timings.Entry::duration)
        .reduce(Duration.ZERO, Duration::plus);
  }

  @ParameterizedTest
  @EnumSource(
      value = TransportSecurity.class,
      names = {"TLS", "STARTTLS"})
  void waiting_for_a_turn_is_in_no_step_of_the_session(TransportSecurity security)
      throws Exception {
    // Given
    others.await(LONG, () -> false);
    try (ScriptedServer server = server(security);
        SmtpSession session =
            session(server.port(), security, Deadline.after(LONG.multipliedBy(2)))) {
      long start = System.nanoTime();
      CompletableFuture<Void> opening = opening(session);
      Phase before = security == TransportSecurity.TLS ? Phase.CONNECT : Phase.STARTTLS;
      await().atMost(LONG).until(() -> session.timings().of(Service.SMTP, before).isPresent());

      // When
      Thread.sleep(HELD);
      assertThat(opening).isNotDone();
      others.end();
      opening.get(LONG.toSeconds(), TimeUnit.SECONDS);

      // Then
      Duration all = Duration.ofNanos(System.nanoTime() - start);
      assertThat(all.minus(inSteps(session))).isGreaterThanOrEqualTo(HELD);
      assertThat(session.timings().entries())
          .extracting(Timings.Entry::phase)
          .containsOnlyOnce(Phase.TLS);
    }
  }

  @Test
  void waiting_for_a_turn_is_put_on_top_of_the_servers_time() throws Exception {
    // Given
    others.await(LONG, () -> false);
    Deadline logins = Deadline.after(LONG.multipliedBy(10)).orAfter(LONG.multipliedBy(2));
    Wire wire =
        new Wire(Service.SMTP, new Account("probe@mail.test", Secret.of("correct horse")), logins);
    try (ScriptedServer server = server(TransportSecurity.TLS)) {
      Endpoint endpoint = new Endpoint("localhost", server.port(), TransportSecurity.TLS);
      Connector connector = new Connector(Service.SMTP, endpoint, AddressFamily.IPV4, tls, wire);
      Thread connecting =
          Thread.startVirtualThread(() -> {
            try {
              connector.connect(logins);
            } catch (MailFailure failed) {
              throw new IllegalStateException(failed);
            }
          });
      await().atMost(LONG).until(() -> wire.timings().of(Service.SMTP, Phase.CONNECT).isPresent());

      // When
      Thread.sleep(HELD);
      others.end();
      assertThat(connecting.join(LONG)).isTrue();

      // Then
      assertThat(Duration.ofNanos(wire.stage().nanoTime() - logins.nanoTime()))
          .isGreaterThanOrEqualTo(HELD);
      connector.abort();
    }
  }

  @Test
  void a_turn_that_does_not_come_fails_no_check() throws Exception {
    // Given
    others.await(LONG, () -> false);
    try (ScriptedServer server = server(TransportSecurity.TLS);
        SmtpSession session =
            session(
                server.port(),
                TransportSecurity.TLS,
                Deadline.after(LONG).orAfter(Duration.ofSeconds(8)))) {
      // When
      session.open();

      // Then
      assertThat(session.certificate()).isPresent();
    }
  }

  @Test
  void a_silent_server_keeps_nobody_from_having_a_turn() throws Exception {
    // Given
    try (ScriptedServer silent = ScriptedServer.plain(Conversation::hang);
        SmtpSession waits = session(silent.port(), TransportSecurity.TLS, Deadline.after(LONG))) {
      CompletableFuture<Void> opening = opening(waits);
      await().atMost(LONG).until(() -> silent.connections() > 0);

      // When
      Duration waited = others.await(Duration.ofSeconds(8), () -> false);

      // Then
      assertThat(opening).isNotDone();
      assertThat(waited).isLessThan(Duration.ofSeconds(8));
      waits.abort();
    }
  }

  @Test
  void a_check_that_is_called_off_waits_for_no_turn() throws Exception {
    // Given
    others.await(LONG, () -> false);
    try (ScriptedServer server = server(TransportSecurity.TLS);
        SmtpSession session =
            session(server.port(), TransportSecurity.TLS, Deadline.after(LONG.multipliedBy(10)))) {
      CompletableFuture<Void> opening = opening(session);
      await().atMost(LONG).until(() -> server.connections() > 0);

      // When
      session.cancel();

      // Then
      assertThat(opening)
          .failsWithin(Duration.ofSeconds(8))
          .withThrowableOfType(ExecutionException.class)
          .withStackTraceContaining("MailFailure");
    }
  }
}
