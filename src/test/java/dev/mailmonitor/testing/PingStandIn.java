package dev.mailmonitor.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/// A server on the loopback interface that takes heartbeats and keeps them, as healthchecks.io does.
public final class PingStandIn implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Ping> pings = new CopyOnWriteArrayList<>();
  private volatile Answer answer = new Answer(200, Map.of(), "OK");
  private volatile boolean silent;

  /// A heartbeat that came in.
  ///
  /// @param target method, path and query
  /// @param userAgent who called
  /// @param proxyLogin what was meant for a proxy, or empty
  /// @param body the text, read as UTF-8
  public record Ping(String target, String userAgent, String proxyLogin, String body) {}

  private record Answer(int status, Map<String, String> headers, String body) {}

  private PingStandIn(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /// Starts a server without TLS.
  public static PingStandIn start() {
    try {
      return new PingStandIn(HttpServer.create(anyPort(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException("No port of the loopback interface is free", e);
    }
  }

  /// Starts a server with TLS.
  ///
  /// @param tls its key and certificate
  public static PingStandIn start(SSLContext tls) {
    try {
      HttpsServer server = HttpsServer.create(anyPort(), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls));
      return new PingStandIn(server);
    } catch (IOException e) {
      throw new UncheckedIOException("No port of the loopback interface is free", e);
    }
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /// Where it listens.
  public int port() {
    return server.getAddress().getPort();
  }

  /// What has come in, oldest first.
  public List<Ping> pings() {
    return List.copyOf(pings);
  }

  /// Method, path and query of what has come in, oldest first.
  public List<String> targets() {
    return pings.stream().map(Ping::target).toList();
  }

  /// What it answers from now on.
  public void answering(int status, Map<String, String> headers, String body) {
    answer = new Answer(status, headers, body);
  }

  /// Answers nothing from now on.
  public void fallSilent() {
    silent = true;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body =
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    pings.add(
        new Ping(
            exchange.getRequestMethod() + " " + exchange.getRequestURI(),
            header(exchange, "User-Agent"),
            header(exchange, "Proxy-Authorization"),
            body));
    if (silent) {
      try {
        closed.await(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return;
    }
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream stream = exchange.getResponseBody()) {
      stream.write(bytes);
    }
  }

  private static String header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
