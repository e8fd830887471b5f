package dev.mailmonitor.alert.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mailmonitor.alert.Proxy;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.testing.CertificateAuthority;
import dev.mailmonitor.testing.PingStandIn;
import dev.mailmonitor.testing.ProxyStandIn;
import dev.mailmonitor.testing.ServerCertificate;
import dev.mailmonitor.tls.TrustException;
import dev.mailmonitor.tls.TrustSources;
import dev.mailmonitor.tls.TrustedCertificates;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeartbeatTest {
  private static final String SECRET = "0d9fe2a1-7c1f-4f35-secret";

  @TempDir Path directory;

  private final PingStandIn server = PingStandIn.start();
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final AtomicLong nanoTime = new AtomicLong();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_round_that_ends_well_is_told_after_its_start() {
    // When
    try (Heartbeat heartbeat = heartbeat(url())) {
      heartbeat.started();
      heartbeat.ended(true, "eu: healthy\nus: degraded ✓");
    }

    // Then
    assertThat(server.pings())
        .containsExactly(
            new PingStandIn.Ping("POST /ping/" + SECRET + "/start", "mail-monitor/1.2.3", "", ""),
            new PingStandIn.Ping(
                "POST /ping/" + SECRET, "mail-monitor/1.2.3", "", "eu: healthy\nus: degraded ✓"));
    assertThat(warnings).isEmpty();
  }

  @Test
  void a_round_that_fails_is_told_at_fail() {
    // When
    try (Heartbeat heartbeat = heartbeat(url() + "/")) {
      heartbeat.ended(false, "unhealthy (SMTP Auth)");
    }

    // Then
    assertThat(server.targets()).containsExactly("POST /ping/" + SECRET + "/fail");
    assertThat(server.pings().getFirst().body()).isEqualTo("unhealthy (SMTP Auth)");
  }

  @Test
  void a_query_stays_at_the_end() {
    // When
    try (Heartbeat heartbeat = heartbeat(url() + "?create=1")) {
      heartbeat.started();
      heartbeat.ended(false, "");
    }

    // Then
    assertThat(server.targets())
        .containsExactly(
            "POST /ping/" + SECRET + "/start?create=1", "POST /ping/" + SECRET + "/fail?create=1");
  }

  @Test
  void the_start_is_told_beside_the_round() {
    // Given
    server.fallSilent();
    try (Heartbeat heartbeat = heartbeat(url())) {
      // When
      long start = System.nanoTime();
      heartbeat.started();
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      // Then
      assertThat(took).isLessThan(Heartbeat.BOUND);
      await().untilAsserted(() -> assertThat(server.targets()).hasSize(1));
    }
  }

  @Test
  void a_server_that_says_nothing_is_not_waited_for_without_end() {
    // Given
    server.fallSilent();

    // When
    long start = System.nanoTime();
    try (Heartbeat heartbeat = heartbeat(url())) {
      heartbeat.ended(true, "");
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);

    // Then
    assertThat(took).isLessThan(Duration.ofSeconds(30));
    assertThat(warnings)
        .containsExactly(
            "heartbeat: http://127.0.0.1:%d/(hidden) was not told: it did not answer in time. Check that it is up and reachable from here."
                .formatted(server.port()));
  }

  @ParameterizedTest
  @CsvSource({
    "404, not found, '(\"not found\"). Check heartbeat_url.'",
    "500, '', '500. Check heartbeat_url.'",
    "200, OK (not found), '200 (\"OK (not found)\"). Check heartbeat_url.'",
    "200, OK (rate limited), It is called too often",
    "429, slow down, It is called too often"
  })
  void a_refusal_is_a_warning_that_says_what_to_do(int status, String body, String warning) {
    // Given
    server.answering(status, Map.of(), body);

    // When
    try (Heartbeat heartbeat = heartbeat(url())) {
      heartbeat.ended(true, "");
    }

    // Then
    assertThat(warnings).hasSize(1);
    assertThat(warnings.getFirst())
        .startsWith("heartbeat: http://127.0.0.1:" + server.port() + "/(hidden) was not told: ")
        .contains(warning);
  }

  @Test
  void a_redirect_is_not_followed_and_its_address_not_shown() {
    // Given
    try (PingStandIn other = PingStandIn.start()) {
      server.answering(
          301,
          Map.of("Location", "http://localhost:" + other.port() + "/ping/" + SECRET),
          "moved to /ping/" + SECRET);

      // When
      try (Heartbeat heartbeat = heartbeat(url())) {
        heartbeat.ended(true, "");
      }

      // Then
      assertThat(other.pings()).isEmpty();
      assertThat(warnings).hasSize(1);
      assertThat(warnings.getFirst())
          .contains("Redirects are not followed", "at localhost.", "(hidden)")
          .doesNotContain(SECRET);
    }
  }

  @Test
  void a_server_that_is_not_there_is_told_once_and_without_the_address() throws Exception {
    // Given
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    // When
    try (Heartbeat heartbeat = heartbeat("http://127.0.0.1:" + port + "/ping/" + SECRET)) {
      heartbeat.started();
      heartbeat.ended(true, "");
    }

    // Then
    assertThat(warnings).hasSize(1);
    assertThat(warnings.getFirst())
        .contains("http://127.0.0.1:" + port + "/(hidden)", "could not be asked (")
        .doesNotContain(SECRET);
  }

  @Test
  void an_own_authority_is_accepted_where_it_is_trusted_and_nowhere_else() {
    // Given
    CertificateAuthority authority = CertificateAuthority.create();
    ServerCertificate certificate = authority.issue("localhost");
    TrustSources trusting = new TrustSources(null, authority.writeTo(directory));
    try (PingStandIn secure = PingStandIn.start(certificate.serverContext())) {
      String url = "https://localhost:" + secure.port() + "/ping/" + SECRET;

      // When
      try (Heartbeat heartbeat = heartbeat(url, null, trusting)) {
        heartbeat.ended(true, "");
      }
      List<String> trusted = List.copyOf(warnings);
      try (Heartbeat heartbeat = heartbeat(url, null, new TrustSources(null, null))) {
        heartbeat.ended(true, "");
      }
      String byAddress = "https://127.0.0.1:" + secure.port() + "/ping/" + SECRET;
      try (Heartbeat heartbeat = heartbeat(byAddress, null, trusting)) {
        heartbeat.ended(true, "");
      }

      // Then
      assertThat(trusted).isEmpty();
      assertThat(secure.targets()).containsExactly("POST /ping/" + SECRET);
      assertThat(warnings).hasSize(2).allMatch(line -> line.contains("could not be asked ("));
    }
  }

  @Test
  void it_goes_through_a_tunnel_of_the_proxy_that_wants_a_login() {
    // Given
    CertificateAuthority authority = CertificateAuthority.create();
    String login =
        "Basic "
            + Base64.getEncoder().encodeToString("me:pass".getBytes(StandardCharsets.UTF_8));
    try (PingStandIn secure =
            PingStandIn.start(authority.issue("ping.example.com").serverContext());
        ProxyStandIn proxy = ProxyStandIn.start(secure.port(), login)) {
      Proxy through =
          new Proxy("127.0.0.1", proxy.port(), new Proxy.Login("me", Secret.of("pass")));

      // When
      try (Heartbeat heartbeat =
          heartbeat(
              "https://ping.example.com/" + SECRET,
              through,
              new TrustSources(null, authority.writeTo(directory)))) {
        heartbeat.ended(true, "");
      }

      // Then
      assertThat(warnings).isEmpty();
      assertThat(secure.pings())
          .containsExactly(
              new PingStandIn.Ping("POST /" + SECRET, "mail-monitor/1.2.3", "", ""));
      assertThat(proxy.requestHeads())
          .allSatisfy(head ->
              assertThat(head).startsWith("CONNECT ping.example.com:443 ").doesNotContain(SECRET));
    }
  }

  @Test
  void a_service_tells_a_change_at_once_and_else_keeps_its_pace() {
    // Given
    try (Heartbeat heartbeat = heartbeat(url())) {
      // When
      heartbeat.beat(true, () -> "1");
      pass(Duration.ofSeconds(10));
      heartbeat.beat(true, () -> "2");
      pass(Duration.ofSeconds(10));
      heartbeat.beat(false, () -> "3");
      pass(Duration.ofSeconds(10));
      heartbeat.beat(false, () -> "4");
      pass(Heartbeat.PACE);
      heartbeat.beat(false, () -> "5");
      heartbeat.beat(true, () -> "6");

      // Then
      await()
          .untilAsserted(() ->
              assertThat(server.pings().stream().map(PingStandIn.Ping::body))
                  .containsExactly("1", "3", "5", "6"));
      assertThat(server.targets().stream().map(target -> target.endsWith("/fail")))
          .containsExactly(false, true, true, false);
    }
  }

  @Test
  void after_the_end_nothing_is_told() {
    // Given
    Heartbeat heartbeat = heartbeat(url());
    heartbeat.close();

    // When
    heartbeat.started();
    heartbeat.beat(true, () -> "");
    heartbeat.ended(true, "");

    // Then
    assertThat(server.pings()).isEmpty();
    assertThat(warnings).isEmpty();
  }

  @Test
  void the_limits_are_those_that_are_documented() {
    assertThat(Heartbeat.BOUND).isEqualTo(Duration.ofSeconds(5));
    assertThat(Heartbeat.PACE).isEqualTo(Duration.ofMinutes(1));
  }

  private void pass(Duration time) {
    nanoTime.addAndGet(time.toNanos());
  }

  private String url() {
    return "http://127.0.0.1:" + server.port() + "/ping/" + SECRET;
  }

  private Heartbeat heartbeat(String url) {
    return heartbeat(url, null, new TrustSources(null, null));
  }

  private Heartbeat heartbeat(String url, @Nullable Proxy proxy, TrustSources trust) {
    return new Heartbeat(
        new HeartbeatSettings(Secret.of(url), proxy, trust),
        () -> trustManager(trust),
        "mail-monitor/1.2.3",
        warnings::add,
        nanoTime::get);
  }

  private static X509TrustManager trustManager(TrustSources trust) {
    try {
      return new TrustedCertificates(trust).trustManager();
    } catch (TrustException e) {
      throw new IllegalStateException(e);
    }
  }
}
