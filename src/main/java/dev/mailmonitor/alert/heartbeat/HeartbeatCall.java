package dev.mailmonitor.alert.heartbeat;

import dev.mailmonitor.alert.PlainText;
import dev.mailmonitor.alert.Proxy;
import dev.mailmonitor.target.Redaction;
import dev.mailmonitor.target.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Calls the heartbeat's address. Making one costs nothing; the first call makes the client.
final class HeartbeatCall implements AutoCloseable {
  private static final String NO_SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";
  private static final int QUOTED = 200;
  private static final int MOST_CAUSES = 10;

  private final HeartbeatSettings settings;
  private final Supplier<? extends X509TrustManager> trust;
  private final String userAgent;
  private final Redaction redaction;
  private @Nullable HttpClient client;

  /// @param settings the address, and the way there
  /// @param trust whose certificates are trusted, asked for when an `https` address is first called
  /// @param userAgent what the server is told about us
  HeartbeatCall(
      HeartbeatSettings settings, Supplier<? extends X509TrustManager> trust, String userAgent) {
    this.settings = settings;
    this.trust = trust;
    this.userAgent = userAgent;
    this.redaction = redaction(settings);
  }

  /// Calls, once.
  ///
  /// @param suffix what stands behind the address's path, such as `/fail`
  /// @param text what is told
  /// @param bound how long that may take
  /// @return what went wrong and what to do; empty if nothing did, or this thread was interrupted
  Optional<String> post(String suffix, String text, Duration bound) {
    FutureTask<Optional<String>> exchange = new FutureTask<>(() -> exchange(suffix, text, bound));
    Thread.startVirtualThread(exchange);
    try {
      return exchange.get(bound.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException tooLong) {
      exchange.cancel(true);
      return Optional.of("it did not answer in time. Check that it is up and reachable from here.");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      exchange.cancel(true);
      return Optional.empty();
    } catch (ExecutionException failed) {
      return Optional.of(
          "it could not be asked (%s). Check heartbeat_url, the network, and proxies on the way."
              .formatted(words(failed)));
    }
  }

  private Optional<String> exchange(String suffix, String text, Duration bound)
      throws IOException, InterruptedException, GeneralSecurityException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address(suffix))
            .timeout(bound)
            .header("User-Agent", userAgent)
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(text));
    HttpClient used = client(bound);
    proxyLogin().ifPresent(login -> request.header("Proxy-Authorization", basic(login)));
    HttpResponse<InputStream> response =
        used.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    String said;
    try (InputStream body = response.body()) {
      said = new String(body.readNBytes(QUOTED), StandardCharsets.UTF_8);
    }
    return judge(response.statusCode(), said, response.headers().firstValue("Location"));
  }

  private Optional<Proxy.Login> proxyLogin() {
    Proxy proxy = settings.proxy();
    return proxy == null ? Optional.empty() : proxy.credentials();
  }

  /// The JDK shows it to the proxy only, also where that makes a tunnel.
  private static String basic(Proxy.Login login) {
    String pair = login.username() + ":" + login.password().reveal();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /// The suffix stands before a query, such as the one that has an unknown check made.
  private URI address(String suffix) {
    String url = settings.url().reveal();
    int query = url.indexOf('?');
    String path = query < 0 ? url : url.substring(0, query);
    String rest = query < 0 ? "" : url.substring(query);
    return URI.create(path.replaceFirst("/$", "") + suffix + rest);
  }

  private Optional<String> judge(int status, String said, Optional<String> location) {
    // An unknown identifier is answered by 200, too: "OK (not found)", "OK (rate limited)".
    boolean but = said.startsWith("OK (");
    if (status >= 200 && status < 300 && !but) {
      return Optional.empty();
    }
    String words = PlainText.line(redaction.apply(said), QUOTED);
    String answer =
        "it answered %d%s. ".formatted(status, words.isEmpty() ? "" : " (\"" + words + "\")");
    if (status >= 300 && status < 400) {
      return Optional.of(
          answer
              + "Redirects are not followed; set heartbeat_url to the address that it redirects to%s."
                  .formatted(location.map(HeartbeatCall::at).orElse("")));
    }
    return Optional.of(
        answer
            + (status == 429 || said.contains("rate limited")
                ? "It is called too often; check less often, or give each monitor an address of its"
                    + " own."
                : "Check heartbeat_url."));
  }

  private static String at(String location) {
    try {
      String host = URI.create(location).getHost();
      return host == null ? "" : ", at " + PlainText.line(host, QUOTED);
    } catch (IllegalArgumentException nonsense) {
      return "";
    }
  }

  private synchronized HttpClient client(Duration bound) throws GeneralSecurityException {
    if (client == null) {
      client = build(bound);
    }
    return client;
  }

  private HttpClient build(Duration bound) throws GeneralSecurityException {
    Proxy proxy = settings.proxy();
    if (proxyLogin().isPresent() && System.getProperty(NO_SCHEMES) == null) {
      // Else the JDK does not log in by Basic where it needs a tunnel.
      System.setProperty(NO_SCHEMES, "");
    }
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(bound)
            .proxy(
                proxy == null
                    ? HttpClient.Builder.NO_PROXY
                    : ProxySelector.of(new InetSocketAddress(proxy.host(), proxy.port())));
    if (settings.url().reveal().regionMatches(true, 0, "https:", 0, 6)) {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust.get()}, null);
      builder.sslContext(context);
    }
    return builder.build();
  }

  private String words(Throwable failure) {
    Throwable cause = failure;
    String words = "";
    for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++, cause = cause.getCause()) {
      words = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
    return PlainText.line(redaction.apply(words), QUOTED);
  }

  /// Hides the address and what in it makes it a secret, and the proxy's login.
  private static Redaction redaction(HeartbeatSettings settings) {
    URI uri = URI.create(settings.url().reveal());
    Redaction redaction = Redaction.of(settings.url());
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    for (String segment : path.split("/", -1)) {
      redaction = redaction.and(Redaction.of(Secret.of(segment)));
    }
    Proxy proxy = settings.proxy();
    Proxy.Login login = proxy == null ? null : proxy.login();
    return login == null
        ? redaction
        : redaction.and(Redaction.of(login.username(), login.password()));
  }

  /// Drops the connections.
  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
      client = null;
    }
  }
}
