package dev.mailmonitor.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// The server's side of one connection of a [ScriptedServer].
public final class Conversation {
  private final Socket connection;
  private final int number;
  private final Consumer<String> record;

  /// The connection itself, or TLS over it.
  private Socket socket;

  Conversation(Socket connection, int number, Consumer<String> record) {
    this.connection = connection;
    this.number = number;
    this.record = record;
    socket = connection;
  }

  /// Which connection of the server this is; the first one is 0.
  public int number() {
    return number;
  }

  /// Sends text as it is, in UTF-8; line ends are up to the caller.
  public void say(String text) throws IOException {
    say(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Sends octets as they are.
  public void say(byte[] octets) throws IOException {
    socket.getOutputStream().write(octets);
    socket.getOutputStream().flush();
  }

  /// Sends bytes, for what is no text.
  public void sayBytes(byte... bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /// Sends text byte by byte, as a server does that is alive but far too slow.
  ///
  /// @param pause between two bytes
  public void drip(String text, Duration pause) throws IOException {
    for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
      socket.getOutputStream().write(unit);
      socket.getOutputStream().flush();
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("The server was closed while it dripped", e);
      }
    }
  }

  /// Waits for a line of the client.
  ///
  /// @return the line without its end
  /// @throws EOFException if the client closed the connection instead
  public String hear() throws IOException {
    // Byte by byte: what follows the line may belong to a TLS handshake.
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int unit = socket.getInputStream().read();
        unit != '\n';
        unit = socket.getInputStream().read()) {
      if (unit < 0) {
        throw new EOFException("The client closed the connection");
      }
      if (unit != '\r') {
        bytes.write(unit);
      }
    }
    String line = bytes.toString(StandardCharsets.UTF_8);
    record.accept(line);
    return line;
  }

  /// Waits for a line of the client that begins like this, in upper or lower case.
  ///
  /// @return the line without its end
  /// @throws IOException if the client said something else
  public String expect(String beginning) throws IOException {
    String line = hear();
    if (!line.toUpperCase(Locale.ROOT).startsWith(beginning.toUpperCase(Locale.ROOT))) {
      throw new IOException("The client said `" + line + "`, not `" + beginning + "…`");
    }
    return line;
  }

  /// Says nothing any more, until the client closes the connection.
  public void hang() throws IOException {
    while (socket.getInputStream().read() >= 0) {
      // Whatever the client still says is ignored.
    }
  }

  /// Says nothing any more, until the client closes the connection or is silent for a while.
  ///
  /// @param silence how long the client may say nothing
  public void hang(Duration silence) throws IOException {
    connection.setSoTimeout((int) silence.toMillis());
    try {
      hang();
    } catch (SocketTimeoutException silent) {
      // Now the connection is closed.
    }
  }

  /// Begins TLS.
  ///
  /// @param context the certificate and key
  /// @throws IOException if the handshake fails, for example because the client does not trust us
  public void startTls(SSLContext context) throws IOException {
    startTls(context, false);
  }

  /// Begins TLS.
  ///
  /// @param context the certificate and key
  /// @param demanding whether the client has to show a certificate too
  /// @throws IOException if the handshake fails
  public void startTls(SSLContext context, boolean demanding) throws IOException {
    SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(connection, null, true);
    secured.setUseClientMode(false);
    secured.setNeedClientAuth(demanding);
    secured.startHandshake();
    socket = secured;
  }

  /// Closes the connection in good order.
  public void close() {
    try {
      socket.close();
      connection.close();
    } catch (IOException gone) {
      // The client was faster.
    }
  }

  /// Drops the connection with a TCP reset.
  public void reset() throws IOException {
    try {
      connection.setSoLinger(true, 0);
    } catch (SocketException gone) {
      return;
    }
    connection.close();
  }
}
