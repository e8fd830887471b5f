package dev.mailmonitor.mail;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// The TCP connection, below TLS. Every read ends by the session's deadline, however slowly bytes
/// drip in: a plain `SO_TIMEOUT` starts anew with each byte.
final class BoundedSocket extends SocketDecorator {
  /// How soon a read notices that the session was called off.
  private static final int SLICE_MILLIS = 200;

  /// A machine under load reads an answer later than it came.
  private static final Duration LATE = Duration.ofSeconds(1);

  private final Wire wire;
  private final Runnable inSilence;
  private final InputStream input;
  private final OutputStream output;

  /// @param connected the connection
  /// @param wire by when a read must end
  /// @param inSilence what to do while the other side says nothing
  BoundedSocket(Socket connected, Wire wire, Runnable inSilence) throws IOException {
    super(connected);
    this.wire = wire;
    this.inSilence = inSilence;
    this.input = new Input(connected.getInputStream());
    this.output = new Output(connected.getOutputStream());
  }

  @Override
  public InputStream getInputStream() {
    return input;
  }

  @Override
  public OutputStream getOutputStream() {
    return output;
  }

  private void checkDeadline(boolean somethingIsThere) throws IOException {
    if (wire.cancelled()) {
      throw new SocketException("the check was called off");
    }
    Deadline end = wire.answerBy();
    if (end.passed() && !(somethingIsThere && end.remaining().plus(LATE).isPositive())) {
      throw new SocketTimeoutException("no answer in time");
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
      while (true) {
        checkDeadline(in.available() > 0);
        inner().setSoTimeout(Math.min(SLICE_MILLIS, wire.answerBy().remainingMillis()));
        try {
          return in.read(buffer, offset, length);
        } catch (SocketTimeoutException sliceOver) {
          // The loop's check tells a slice's end from the deadline.
          inSilence.run();
        }
      }
    }
  }

  private final class Output extends FilterOutputStream {
    Output(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      checkDeadline(false);
      out.write(buffer, offset, length);
    }
  }
}
