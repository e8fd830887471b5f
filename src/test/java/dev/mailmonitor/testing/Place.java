package dev.mailmonitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/// A port of the loopback interface where no conversation comes about.
///
/// @param port the port
/// @param held what must be kept open as long as it is needed
public record Place(int port, List<AutoCloseable> held) implements AutoCloseable {
  private static final int MOST_WAITING = 20;

  /// Nobody listens.
  public static Place closed() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new Place(socket.getLocalPort(), List.of());
    } catch (IOException e) {
      throw new UncheckedIOException("No port is free", e);
    }
  }

  /// Somebody listens and accepts nobody any more: the queue of connections is full, and the kernel
  /// drops every further request without a word.
  public static Place fullQueue() {
    List<AutoCloseable> held = new ArrayList<>();
    try {
      ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      held.add(listener);
      for (int index = 0; index < MOST_WAITING; index++) {
        Socket waiting = new Socket();
        held.add(waiting);
        waiting.connect(
            new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()), 300);
      }
      throw new IllegalStateException("The queue of connections does not become full here");
    } catch (SocketTimeoutException full) {
      ServerSocket listener = (ServerSocket) held.getFirst();
      return new Place(listener.getLocalPort(), held);
    } catch (IOException e) {
      throw new UncheckedIOException("The queue of connections could not be filled", e);
    }
  }

  @Override
  public void close() {
    for (AutoCloseable one : held) {
      try {
        one.close();
      } catch (Exception gone) {
        // It was only held.
      }
    }
  }
}
