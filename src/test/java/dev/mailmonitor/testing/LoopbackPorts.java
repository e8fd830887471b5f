package dev.mailmonitor.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// Finds free ports on the loopback interface.
public final class LoopbackPorts {
  // Below the range from which the kernel takes the ports of outgoing connections: a server that is
  // stopped and started again on its port must find it free.
  private static final int FIRST = 20_000;
  private static final int LAST = 31_999;

  private static final InetAddress V4 = address(new byte[] {127, 0, 0, 1});
  private static final InetAddress V6 =
      address(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
  private static final boolean HAS_V6 = canBind(V6, 0);
  private static final Set<Integer> HANDED_OUT = ConcurrentHashMap.newKeySet();

  private LoopbackPorts() {}

  /// Whether `::1` can be listened on here.
  static boolean ipv6() {
    return HAS_V6;
  }

  /// A port that is free on 127.0.0.1 and on ::1, and was not handed out in this JVM before.
  public static int free() {
    for (int attempt = 0; attempt < 1_000; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
      if (HANDED_OUT.add(port) && canBind(V4, port) && (!HAS_V6 || canBind(V6, port))) {
        return port;
      }
    }
    throw new IllegalStateException("No free port between " + FIRST + " and " + LAST);
  }

  /// Whether a server accepts connections on 127.0.0.1 at this port.
  static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(V4, port), 1_000);
      return true;
    } catch (IOException nobodyThere) {
      return false;
    }
  }

  private static boolean canBind(InetAddress address, int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, address)) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("A loopback address has a wrong length", e);
    }
  }
}
