package dev.mailmonitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The way from a client to a real server on the loopback interface: it takes its time, and at a
/// certain point of a session it breaks. Neither side knows of it.
public final class FaultyLink implements AutoCloseable {
  private static final int CONNECT_MILLIS = 2_000;

  private final int serverPort;
  private final Duration delay;
  private final @Nullable Break broken;
  private final boolean everyTime;
  private final ServerSocket listener;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger breaks = new AtomicInteger();
  private final Set<Session> open = ConcurrentHashMap.newKeySet();
  private final Traffic toClient = new Traffic();
  private final Traffic toServer = new Traffic();

  /// Where the bytes go.
  public enum Direction {
    /// What the server says.
    TO_CLIENT,
    /// What the client says.
    TO_SERVER
  }

  /// What is counted until the link breaks.
  public enum Unit {
    /// Single bytes, so that the break can be within a word or a TLS record.
    BYTE,
    /// TLS records and, before there is TLS, lines: the break is between two of them.
    RECORD
  }

  /// How the link breaks.
  public enum Kind {
    /// Both sides see the connection closed in good order.
    CLOSE,
    /// Both sides see a TCP reset.
    RESET,
    /// No byte comes through any more in this direction, and nobody is told.
    STALL,
    /// One byte comes through every 100 ms.
    DRIP,
    /// The receiver is told that nothing more comes; the other direction works.
    HALF_CLOSE
  }

  /// A point of a session at which the link breaks.
  ///
  /// @param direction the bytes that are counted, and that do not get through then
  /// @param after how many of them still get through
  /// @param unit what is counted
  /// @param kind how it breaks
  public record Break(Direction direction, long after, Unit unit, Kind kind) {}

  private FaultyLink(
      int serverPort, Duration delay, @Nullable Break broken, boolean everyTime, int backlog) {
    this.serverPort = serverPort;
    this.delay = delay;
    this.broken = broken;
    this.everyTime = everyTime;
    try {
      listener = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("The link cannot listen", e);
    }
    Thread.startVirtualThread(this::accept);
  }

  /// A link that works.
  ///
  /// @param serverPort the server's port on 127.0.0.1
  /// @param delay how long each byte is on its way, in each direction
  public static FaultyLink slow(int serverPort, Duration delay) {
    return new FaultyLink(serverPort, delay, null, false, 50);
  }

  /// A link that breaks in the first session; later ones work.
  ///
  /// @param serverPort the server's port on 127.0.0.1
  /// @param broken where and how
  public static FaultyLink breakingOnce(int serverPort, Break broken) {
    return new FaultyLink(serverPort, Duration.ZERO, broken, false, 50);
  }

  /// A link that breaks in every session at the same point.
  ///
  /// @param serverPort the server's port on 127.0.0.1
  /// @param broken where and how
  public static FaultyLink breakingAlways(int serverPort, Break broken) {
    return new FaultyLink(serverPort, Duration.ZERO, broken, true, 50);
  }

  /// Where clients connect, on 127.0.0.1.
  public int port() {
    return listener.getLocalPort();
  }

  /// How many connections clients have made.
  public int connections() {
    return connections.get();
  }

  /// How often the link broke.
  public int breaks() {
    return breaks.get();
  }

  /// How much came through in all sessions.
  ///
  /// @param direction where to
  /// @param unit what is counted
  public long passed(Direction direction, Unit unit) {
    return traffic(direction).of(unit).get();
  }

  private Traffic traffic(Direction direction) {
    return switch (direction) {
      case TO_CLIENT -> toClient;
      case TO_SERVER -> toServer;
    };
  }

  /// What came through in one direction.
  private static final class Traffic {
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong records = new AtomicLong();

    AtomicLong of(Unit unit) {
      return switch (unit) {
        case BYTE -> bytes;
        case RECORD -> records;
      };
    }
  }

