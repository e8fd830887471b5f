package dev.mailmonitor.alert.ntfy;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.AlertChannel;
import dev.mailmonitor.alert.AlertDetails;
import dev.mailmonitor.alert.AlertMessage;
import dev.mailmonitor.alert.AlertText;
import dev.mailmonitor.alert.Attempt;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Alerts as ntfy messages. Making a channel costs nothing; its first delivery needs the running
/// container, because the typed REST client does.
public final class NtfyChannel implements AlertChannel, AutoCloseable {
  /// The channel's name.
  public static final String NAME = "ntfy";

  /// What a server that finds a message too large is sent instead, in bytes.
  static final int SHORTENED_BODY_BYTES = 1024;

  private static final int TOO_LARGE = 413;
  private static final String HIDDEN = "(hidden)";

  private final NtfySettings settings;
  private final AlertDetails details;
  private final AlertText text;
  private final Supplier<? extends X509TrustManager> trust;
  private final String userAgent;
  private final Limits limits;
  private final NtfyAnswers answers;
  private final NtfyFaults faults;
  private @Nullable NtfyClient client;

  /// How long things may take.
  ///
  /// @param connect until the connection is made
  /// @param read until the answer has come
  /// @param total everything, however slowly the answer drips in
  record Limits(Duration connect, Duration read, Duration total) {
    static final Limits DEFAULT =
        new Limits(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(15));
  }

  /// A channel to one topic.
  ///
  /// @param settings server, topic, login, proxy
  /// @param details how much its messages tell
  /// @param text writes the messages
  /// @param trust whose certificates are trusted, asked for when an `https` server is first spoken
  ///   to; host names are verified beside it
  /// @param userAgent what the server is told about us, e.g. `mail-monitor/1.0.0`
  public NtfyChannel(
      NtfySettings settings,
      AlertDetails details,
      AlertText text,
      Supplier<? extends X509TrustManager> trust,
      String userAgent) {
    this(settings, details, text, trust, userAgent, Limits.DEFAULT);
  }

  NtfyChannel(
      NtfySettings settings,
      AlertDetails details,
      AlertText text,
      Supplier<? extends X509TrustManager> trust,
      String userAgent,
      Limits limits) {
    this.settings = settings;
    this.details = details;
    this.text = text;
    this.trust = trust;
    this.userAgent = userAgent;
    this.limits = limits;
    URI server = settings.server();
    String address =
        server.getScheme()
            + "://"
            + server.getHost()
            + (server.getPort() < 0 ? "" : ":" + server.getPort());
    Proxy proxy = settings.proxy();
    this.answers = new NtfyAnswers(address, InstantSource.system(), this::withoutSecrets);
    this.faults =
        new NtfyFaults(
            address,
            proxy == null ? "" : " (through the proxy " + proxy.host() + ":" + proxy.port() + ")");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Attempt deliver(Alert alert) {
    Publication first = publish(alert, text.render(alert, details));
    if (first.status() != TOO_LARGE) {
      return first.attempt();
    }
    return publish(alert, text.render(alert, details, SHORTENED_BODY_BYTES)).attempt();
  }

  private record Publication(int status, Attempt attempt) {}

  private Publication publish(Alert alert, AlertMessage message) {
    try (Response response =
        client().publish(authorization(), json(alert, message)).await().atMost(limits.total())) {
      Attempt attempt =
          answers.judge(
              response.getStatus(),
              body(response),
              response.getHeaderString(HttpHeaders.RETRY_AFTER),
              response.getHeaderString(HttpHeaders.LOCATION));
      return new Publication(response.getStatus(), withoutSecrets(attempt));
    } catch (RuntimeException exception) {
      return new Publication(0, withoutSecrets(faults.judge(exception)));
    }
  }

  private static String body(Response response) {
    String body = response.hasEntity() ? response.readEntity(String.class) : null;
    return body == null ? "" : body;
  }

  private NtfyMessage json(Alert alert, AlertMessage message) {
    List<String> tags =
        settings.tags().stream().filter(tag -> !alert.kind().emojiTags().contains(tag)).toList();
    return new NtfyMessage(
        settings.topic(),
        message.title(),
        message.body(),
        alert.kind().isFailure() ? settings.failurePriority() : NtfyMessage.DEFAULT_PRIORITY,
        tags);
  }

  private @Nullable String authorization() {
    return switch (settings.credentials()) {
      case NtfySettings.Credentials.None none -> null;
      case NtfySettings.Credentials.Token token -> "Bearer " + token.value().reveal();
      case NtfySettings.Credentials.UserPassword user -> "Basic " + basic(user);
    };
  }

  private static String basic(NtfySettings.Credentials.UserPassword user) {
    String pair = user.username() + ":" + user.password().reveal();
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /// A server may send back what it was sent, our login included.
  private Attempt withoutSecrets(Attempt attempt) {
    return switch (attempt) {
      case Attempt.Accepted accepted -> accepted;
      case Attempt.Later later ->
          new Attempt.Later(withoutSecrets(later.reason()), later.earliest());
      case Attempt.Final last -> new Attempt.Final(withoutSecrets(last.reason()));
    };
  }

  private String withoutSecrets(String reason) {
    Stream<String> secrets =
        switch (settings.credentials()) {
          case NtfySettings.Credentials.None none -> Stream.of();
          case NtfySettings.Credentials.Token token -> Stream.of(token.value().reveal());
          case NtfySettings.Credentials.UserPassword user ->
              Stream.of(user.password().reveal(), basic(user));
        };
    Proxy proxy = settings.proxy();
    Proxy.Login login = proxy == null ? null : proxy.login();
    return Stream.concat(secrets, Stream.ofNullable(login).map(user -> user.password().reveal()))
        .filter(secret -> !secret.isEmpty())
        .reduce(reason, (hidden, secret) -> hidden.replace(secret, HIDDEN));
  }

  private synchronized NtfyClient client() {
    if (client == null) {
      client = build();
    }
    return client;
  }

  private NtfyClient build() {
    QuarkusRestClientBuilder builder =
        QuarkusRestClientBuilder.newBuilder()
            .baseUri(settings.server())
            .connectTimeout(limits.connect().toMillis(), TimeUnit.MILLISECONDS)
            .readTimeout(limits.read().toMillis(), TimeUnit.MILLISECONDS)
            .followRedirects(false)
            .disableDefaultMapper(true)
            .userAgent(userAgent);
    if (settings.server().getScheme().equalsIgnoreCase("https")) {
      builder.tlsConfiguration(new NtfyTls(trust.get()));
    }
    Proxy proxy = settings.proxy();
    if (proxy != null) {
      builder.proxyAddress(proxy.host(), proxy.port());
      Proxy.Login login = proxy.login();
      if (login != null) {
        builder.proxyUser(login.username()).proxyPassword(login.password().reveal());
      }
    }
    return builder.build(NtfyClient.class);
  }

  /// Closes the connections to the server.
  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
      client = null;
    }
  }
}
