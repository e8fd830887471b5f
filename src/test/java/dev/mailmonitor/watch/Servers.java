package dev.mailmonitor.watch;

import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.AddressFamily;
import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.Limits;
import dev.mailmonitor.target.Route;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.target.TransportSecurity;
import dev.mailmonitor.tls.TrustSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;

/// Mail servers that are quick to describe: one at which nobody listens, and one that takes
/// connections and never says a word.
final class Servers implements AutoCloseable {
  private final ServerSocket silent;

  Servers() {
    try {
      silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /// A target that is refused at once.
  static Target refused(String name) {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return target(name, socket.getLocalPort());
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /// A target whose servers never answer.
  Target silent(String name) {
    return target(name, silent.getLocalPort());
  }

  private static Target target(String name, int port) {
    Endpoint endpoint = new Endpoint("127.0.0.1", port, TransportSecurity.TLS);
    Account account = new Account("probe@mail.test", Secret.of("s3cret"));
    return new Target(
        new TargetName(name),
        new Route(endpoint, account, endpoint, account, "probe@mail.test", "probe@mail.test"),
        Limits.receivingWithin(Duration.ofSeconds(20)),
        AddressFamily.ANY,
        "monitor.test",
        TrustSources.JAVA_ONLY);
  }

  @Override
  public void close() throws IOException {
    silent.close();
  }
}
