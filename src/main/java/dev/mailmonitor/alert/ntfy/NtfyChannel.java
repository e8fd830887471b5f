package dev.mailmonitor.alert.ntfy;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.AlertChannel;
import dev.mailmonitor.alert.AlertDetails;
import dev.mailmonitor.alert.AlertMessage;
import dev.mailmonitor.alert.AlertText;
import dev.mailmonitor.alert.Attempt;
import dev.mailmonitor.alert.Proxy;
import dev.mailmonitor.alert.VerifiedTls;
import dev.mailmonitor.target.Redaction;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Alerts as ntfy messages. Making a channel costs nothing; its first delivery needs the running
/// container, because the typed REST client does.
public final class NtfyChannel implements AlertChannel, AutoCloseable {
  /// The channel's name.
  public static final String NAME = "ntfy";

  /// What a server that finds a message too large is sent instead, in bytes.
  static final int SHORTENED_BODY_BYTES = 1024;

  /// No more is read of an answer: ntfy's have a few hundred bytes, and others may never end.
  static final int LONGEST_ANSWER = 64 * 1024;

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
    Redaction redaction = redaction(settings);
    this.answers = new NtfyAnswers(address, InstantSource.system(), redaction);
    this.faults =
        new NtfyFaults(
            address,
            proxy == null ? "" : " (through the proxy " + proxy.host() + ":" + proxy.port() + ")",
            redaction);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Attempt deliver(Alert alert, Duration atMost) {
    Duration bound = atMost.compareTo(limits.total()) < 0 ? atMost : limits.total();
    long end = System.nanoTime() + bound.toNanos();
    Publication first = publish(alert, text.render(alert, details), end);
    if (!first.tooLarge()) {
      return first.attempt();
    }
    return publish(alert, text.render(alert, details, SHORTENED_BODY_BYTES), end).attempt();
  }

  private record Publication(boolean tooLarge, Attempt attempt) {}

  private Publication publish(Alert alert, AlertMessage message, long end) {
    NtfyMessage json = json(alert, message);
    FutureTask<Publication> exchange = new FutureTask<>(() -> exchange(json));
    Thread.startVirtualThread(exchange);
    try {
      return exchange.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException tooLong) {
      exchange.cancel(true);
      close();
      return new Publication(false, faults.unanswered());
    } catch (ExecutionException failed) {
      return new Publication(false, faults.judge(failed));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      exchange.cancel(true);
      close();
      return new Publication(false, faults.judge(interrupted));
    }
  }

  private Publication exchange(NtfyMessage message) throws IOException {
    try (Response response = client().publish(authorization(), message)) {
      int status = response.getStatus();
      String body = body(response);
      return new Publication(
          NtfyAnswers.isTooLarge(status, body),
          answers.judge(
              status,
              body,
              response.getHeaderString(HttpHeaders.RETRY_AFTER),
              response.getHeaderString(HttpHeaders.LOCATION)));
    }
  }

  /// The body, or the beginning of one that is longer than any of ntfy's. Where the connection
  /// breaks within the body of an error, its status says enough.
  private String body(Response response) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      InputStream stream = response.hasEntity() ? response.readEntity(InputStream.class) : null;
      byte[] buffer = new byte[4096];
      for (int count = 0; stream != null && count >= 0 && body.size() < LONGEST_ANSWER; ) {
        count = stream.read(buffer);
        body.write(buffer, 0, Math.max(count, 0));
      }
    } catch (IOException | RuntimeException broken) {
      if (response.getStatus() < 300) {
        throw broken;
      }
    }
    if (body.size() >= LONGEST_ANSWER) {
      // The connection still has the rest in it.
      close();
    }
    return body.toString(StandardCharsets.UTF_8);
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

  /// Hides our logins at the server and at the proxy.
  private static Redaction redaction(NtfySettings settings) {
    Redaction atServer =
        switch (settings.credentials()) {
          case NtfySettings.Credentials.None none -> Redaction.ofNothing();
          case NtfySettings.Credentials.Token token -> Redaction.of(token.value());
          case NtfySettings.Credentials.UserPassword user ->
              Redaction.of(user.username(), user.password());
        };
    Proxy proxy = settings.proxy();
    Proxy.Login login = proxy == null ? null : proxy.login();
    return login == null
        ? atServer
        : atServer.and(Redaction.of(login.username(), login.password()));
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
      builder.tlsConfiguration(new VerifiedTls(trust.get()));
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
