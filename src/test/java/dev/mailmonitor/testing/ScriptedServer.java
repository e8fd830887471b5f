package dev.mailmonitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/// A server on a free port of `127.0.0.1` that follows a script, for servers that misbehave.
public final class ScriptedServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Optional<SSLContext> tls;
  private final Script script;
  private final AtomicInteger connections = new AtomicInteger();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<IOException> failures = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  /// What the server does with one connection. The connection is closed when the script ends.
  @FunctionalInterface
  public interface Script {
    /// Plays the script.
    ///
    /// @throws IOException if the client went away or said what the script did not expect; it ends
    ///   this connection only and is kept for [#failures()]
    void play(Conversation conversation) throws IOException;
  }

  private ScriptedServer(int port, Optional<SSLContext> tls, Script script) {
    this.tls = tls;
    this.script = script;
    try {
      listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("The scripted server cannot listen", e);
    }
    threads.add(Thread.ofVirtual().start(this::accept));
  }

  /// Starts a server without TLS; its script may begin TLS later.
  ///
  /// @param script played for every connection, in a thread of its own
  public static ScriptedServer plain(Script script) {
    return plain(LoopbackPorts.free(), script);
  }

  /// Starts a server without TLS where clients look for it.
  ///
  /// @param port a port that is free
  /// @param script played for every connection, in a thread of its own
  public static ScriptedServer plain(int port, Script script) {
    return new ScriptedServer(port, Optional.empty(), script);
  }

  /// Starts a server with TLS from the first byte.
  ///
  /// @param context the certificate and key, as from [ServerCertificate#serverContext()]
  /// @param script played for every connection, in a thread of its own
  public static ScriptedServer tls(SSLContext context, Script script) {
    return new ScriptedServer(LoopbackPorts.free(), Optional.of(context), script);
  }

  /// Where it listens.
  public int port() {
    return listener.getLocalPort();
  }

  /// How many connections it has accepted.
  public int connections() {
    return connections.get();
  }

  /// How many connections are open now.
  public int openConnections() {
    return open.size();
  }

  /// Every line that clients said, without line ends, in the order of arrival.
  public List<String> heard() {
    return List.copyOf(heard);
  }

  /// Why scripts ended before their end.
  public List<IOException> failures() {
    return List.copyOf(failures);
  }

  /// Stops listening and drops every connection.
  @Override
  public void close() {
    drop(listener);
    open.forEach(ScriptedServer::drop);
    threads.forEach(Thread::interrupt);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        int number = connections.getAndIncrement();
        threads.add(Thread.ofVirtual().start(() -> converse(socket, number)));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void converse(Socket socket, int number) {
    Conversation conversation = new Conversation(socket, number, heard::add);
    try {
      if (tls.isPresent()) {
        conversation.startTls(tls.get());
      }
      script.play(conversation);
    } catch (IOException e) {
      failures.add(e);
    } finally {
      conversation.close();
      open.remove(socket);
      threads.remove(Thread.currentThread());
    }
  }

  private static void drop(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception gone) {
      // It was closed by the other side already.
    }
  }
}
