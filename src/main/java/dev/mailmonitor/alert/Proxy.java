package dev.mailmonitor.alert;

import dev.mailmonitor.target.Secret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An HTTP proxy on the way to a server, spoken to in plain HTTP.
///
/// @param host the proxy's host name or address, without brackets
/// @param port its TCP port, 1–65535
/// @param login how to log in at the proxy (RFC 9110 section 11.7), or null for not at all
public record Proxy(String host, int port, @Nullable Login login) {
  /// Checks the parts.
  ///
  /// @throws IllegalArgumentException if the host is blank or the port is out of range
  public Proxy {
    if (host.isBlank() || port < 1 || port > 65535) {
      throw new IllegalArgumentException("A proxy needs a host and a port from 1 to 65535");
    }
  }

  /// How to log in at the proxy, if it asks for it.
  public Optional<Login> credentials() {
    return Optional.ofNullable(login);
  }

  /// A user of the proxy.
  ///
  /// @param username the user's name
  /// @param password the user's password, possibly empty
  public record Login(String username, Secret password) {}
}
