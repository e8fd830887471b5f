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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/// An ntfy server on the loopback interface that keeps what it is sent. It answers as ntfy does, or
/// what the test has told it to answer.
public final class NtfyStandIn implements AutoCloseable {
  private final HttpServer server;
  private final String scheme;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong flooded = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private volatile Function<Request, Reply> unplanned = request -> accepted();

  /// What the server was sent.
  ///
  /// @param method HTTP method
  /// @param target the request's target as it was sent: a path, or a whole URI to a proxy
  /// @param headers header fields by their lower-case name
  /// @param body the body, read as UTF-8
  public record Request(
      String method, String target, Map<String, List<String>> headers, String body) {
    /// The first value of a header field.
    ///
    /// @param name its name in lower case
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name)).map(List::getFirst);
    }
  }

  /// What the server does with a request.
  public sealed interface Reply {
    /// It answers.
    ///
    /// @param status HTTP status
    /// @param headers header fields
    /// @param body the body, in UTF-8
    record Answer(int status, Map<String, String> headers, String body) implements Reply {}

    /// It keeps the connection open and says nothing.
    record Silence() implements Reply {}

    /// It begins to answer and sends a byte now and then, without an end.
    record Drip() implements Reply {}

    /// It closes the connection.
    record HangUp() implements Reply {}

    /// It begins to answer and closes the connection before the end that it announced.
    ///
    /// @param status HTTP status
    /// @param body the beginning of the body
    record BreakOff(int status, String body) implements Reply {}

    /// It answers as fast as it can, without an end.
    ///
    /// @param status HTTP status
    record Flood(int status) implements Reply {}

    /// It does what another reply says, and something before and after it.
    ///
    /// @param before done when the whole request is there
    /// @param reply what it answers then
    /// @param after done when that was sent
    record Around(Runnable before, Reply reply, Runnable after) implements Reply {}
  }

  private NtfyStandIn(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /// Starts a server without TLS.
  public static NtfyStandIn start() {
    return start(0);
  }

  /// Starts a server without TLS where clients look for it.
  ///
  /// @param port a port that is free, or 0 for any
  public static NtfyStandIn start(int port) {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      return new NtfyStandIn(HttpServer.create(address, 0), "http");
    } catch (IOException exception) {
      throw new UncheckedIOException("No port of the loopback interface is free", exception);
    }
  }

  /// Starts a server with TLS.
  ///
  /// @param tls its key and certificate
  public static NtfyStandIn start(SSLContext tls) {
    try {
      HttpsServer server = HttpsServer.create(anyPort(), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls));
      return new NtfyStandIn(server, "https");
    } catch (IOException exception) {
      throw new UncheckedIOException("No port of the loopback interface is free", exception);
    }
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /// The server's root, by address.
  public URI uri() {
    return uri("127.0.0.1");
  }

  /// The server's root.
  ///
  /// @param host what to call the loopback interface
  public URI uri(String host) {
    return URI.create(scheme + "://" + host + ":" + port());
  }

  /// The server's port.
  public int port() {
    return server.getAddress().getPort();
  }

  /// What the server does with the next request that nothing is planned for yet; without a plan it
  /// accepts.
  ///
  /// @param reply what it does
  public void next(Reply reply) {
    replies.add(reply);
  }

  /// What the server does with every request that nothing else is planned for.
  ///
  /// @param reply what it does
  public void always(Reply reply) {
    unplanned = request -> reply;
  }

  /// From now on the server accepts, as it does without any plan.
  public void repair() {
    replies.clear();
    unplanned = request -> accepted();
  }

  /// Plans an answer.
  ///
  /// @param status HTTP status
  /// @param body the body
  public void next(int status, String body) {
    next(new Reply.Answer(status, Map.of(), body));
  }

  /// Plans an error as ntfy tells it.
  ///
  /// @param status HTTP status
  /// @param code ntfy's own number
  /// @param error ntfy's words
  public void nextError(int status, int code, String error) {
    next(error(status, code, error));
  }

  /// An error as ntfy tells it.
  ///
  /// @param status HTTP status
  /// @param code ntfy's own number
  /// @param error ntfy's words
  public static Reply error(int status, int code, String error) {
    return new Reply.Answer(
        status,
        Map.of("Content-Type", "application/json"),
        "{\"code\":%d,\"http\":%d,\"error\":\"%s\",\"link\":\"https://ntfy.sh/docs/publish/\"}\n"
            .formatted(code, status, error));
  }

  /// All requests so far, in their order.
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Map<String, List<String>> headers = new java.util.HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) ->
            headers.put(name.toLowerCase(java.util.Locale.ROOT), List.copyOf(values)));
    Request request =
        new Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            Map.copyOf(headers),
            new String(body, StandardCharsets.UTF_8));
    requests.add(request);
    Reply reply = replies.poll();
    carryOut(reply == null ? unplanned.apply(request) : reply, exchange);
  }

  private void carryOut(Reply reply, HttpExchange exchange) throws IOException {
    switch (reply) {
      case Reply.Answer answer -> answer(exchange, answer);
      case Reply.Silence silence -> await(1, TimeUnit.MINUTES);
      case Reply.Drip drip -> drip(exchange);
      case Reply.HangUp hangUp -> exchange.close();
      case Reply.BreakOff brokenOff -> breakOff(exchange, brokenOff);
      case Reply.Flood flood -> flood(exchange, flood.status());
      case Reply.Around around -> {
        around.before().run();
        carryOut(around.reply(), exchange);
        around.after().run();
      }
    }
  }

  /// The reply of a server that accepts.
  public Reply accepted() {
    return accepted(requests.size());
  }

  /// What the server does with every request that nothing is planned for, instead of accepting it.
  ///
  /// @param behaviour what it does
  public void otherwise(Function<Request, Reply> behaviour) {
    unplanned = behaviour;
  }

  private static Reply.Answer accepted(int number) {
    return new Reply.Answer(
        200,
        Map.of("Content-Type", "application/json"),
        "{\"id\":\"id%d\",\"time\":1768555800,\"expires\":1768599000,\"event\":\"message\",\"topic\":\"t\"}\n"
            .formatted(number));
  }

  private static void answer(HttpExchange exchange, Reply.Answer answer) throws IOException {
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream stream = exchange.getResponseBody()) {
      stream.write(bytes);
    }
  }

  private static void breakOff(HttpExchange exchange, Reply.BreakOff brokenOff) throws IOException {
    byte[] bytes = brokenOff.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(brokenOff.status(), bytes.length + 1000L);
    exchange.getResponseBody().write(bytes);
    exchange.getResponseBody().flush();
    exchange.close();
  }

  private void flood(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, 0);
    byte[] water = "water ".repeat(2000).getBytes(StandardCharsets.UTF_8);
    while (closed.getCount() > 0) {
      exchange.getResponseBody().write(water);
      flooded.addAndGet(water.length);
    }
  }

  /// How many bytes a flood has sent until now.
  public long flooded() {
    return flooded.get();
  }

  private void drip(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    OutputStream stream = exchange.getResponseBody();
    while (!await(50, TimeUnit.MILLISECONDS)) {
      stream.write(' ');
      stream.flush();
    }
  }

  private boolean await(long time, TimeUnit unit) {
    try {
      return closed.await(time, unit);
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /// Ends the server.
  ///
  /// @throws AssertionError if a message, or the address that it went to, tells a secret of the
  ///   tests
  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
    for (Request request : requests) {
      SecretWatch.OF_TESTS.inspect("an alert", request.target() + "\n" + request.body());
    }
  }
}
