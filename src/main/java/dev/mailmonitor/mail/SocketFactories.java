package dev.mailmonitor.mail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/// How Angus Mail gets our connections: it asks its socket factory for a socket and is given the
/// one that is already connected; it asks its TLS socket factory to put TLS around it, and the
/// [Connector] does, with our trust and our host name.
final class SocketFactories {
  private SocketFactories() {}

  /// Hands out one connected socket.
  static SocketFactory of(SessionSocket connected) {
    return new SocketFactory() {
      @Override
      public Socket createSocket() {
        return connected;
      }

      @Override
      public Socket createSocket(String host, int port) {
        return connected;
      }

      @Override
      public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        return connected;
      }

      @Override
      public Socket createSocket(InetAddress host, int port) {
        return connected;
      }

      @Override
      public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        return connected;
      }
    };
  }

  /// Upgrades a session to TLS after STARTTLS.
  static SSLSocketFactory upgrading(Connector connector) {
    return new SSLSocketFactory() {
      @Override
      public Socket createSocket(Socket plain, String host, int port, boolean autoClose)
          throws IOException {
        return connector.upgrade((SessionSocket) plain);
      }

      @Override
      public Socket createSocket(String host, int port) throws IOException {
        throw new IOException("only sessions that exist are upgraded");
      }

      @Override
      public Socket createSocket(String host, int port, InetAddress local, int localPort)
          throws IOException {
        throw new IOException("only sessions that exist are upgraded");
      }

      @Override
      public Socket createSocket(InetAddress host, int port) throws IOException {
        throw new IOException("only sessions that exist are upgraded");
      }

      @Override
      public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
          throws IOException {
        throw new IOException("only sessions that exist are upgraded");
      }

      @Override
      public String[] getDefaultCipherSuites() {
        return new String[0];
      }

      @Override
      public String[] getSupportedCipherSuites() {
        return new String[0];
      }
    };
  }
}
