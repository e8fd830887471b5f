package dev.mailmonitor.target;

/// Where a mail service listens.
///
/// @param host host name or address literal
/// @param port TCP port, 1–65535
/// @param security how the connection is protected
public record Endpoint(String host, int port, TransportSecurity security) {
  /// Checks the parts.
  ///
  /// @throws IllegalArgumentException if the host is blank or the port is out of range
  public Endpoint {
    if (host.isBlank()) {
      throw new IllegalArgumentException("A host is required");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("A port is a number from 1 to 65535, not " + port);
    }
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
