package dev.mailmonitor.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// An HTTP proxy on the loopback interface: tunnels (CONNECT) and plain requests (absolute form),
/// one a connection, always to the one server that it was made for.
public final class ProxyStandIn implements AutoCloseable {
  private final ServerSocket listener;
  private final int serverPort;
  private final @Nullable String requiredLogin;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> requestHeads = new CopyOnWriteArrayList<>();

  private ProxyStandIn(int serverPort, @Nullable String requiredLogin) throws IOException {
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.serverPort = serverPort;
    this.requiredLogin = requiredLogin;
    threads.execute(this::accept);
  }

  /// Starts a proxy.
  ///
  /// @param serverPort the loopback port that all requests go to, whatever they ask for
  /// @param requiredLogin the `Proxy-Authorization` that it demands, or null for none
  public static ProxyStandIn start(int serverPort, @Nullable String requiredLogin) {
    try {
      return new ProxyStandIn(serverPort, requiredLogin);
    } catch (IOException exception) {
      throw new UncheckedIOException("No port of the loopback interface is free", exception);
    }
  }

  /// The proxy's port.
  public int port() {
    return listener.getLocalPort();
  }

  /// The first lines and header fields of all requests so far.
  public List<String> requestHeads() {
    return List.copyOf(requestHeads);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        threads.execute(() -> {
          try (client) {
            serve(client);
          } catch (IOException exception) {
            // The client went away; the test sees it on its own side.
          }
        });
      }
    } catch (IOException exception) {
      // Closed.
    }
  }

  private void serve(Socket client) throws IOException {
    InputStream input = new BufferedInputStream(client.getInputStream());
    String head = readHead(input);
    if (head.isEmpty()) {
      return;
    }
    requestHeads.add(head);
    OutputStream output = client.getOutputStream();
    if (requiredLogin != null
        && head.lines()
            .noneMatch(line -> line.equalsIgnoreCase("Proxy-Authorization: " + requiredLogin))) {
      send(output, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
      if (head.startsWith("CONNECT ")) {
        send(output, "HTTP/1.1 200 Connection established\r\n\r\n");
      } else {
        String[] parts = head.split(" ", 3);
        String path = URI.create(parts[1]).getRawPath();
        send(server.getOutputStream(), parts[0] + " " + path + " " + parts[2]);
      }
      threads.execute(() -> pass(input, server));
      server.getInputStream().transferTo(output);
    }
  }

  private static void pass(InputStream input, Socket server) {
    try {
      input.transferTo(server.getOutputStream());
    } catch (IOException exception) {
      // One of the two went away; the test sees it on its own side.
    }
  }

  private static void send(OutputStream stream, String text) throws IOException {
    stream.write(text.getBytes(StandardCharsets.ISO_8859_1));
    stream.flush();
  }

  private static String readHead(InputStream input) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int next;
    while ((next = input.read()) >= 0) {
      head.write(next);
      if (next == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        return head.toString(StandardCharsets.ISO_8859_1);
      }
    }
    return "";
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException exception) {
      throw new UncheckedIOException("The proxy's port could not be closed", exception);
    }
    threads.shutdownNow();
  }
}