  /// Closes every connection and takes no more.
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The link's port was not closed", e);
    }
    open.forEach(Session::end);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        boolean breaks = everyTime || connections.get() == 0;
        connections.incrementAndGet();
        Thread.startVirtualThread(() -> connect(client, breaks ? broken : null));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket client, @Nullable Break planned) {
    Socket server = new Socket();
    Session session = new Session(client, server);
    open.add(session);
    try {
      server.connect(
          new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), serverPort),
          CONNECT_MILLIS);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
    } catch (IOException refused) {
      session.end();
      return;
    }
    new Pipe(session, Direction.TO_SERVER, client, server, planned).start();
    new Pipe(session, Direction.TO_CLIENT, server, client, planned).start();
  }

  /// The two connections of a session.
  private final class Session {
    private final Socket client;
    private final Socket server;

    Session(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void end() {
      open.remove(this);
      closeQuietly(client);
      closeQuietly(server);
    }

    void reset() {
      try {
        client.setSoLinger(true, 0);
        server.setSoLinger(true, 0);
      } catch (IOException gone) {
        // One side was faster.
      }
      end();
    }

    private static void closeQuietly(Socket socket) {
      try {
        socket.close();
      } catch (IOException gone) {
        // The other side was faster.
      }
    }
  }

  /// Bytes that are on their way; none at the end.
  private static final class Chunk {
    private final byte[] bytes;
    private final long dueNanos;

    Chunk(byte[] bytes, long dueNanos) {
      this.bytes = bytes;
      this.dueNanos = dueNanos;
    }
  }

  /// One direction of a session.
  private final class Pipe {
    private static final Duration DRIP = Duration.ofMillis(100);

    private final Session session;
    private final Direction direction;
    private final Socket from;
    private final Socket to;
    private final @Nullable Break planned;
    private final LinkedBlockingQueue<Chunk> onTheWay = new LinkedBlockingQueue<>();
    private final Records records = new Records();
    private long countedBytes;
    private long countedRecords;
    private long toldRecords;
    private boolean broke;

    Pipe(Session session, Direction direction, Socket from, Socket to, @Nullable Break planned) {
      this.session = session;
      this.direction = direction;
      this.from = from;
      this.to = to;
      this.planned = planned != null && planned.direction() == direction ? planned : null;
    }

    void start() {
      Thread.startVirtualThread(this::read);
      Thread.startVirtualThread(this::write);
    }

    private void read() {
      byte[] buffer = new byte[16 * 1024];
      int count = 0;
      while (count >= 0) {
        try {
          count = from.getInputStream().read(buffer);
        } catch (IOException gone) {
          count = -1;
        }
        byte[] bytes = new byte[Math.max(count, 0)];
        System.arraycopy(buffer, 0, bytes, 0, bytes.length);
        onTheWay.add(new Chunk(bytes, System.nanoTime() + delay.toNanos()));
      }
    }

    private void write() {
      try {
        while (true) {
          Chunk chunk = onTheWay.take();
          TimeUnit.NANOSECONDS.sleep(chunk.dueNanos - System.nanoTime());
          if (chunk.bytes.length == 0) {
            to.shutdownOutput();
            return;
          }
          pass(chunk.bytes);
        }
      } catch (IOException gone) {
        session.end();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void pass(byte[] bytes) throws IOException, InterruptedException {
      int count = broke ? 0 : untilBreak(bytes);
      send(bytes, 0, count);
      if (planned == null || counted(planned.unit()) < planned.after()) {
        return;
      }
      if (!broke) {
        broke = true;
        breaks.incrementAndGet();
      }
      switch (planned.kind()) {
        case CLOSE -> session.end();
        case RESET -> session.reset();
        case STALL -> {}
        case HALF_CLOSE -> {
          if (!to.isOutputShutdown()) {
            to.shutdownOutput();
          }
        }
        case DRIP -> {
          for (int index = count; index < bytes.length; index++) {
            Thread.sleep(DRIP);
            send(bytes, index, 1);
          }
        }
      }
    }

    /// How many of these bytes still get through.
    private int untilBreak(byte[] bytes) {
      int index = 0;
      while (index < bytes.length
          && (planned == null || counted(planned.unit()) < planned.after())) {
        countedBytes++;
        if (records.take(bytes[index])) {
          countedRecords++;
        }
        index++;
      }
      return index;
    }

    private long counted(Unit unit) {
      return switch (unit) {
        case BYTE -> countedBytes;
        case RECORD -> countedRecords;
      };
    }

    private void send(byte[] bytes, int offset, int length) throws IOException {
      to.getOutputStream().write(bytes, offset, length);
      Traffic traffic = traffic(direction);
      traffic.of(Unit.BYTE).addAndGet(length);
      traffic.of(Unit.RECORD).addAndGet(countedRecords - toldRecords);
      toldRecords = countedRecords;
    }
  }

  /// Finds the ends of TLS records (RFC 8446 section 5.1) and of lines.
  private static final class Records {
    private static final int HEADER = 5;

    private int position;
    private boolean tls;
    private int length;

    /// Whether a record or a line ends with this byte.
    boolean take(byte value) {
      int unsigned = value & 0xff;
      if (position == 0) {
        tls = unsigned >= 0x14 && unsigned <= 0x17;
        length = 0;
      }
      position++;
      if (tls && (position == HEADER - 1 || position == HEADER)) {
        length = length * 256 + unsigned;
      }
      boolean ended = tls ? position >= HEADER && position == HEADER + length : unsigned == '\n';
      if (ended) {
        position = 0;
      }
      return ended;
    }
  }
}
