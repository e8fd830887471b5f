package dev.mailmonitor.alert.ntfy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.AlertDetails;
import dev.mailmonitor.alert.AlertKind;
import dev.mailmonitor.alert.AlertText;
import dev.mailmonitor.alert.Attempt;
import dev.mailmonitor.alert.Problem;
import dev.mailmonitor.alert.Proxy;
import dev.mailmonitor.alert.ntfy.NtfySettings.Credentials;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.testing.NtfyStandIn;
import dev.mailmonitor.testing.NtfyStandIn.Reply;
import dev.mailmonitor.testing.ProxyStandIn;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class NtfyChannelIT {
  private static final String TOKEN = "tk_very_secret_token";
  private static final NtfyChannel.Limits SHORT_LIMITS =
      new NtfyChannel.Limits(
          Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofMillis(1500));

  private final AlertText text = new AlertText(ZoneOffset.UTC);
  private final NtfyStandIn ntfy = NtfyStandIn.start();

  @AfterEach
  void stop() {
    ntfy.close();
  }

  @Test
  void an_accepted_message_brings_ntfys_id() {
    // When
    Attempt attempt = deliver(settings(ntfy.uri()), alert(AlertKind.DOWN));

    // Then
    assertThat(attempt).isEqualTo(new Attempt.Accepted("id1"));
  }

  @Test
  void a_failure_is_posted_to_the_root_as_utf8_json() throws Exception {
    // When
    deliver(settings(ntfy.uri()), alert(AlertKind.DOWN));

    // Then
    NtfyStandIn.Request request = ntfy.requests().getFirst();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.target()).isEqualTo("/");
    assertThat(request.header("content-type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
    assertThat(request.header("user-agent")).contains("mail-monitor/1.2.3");
    assertThat(request.header("authorization")).isEmpty();
    assertThat(new ObjectMapper().readTree(request.body()))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"topic": "alerts", "title": "🚨 Mail Server Alert", "priority": 4,
                     "tags": ["mail"],
                     "message": "Mail server monitoring detected failures:\\n\\n• SMTP auth failed: nö 🚨"}
                    """));
    assertThat(request.body()).doesNotContain("rotating_light");
  }

  @ParameterizedTest
  @EnumSource(AlertKind.class)
  void only_failures_have_the_failures_priority_and_no_tag_repeats_the_titles_emoji(AlertKind kind)
      throws Exception {
    // Given
    NtfySettings urgent =
        new NtfySettings(
            ntfy.uri(),
            "alerts",
            new Credentials.None(),
            5,
            List.of("rotating_light", "warning", "white_check_mark", "mail"),
            null);

    // When
    deliver(urgent, alert(kind));

    // Then
    JsonNode json = new ObjectMapper().readTree(ntfy.requests().getFirst().body());
    assertThat(json.get("priority").intValue()).isEqualTo(kind.isFailure() ? 5 : 3);
    assertThat(json.get("tags"))
        .extracting(JsonNode::textValue)
        .contains("mail")
        .noneMatch(kind.emojiTags()::contains);
  }

  @Test
  void a_token_is_sent_as_a_bearer() {
    // When
    deliver(settings(ntfy.uri(), new Credentials.Token(Secret.of(TOKEN))), alert(AlertKind.DOWN));

    // Then
    assertThat(ntfy.requests().getFirst().header("authorization")).contains("Bearer " + TOKEN);
  }

  @Test
  void user_and_password_are_sent_as_basic_in_utf8() {
    // When
    deliver(
        settings(ntfy.uri(), new Credentials.UserPassword("jürgen", Secret.of("pä:ss"))),
        alert(AlertKind.DOWN));

    // Then
    assertThat(ntfy.requests().getFirst().header("authorization"))
        .contains("Basic " + Base64.getEncoder().encodeToString("jürgen:pä:ss".getBytes(UTF_8)));
  }

  @ParameterizedTest
  @CsvSource({
    "400, 40009, 'topic invalid', ntfy_topic",
    "401, 40101, unauthorized, ntfy_token",
    "403, 40301, forbidden, reserved",
    "404, 40401, 'page not found', ntfy_server",
    "405, 40500, 'method not allowed', ntfy_server"
  })
  void an_error_that_stays_is_final_and_says_what_to_do(
      int status, int code, String error, String advice) {
    // Given
    ntfy.nextError(status, code, error);

    // When
    Attempt attempt = deliver(settings(ntfy.uri()), alert(AlertKind.DOWN));

    // Then
    assertThat(reasonOf(Attempt.Final.class, attempt))
        .contains(ntfy.uri() + " answered " + status + " (" + code + ": " + error)
        .contains("https://ntfy.sh/docs/publish/")
        .contains(advice);
    assertThat(ntfy.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 507})
  void an_error_that_passes_is_for_later(int status) {
    // Given
    ntfy.next(status, "<html>\u202ebad\ngateway</html>");

    // When
    Attempt attempt = deliver(settings(ntfy.uri()), alert(AlertKind.DOWN));

    // Then
    assertThat(reasonOf(Attempt.Later.class, attempt))
        .contains("answered " + status + " (\"<html>bad gateway</html>\")");
    assertThat(((Attempt.Later) attempt).retryAfter()).isEmpty();
    assertThat(ntfy.requests()).hasSize(1);
  }

  @Test
  void a_proxys_retry_after_is_handed_on() {
    // Given
    ntfy.next(new Reply.Answer(503, Map.of("Retry-After", "7"), ""));

    // When
    Attempt attempt = deliver(settings(ntfy.uri()), alert(AlertKind.DOWN));

    // Then
    assertThat(((Attempt.Later) attempt).retryAfter()).contains(Duration.ofSeconds(7));
  }

  @Test
  void a_used_up_daily_quota_is_not_hammered() {
    // Given
    ntfy.nextError(429, 42908, "limit reached: daily message quota reached");

    // When
    Attempt attempt = deliver(settings(ntfy.uri()), alert(AlertKind.DOWN));

    // Then
    assertThat(((Attempt.Later) attempt).retryAfter()).contains(Duration.ofHours(1));
    assertThat(reasonOf(Attempt.Later.class, attempt)).contains("00:00 UTC");
  }

  @ParameterizedTest
  @CsvSource({"413, 41303, attachment too large", "400, 40014, attachments not allowed"})
  void a_message_that_is_too_large_is_shortened_and_sent_again(int status, int code, String error)
      throws Exception {
    // Given
    ntfy.nextError(status, code, error);

    // When
    Attempt attempt = deliver(settings(ntfy.uri()), longAlert());

    // Then
    assertThat(attempt).isEqualTo(new Attempt.Accepted("id2"));
    assertThat(messageBytes(0)).isBetween(4000, 4095);
    assertThat(messageBytes(1)).isBetween(900, 1024);
  }

  @ParameterizedTest
  @CsvSource({"413, 41303, attachment too large", "400, 40014, attachments not allowed"})
  void a_message_that_stays_too_large_is_final(int status, int code, String error) {
    // Given
    ntfy.nextError(status, code, error);
    ntfy.nextError(status, code, error);

    // When
    Attempt attempt = deliver(settings(ntfy.uri()), longAlert());

    // Then
    assertThat(reasonOf(Attempt.Final.class, attempt)).contains("shortened");
    assertThat(ntfy.requests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>Welcome</html>",
        "[]",
        "42",
        "null",
        "{}",
        "{\"id\":\"\"}",
        "{\"id\":{}}",
        "{\"id\""
      })
  void who_does_not_answer_with_an_id_is_no_ntfy_server(String body) {
    // Given
    ntfy.next(200, body);

    // When
    Attempt attempt = deliver(settings(ntfy.uri()), alert(AlertKind.DOWN));

    // Then
    assertThat(reasonOf(Attempt.Final.class, attempt)).contains("ntfy_server", "root address");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void a_redirect_is_not_followed(int status) {
    // Given
    try (NtfyStandIn other = NtfyStandIn.start()) {
      ntfy.next(new Reply.Answer(status, Map.of("Location", other.uri() + "/there"), ""));

      // When
      Attempt attempt =
          deliver(
              settings(ntfy.uri(), new Credentials.Token(Secret.of(TOKEN))), alert(AlertKind.DOWN));

      // Then
      assertThat(reasonOf(Attempt.Final.class, attempt))
          .contains("Redirects are not followed", other.uri() + "/there");
      assertThat(other.requests()).isEmpty();
      assertThat(ntfy.requests()).hasSize(1);
    }
  }

  @Test
  void a_secret_that_the_server_sends_back_stays_hidden() {
    // Given
    String basic = Base64.getEncoder().encodeToString("me:pass-word".getBytes(UTF_8));
    ntfy.next(500, "you sent Basic " + basic + " that is pass-word");
    ntfy.next(401, "you sent Bearer " + TOKEN);

    // When
    Attempt later =
        deliver(
            settings(ntfy.uri(), new Credentials.UserPassword("me", Secret.of("pass-word"))),
            alert(AlertKind.DOWN));
    Attempt last =
        deliver(
            settings(ntfy.uri(), new Credentials.Token(Secret.of(TOKEN))), alert(AlertKind.DOWN));

    // Then
    assertThat(reasonOf(Attempt.Later.class, later)).doesNotContain(basic, "pass-word");
    assertThat(reasonOf(Attempt.Final.class, last)).doesNotContain(TOKEN).contains("(hidden)");
  }

  @Test
  void a_server_that_says_nothing_is_for_later_in_time() {
    // Given
    ntfy.next(new Reply.Silence());
    Instant before = Instant.now();

    // When
    Attempt attempt = deliver(settings(ntfy.uri()), alert(AlertKind.DOWN), SHORT_LIMITS);

    // Then
    assertThat(reasonOf(Attempt.Later.class, attempt)).contains("did not answer in time");
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void a_server_that_never_ends_its_answer_is_for_later_in_time() {
    // Given
    ntfy.next(new Reply.Drip());
    Instant before = Instant.now();

    // When
    Attempt attempt = deliver(settings(ntfy.uri()), alert(AlertKind.DOWN), SHORT_LIMITS);

    // Then
    assertThat(reasonOf(Attempt.Later.class, attempt)).contains("did not answer in time");
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void an_own_authority_is_accepted_when_it_is_trusted() throws Exception {
    // Given
    TestTls tls = TestTls.forName("localhost");
    try (NtfyStandIn secure = NtfyStandIn.start(tls.server())) {
      // When
      Attempt attempt = deliver(settings(secure.uri("localhost")), tls::trust);

      // Then
      assertThat(attempt).isEqualTo(new Attempt.Accepted("id1"));
    }
  }

  @Test
  void an_unknown_authority_is_refused_before_anything_is_sent() throws Exception {
    // Given
    TestTls tls = TestTls.forName("localhost");
    try (NtfyStandIn secure = NtfyStandIn.start(tls.server())) {
      // When
      Attempt attempt = deliver(settings(secure.uri("localhost")), NtfyChannelIT::javaTrust);

      // Then
      assertThat(reasonOf(Attempt.Final.class, attempt)).contains("is not trusted", "ca_file");
      assertThat(secure.requests()).isEmpty();
    }
  }

  @Test
  void a_certificate_for_another_name_is_refused_before_anything_is_sent() throws Exception {
    // Given
    TestTls tls = TestTls.forName("ntfy.example.com");
    try (NtfyStandIn secure = NtfyStandIn.start(tls.server())) {
      // When
      Attempt attempt = deliver(settings(secure.uri("localhost")), tls::trust);

      // Then
      assertThat(reasonOf(Attempt.Final.class, attempt)).contains("name");
      assertThat(secure.requests()).isEmpty();
    }
  }

  @Test
  void https_to_a_server_without_tls_is_for_later() {
    // Given
    URI wrong = URI.create("https://localhost:" + ntfy.port());

    // When
    Attempt attempt = deliver(settings(wrong), alert(AlertKind.DOWN), SHORT_LIMITS);

    // Then
    assertThat(reasonOf(Attempt.Later.class, attempt)).contains("https://localhost");
  }

  @Test
  void a_plain_request_goes_through_the_proxy() {
    // Given
    String login = "Basic " + Base64.getEncoder().encodeToString("me:pass".getBytes(UTF_8));
    try (ProxyStandIn proxy = ProxyStandIn.start(ntfy.port(), login)) {
      // When
      Attempt attempt =
          deliver(
              through(
                  proxy,
                  URI.create("http://ntfy.example.com"),
                  new Proxy.Login("me", Secret.of("pass"))),
              alert(AlertKind.DOWN));

      // Then
      assertThat(attempt).isEqualTo(new Attempt.Accepted("id1"));
      assertThat(proxy.requestHeads().getFirst())
          .startsWith("POST http://ntfy.example.com/ HTTP/1.1");
    }
  }

  @Test
  void a_tls_request_goes_through_a_tunnel_of_the_proxy() throws Exception {
    // Given
    TestTls tls = TestTls.forName("ntfy.example.com");
    try (NtfyStandIn secure = NtfyStandIn.start(tls.server());
        ProxyStandIn proxy = ProxyStandIn.start(secure.port(), null)) {
      // When
      Attempt attempt =
          deliver(through(proxy, URI.create("https://ntfy.example.com"), null), tls::trust);

      // Then
      assertThat(attempt).isEqualTo(new Attempt.Accepted("id1"));
      assertThat(proxy.requestHeads().getFirst()).startsWith("CONNECT ntfy.example.com:443 ");
      assertThat(proxy.requestHeads().getFirst()).doesNotContain("Authorization: Bearer");
    }
  }

  @Test
  void the_proxys_password_stays_hidden_too() {
    // Given
    ntfy.next(502, "you came with proxy-pass");
    try (ProxyStandIn proxy = ProxyStandIn.start(ntfy.port(), null)) {
      // When
      Attempt attempt =
          deliver(
              through(
                  proxy,
                  URI.create("http://ntfy.example.com"),
                  new Proxy.Login("me", Secret.of("proxy-pass"))),
              alert(AlertKind.DOWN));

      // Then
      assertThat(reasonOf(Attempt.Later.class, attempt))
          .contains("you came with (hidden)")
          .doesNotContain("proxy-pass");
    }
  }

  @Test
  void a_proxy_that_wants_another_login_is_named() {
    // Given
    try (ProxyStandIn proxy = ProxyStandIn.start(ntfy.port(), "Basic other")) {
      // When
      Attempt attempt =
          deliver(
              through(proxy, URI.create("http://ntfy.example.com"), null), alert(AlertKind.DOWN));

      // Then
      assertThat(reasonOf(Attempt.Final.class, attempt)).contains("407", "proxy");
      assertThat(ntfy.requests()).isEmpty();
    }
  }

  @Test
  void a_closed_channel_can_deliver_again() {
    // Given
    NtfyChannel channel = channel(settings(ntfy.uri()), NtfyChannelIT::javaTrust);
    channel.deliver(alert(AlertKind.DOWN), Duration.ofMinutes(1));
    channel.close();

    // When
    Attempt attempt = channel.deliver(alert(AlertKind.RECOVERED), Duration.ofMinutes(1));

    // Then
    assertThat(attempt).isEqualTo(new Attempt.Accepted("id2"));
    channel.close();
  }

  @Test
  void the_limits_are_those_that_are_documented() {
    // When
    NtfyChannel.Limits limits = NtfyChannel.Limits.DEFAULT;

    // Then
    assertThat(limits)
        .isEqualTo(
            new NtfyChannel.Limits(
                Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(15)));
  }

  private static String reasonOf(Class<? extends Attempt> type, Attempt attempt) {
    assertThat(attempt).isInstanceOf(type);
    return switch (attempt) {
      case Attempt.Accepted accepted -> accepted.reference();
      case Attempt.Later later -> later.reason();
      case Attempt.Final last -> last.reason();
    };
  }

  private int messageBytes(int request) throws Exception {
    JsonNode json = new ObjectMapper().readTree(ntfy.requests().get(request).body());
    return json.get("message").textValue().getBytes(UTF_8).length;
  }

  private Attempt deliver(NtfySettings settings, Alert alert) {
    return deliver(settings, alert, NtfyChannel.Limits.DEFAULT);
  }

  private Attempt deliver(NtfySettings settings, Alert alert, NtfyChannel.Limits limits) {
    try (NtfyChannel channel =
        new NtfyChannel(
            settings,
            AlertDetails.FULL,
            text,
            NtfyChannelIT::javaTrust,
            "mail-monitor/1.2.3",
            limits)) {
      return channel.deliver(alert, Duration.ofMinutes(1));
    }
  }

  private Attempt deliver(NtfySettings settings, Supplier<X509TrustManager> trust) {
    try (NtfyChannel channel = channel(settings, trust)) {
      return channel.deliver(alert(AlertKind.DOWN), Duration.ofMinutes(1));
    }
  }

  private NtfyChannel channel(NtfySettings settings, Supplier<X509TrustManager> trust) {
    return new NtfyChannel(settings, AlertDetails.FULL, text, trust, "mail-monitor/1.2.3");
  }

  private static X509TrustManager javaTrust() {
    try {
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init((@Nullable KeyStore) null);
      return (X509TrustManager) managers.getTrustManagers()[0];
    } catch (java.security.GeneralSecurityException exception) {
      throw new IllegalStateException("Java has no roots", exception);
    }
  }

  private static NtfySettings settings(URI server) {
    return settings(server, new Credentials.None());
  }

  private static NtfySettings settings(URI server, Credentials credentials) {
    return new NtfySettings(
        server, "alerts", credentials, NtfySettings.HIGH, List.of("mail", "rotating_light"), null);
  }

  private static NtfySettings through(ProxyStandIn proxy, URI server, Proxy.@Nullable Login login) {
    return new NtfySettings(
        server,
        "alerts",
        new Credentials.None(),
        NtfySettings.HIGH,
        List.of(),
        new Proxy("127.0.0.1", proxy.port(), login));
  }

  private static Alert alert(AlertKind kind) {
    return new Alert(
        new UUID(0, 1),
        kind,
        TargetName.UNNAMED,
        Instant.EPOCH,
        List.of(Problem.of("SMTP auth failed: nö 🚨")),
        null,
        List.of(),
        List.of());
  }

  private static Alert longAlert() {
    Problem problem =
        new Problem(
            "SMTP auth failed",
            "x",
            "AUTH",
            "🚨".repeat(600),
            Collections.nCopies(10, "é".repeat(300)),
            "Advice.");
    return new Alert(
        new UUID(0, 1),
        AlertKind.DOWN,
        TargetName.UNNAMED,
        Instant.EPOCH,
        List.of(problem),
        null,
        List.of(),
        List.of());
  }
}
