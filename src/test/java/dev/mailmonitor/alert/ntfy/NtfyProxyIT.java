package dev.mailmonitor.alert.ntfy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.AlertDetails;
import dev.mailmonitor.alert.AlertText;
import dev.mailmonitor.alert.Attempt;
import dev.mailmonitor.alert.Proxy;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.testing.NtfyStandIn;
import dev.mailmonitor.testing.ScriptedServer;
import dev.mailmonitor.testing.SecretWatch;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Proxies that do not let an alert through: it is kept, and the login at the proxy stays hidden.
@QuarkusTest
class NtfyProxyIT {
  private static final String PASSWORD = SecretWatch.OF_TESTS.keep("pr0xy-l0gin:%&");
  private static final NtfyChannel.Limits LIMITS =
      new NtfyChannel.Limits(Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(3));

  private static Attempt deliver(int proxyPort, String server) {
    NtfySettings settings =
        new NtfySettings(
            URI.create(server),
            "alerts",
            new NtfySettings.Credentials.None(),
            NtfySettings.HIGH,
            List.of(),
            new Proxy("127.0.0.1", proxyPort, new Proxy.Login("me", Secret.of(PASSWORD))));
    try (NtfyChannel channel =
        new NtfyChannel(
            settings,
            AlertDetails.FULL,
            new AlertText(ZoneOffset.UTC),
            () -> new TestTrust(),
            "mail-monitor/test",
            LIMITS)) {
      return channel.deliver(
          Alert.test(new UUID(0, 1), TargetName.UNNAMED, Instant.EPOCH, "monitor.test"),
          Duration.ofMinutes(1));
    }
  }

  private static final class TestTrust implements javax.net.ssl.X509TrustManager {
    @Override
    public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type) {
      throw new IllegalStateException("No certificate is expected");
    }

    @Override
    public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) {
      throw new IllegalStateException("No certificate is expected");
    }

    @Override
    public java.security.cert.X509Certificate[] getAcceptedIssuers() {
      return new java.security.cert.X509Certificate[0];
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://ntfy.example.com, 403 Forbidden",
    "https://ntfy.example.com, 407 Proxy Authentication Required",
    "https://ntfy.example.com, 502 Bad Gateway",
    "http://ntfy.example.com, 502 Bad Gateway"
  })
  void a_proxy_that_refuses_is_named_and_its_login_is_not(String server, String status) {
    // Given: it sends back what it was sent.
    String login =
        Base64.getEncoder()
            .encodeToString(("me:" + PASSWORD).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    try (ScriptedServer proxy =
        ScriptedServer.plain(talk -> {
          while (!talk.hear().isEmpty()) {
            // The request's head.
          }
          String body = "no " + login + " of " + PASSWORD;
          talk.say(
              "HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s".formatted(status, body.length(), body));
          talk.hang();
        })) {
      Instant before = Instant.now();

      // When
      Attempt attempt = deliver(proxy.port(), server);

      // Then
      assertThat(attempt).isNotInstanceOf(Attempt.Accepted.class);
      SecretWatch.OF_TESTS.inspect("the reason", attempt.toString());
      assertThat(attempt.toString()).contains("ntfy.example.com", status.substring(0, 3));
      assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void a_proxy_that_is_not_there_is_named() {
    // When
    Attempt attempt = deliver(1, "https://ntfy.example.com");

    // Then
    assertThat(attempt)
        .isInstanceOfSatisfying(
            Attempt.Later.class,
            later ->
                assertThat(later.reason())
                    .contains("through the proxy 127.0.0.1:1", "could not be reached"));
  }

  @Test
  void an_answer_without_an_end_is_given_up_before_it_fills_the_memory() {
    // Given
    try (NtfyStandIn ntfy = NtfyStandIn.start()) {
      ntfy.always(new NtfyStandIn.Reply.Flood(200));

      // When
      Attempt attempt = deliver(ntfy.port(), "http://ntfy.example.com");
      long flooded = ntfy.flooded();

      // Then
      assertThat(attempt)
          .isInstanceOfSatisfying(
              Attempt.Final.class,
              last -> assertThat(last.reason()).contains("not as an ntfy server does"));
      assertThat(flooded).as("bytes sent").isLessThan(64L * 1024 * 1024);
    }
  }
}
