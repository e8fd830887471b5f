package dev.mailmonitor.mail;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;

/// The connection as Angus Mail sees it, above TLS: in clear, with every line and every break shown
/// to the [Wire]. It is deliberately no `SSLSocket`, so that Angus leaves TLS to us.
final class SessionSocket extends SocketDecorator {
  private final Socket raw;
  private final Wire wire;
  private final String host;
  private final InputStream input;
  private final Output output;

  /// @param connected the connection, with TLS if it has any
  /// @param raw the TCP connection below it, to be closed in any case
  /// @param wire who watches
  /// @param host the name that was asked for
  SessionSocket(Socket connected, Socket raw, Wire wire, String host) throws IOException {
    super(connected);
    this.raw = raw;
    this.wire = wire;
    this.host = host;
    this.input = new Input(connected.getInputStream());
    this.output = new Output(connected.getOutputStream());
  }

  Socket raw() {
    return raw;
  }

  /// Holds back what is written until [#release()], so that several commands go in one flight.
  void hold() {
    output.holding = true;
  }

  /// Sends what was held back.
  void release() throws IOException {
    output.release();
  }

  @Override
  public InputStream getInputStream() {
    return input;
  }

  @Override
  public OutputStream getOutputStream() {
    return output;
  }

  /// The address with its name, so that nobody asks the DNS for one.
  @Override
  public InetAddress getInetAddress() {
    InetAddress address = super.getInetAddress();
    try {
      return InetAddress.getByAddress(host, address.getAddress());
    } catch (UnknownHostException impossible) {
      return address;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      super.close();
    } finally {
      raw.close();
    }
  }

  private final class Input extends FilterInputStream {
    Input(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        int count = in.read(buffer, offset, length);
        if (count < 0) {
          wire.broke(new EOFException());
          return count;
        }
        wire.received(buffer, offset, count);
        return count;
      } catch (IOException broken) {
        wire.broke(broken);
        throw broken;
      }
    }
  }

  private final class Output extends FilterOutputStream {
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private boolean holding;

    Output(OutputStream out) {
      super(out);
    }

    private void release() throws IOException {
      holding = false;
      byte[] flight = held.toByteArray();
      held.reset();
      if (flight.length > 0) {
        write(flight, 0, flight.length);
      }
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      if (holding) {
        held.write(buffer, offset, length);
        return;
      }
      wire.sent(buffer, offset, length);
      try {
        out.write(buffer, offset, length);
      } catch (IOException broken) {
        wire.broke(broken);
        throw broken;
      }
    }
  }
}
