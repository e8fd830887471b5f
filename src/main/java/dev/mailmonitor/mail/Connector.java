package dev.mailmonitor.mail;

import dev.mailmonitor.target.AddressFamily;
import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.TransportSecurity;
import dev.mailmonitor.tls.HandshakeGate;
import dev.mailmonitor.tls.PeerCertificate;
import dev.mailmonitor.tls.TlsClient;
import dev.mailmonitor.tls.TlsException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.IDN;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// Opens the connection of one session: looks the name up, tries every address, makes TLS. Each
/// step is bounded and timed; a failure tells what happened with each address.
final class Connector {
  static final Duration RESOLVE = Duration.ofSeconds(5);
  static final Duration CONNECT = Duration.ofSeconds(10);

  /// How soon a look-up notices that the session was called off.
  private static final Duration SLICE = Duration.ofMillis(200);

  /// How long a connection is kept waiting for its turn to negotiate TLS.
  private static final Duration TURN = Duration.ofSeconds(10);

  private final Service service;
  private final Endpoint endpoint;
  private final AddressFamily family;
  private final TlsClient tls;
  private final HandshakeGate.Turn turn;
  private final Wire wire;
  private volatile @Nullable Socket open;
  private @Nullable SessionSocket session;
  private volatile @Nullable PeerCertificate certificate;
  private volatile @Nullable PeerCertificate shown;

  Connector(Service service, Endpoint endpoint, AddressFamily family, TlsClient tls, Wire wire) {
    this.service = service;
    this.endpoint = endpoint;
    this.family = family;
    this.tls = tls;
    this.turn = tls.gate().turn();
    this.wire = wire;
    LibraryLog.silence();
  }

  /// Connects, with TLS if it comes from the first byte.
  ///
  /// @param stage by when all of it must have happened
  /// @return the socket for Angus Mail; the server is about to greet
  SessionSocket connect(Deadline stage) throws MailFailure {
    List<InetAddress> addresses = resolve(stage.orAfter(RESOLVE));
    wire.enter(Phase.CONNECT);
    Socket raw = connect(addresses, stage.orAfter(CONNECT));
    wire.finishPhase();
    wire.allow(stage);
    try {
      BoundedSocket bounded = new BoundedSocket(raw, wire, turn::end);
      Socket begun = endpoint.security() == TransportSecurity.TLS ? handshake(bounded) : bounded;
      wire.enter(Phase.GREETING);
      wire.expectAnswerWithin(Wire.COMMAND);
      return speakingOver(begun, raw);
    } catch (IOException broken) {
      abort();
      throw failure(broken);
    }
  }

  /// Puts TLS around a session that began in plain text.
  SessionSocket upgrade(SessionSocket plain) throws IOException {
    wire.expectAnswerWithin(Wire.COMMAND);
    return speakingOver(handshake(plain.inner()), plain.raw());
  }

  private SessionSocket speakingOver(Socket connected, Socket raw) throws IOException {
    SessionSocket speaking = new SessionSocket(connected, raw, wire, endpoint.host());
    session = speaking;
    return speaking;
  }

  /// Holds back what the session's thread says until [#release()].
  void hold() {
    if (session != null) {
      session.hold();
    }
  }

  /// Sends what was held back, in one flight.
  void release() throws IOException {
    if (session != null) {
      session.release();
    }
  }

  private SSLSocket handshake(Socket bounded) throws IOException {
    awaitTurn();
    wire.enter(Phase.TLS);
    SSLSocket secured;
    try {
      secured = tls.handshake(bounded, endpoint.host(), endpoint.port());
    } catch (TlsException refused) {
      shown = refused.certificate().orElse(null);
      throw refused;
    } finally {
      turn.end();
    }
    wire.secured(secured.getSession().getProtocol() + " " + secured.getSession().getCipherSuite());
    try {
      certificate =
          PeerCertificate.of((X509Certificate) secured.getSession().getPeerCertificates()[0]);
    } catch (SSLPeerUnverifiedException impossible) {
      throw new IOException("TLS without a certificate", impossible);
    }
    return secured;
  }

  /// Says what is no command.
  void write(byte[] content) throws IOException {
    SessionSocket speaking = session;
    if (speaking == null) {
      throw new IllegalStateException("The session is not open");
    }
    speaking.getOutputStream().write(content);
  }

  /// Time that is spent waiting for a turn is the monitor's own: it is in no step, and put on top
  /// of the server's, unless somebody wants an end meanwhile.
  private void awaitTurn() {
    wire.finishPhase();
    Deadline before = wire.answerBy();
    Duration share = wire.stage().remaining().dividedBy(4);
    Duration waited =
        turn.await(
            share.compareTo(TURN) < 0 ? share : TURN,
            () -> wire.cancelled() || wire.answerBy().passed());
    if (waited.isPositive() && !wire.answerBy().isBefore(before)) {
      wire.putOff(waited);
    }
  }

  /// The server's certificate, once TLS was made.
  Optional<PeerCertificate> certificate() {
    return Optional.ofNullable(certificate);
  }

  /// The certificate that the server showed, whether it was trusted or not.
  Optional<PeerCertificate> shownCertificate() {
    return certificate().or(() -> Optional.ofNullable(shown));
  }

  /// Drops the connection, whatever it is doing.
  void abort() {
    Socket socket = open;
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException closing) {
        // Nobody is left to be told.
      }
    }
  }

  /// What a broken connection or TLS session means.
  MailFailure failure(IOException broken) {
    for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
      if (cause instanceof TlsException failed) {
        wire.finishPhase();
        return failure(
            new Fault.Tls(
                failed.problem(),
                ServerReply.clean(String.valueOf(failed.getMessage())),
                failed.certificate().orElse(null)));
      }
    }
    boolean ended = broken instanceof EOFException;
    wire.broke(ended ? new EOFException() : broken);
    return failure(
        wire.fault().orElseGet(() -> new Fault.Closed(String.valueOf(broken.getMessage()))));
  }

  /// A failure of the step that the session is in.
  MailFailure failure(Fault fault) {
    return failure(wire.phase(), fault);
  }

  MailFailure failure(Phase phase, Fault fault) {
    return new MailFailure(service, phase, endpoint, fault);
  }

  private List<InetAddress> resolve(Deadline deadline) throws MailFailure {
    String host = endpoint.host();
    Duration patience = deadline.remaining();
    CompletableFuture<InetAddress[]> lookup = new CompletableFuture<>();
    // A platform thread: the look-up is a native call that may hang for minutes.
    Thread.ofPlatform()
        .daemon()
        .name("look-up-of-" + host)
        .start(() -> {
          try {
            lookup.complete(InetAddress.getAllByName(toAscii(host)));
          } catch (UnknownHostException | RuntimeException unknown) {
            lookup.completeExceptionally(unknown);
          }
        });
    try {
      InetAddress[] all = answer(lookup, deadline);
      List<InetAddress> wanted = Arrays.stream(all).filter(this::isWanted).toList();
      if (wanted.isEmpty()) {
        wire.finishPhase();
        throw failure(new Fault.NoSuchAddress(host, family));
      }
      wire.finishPhase();
      return wanted;
    } catch (TimeoutException late) {
      throw unresolved(
          "the resolver did not answer within "
              + (patience.compareTo(RESOLVE.minusMillis(500)) < 0
                  ? "the " + patience.toMillis() + " ms that the check's time limit left"
                  : RESOLVE.toSeconds() + " s"));
    } catch (ExecutionException failed) {
      throw unresolved(
          failed.getCause() instanceof UnknownHostException
              ? "the name is not known to the resolver"
              : "it is not a valid host name");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw failure(new Fault.Cancelled());
    }
  }

  private InetAddress[] answer(CompletableFuture<InetAddress[]> lookup, Deadline deadline)
      throws MailFailure, InterruptedException, ExecutionException, TimeoutException {
    while (true) {
      try {
        return lookup.get(deadline.orAfter(SLICE).remainingMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException late) {
        if (wire.cancelled()) {
          throw failure(new Fault.Cancelled());
        }
        if (deadline.passed()) {
          throw late;
        }
      }
    }
  }

  private MailFailure unresolved(String reason) {
    wire.finishPhase();
    return failure(new Fault.NameResolution(endpoint.host(), reason));
  }

  private static String toAscii(String host) {
    return host.contains(":") ? host : IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
  }

  private boolean isWanted(InetAddress address) {
    return switch (family) {
      case ANY -> true;
      case IPV4 -> address instanceof Inet4Address;
      case IPV6 -> address instanceof Inet6Address;
    };
  }

  private Socket connect(List<InetAddress> addresses, Deadline deadline) throws MailFailure {
    List<Fault.Attempt> attempts = new ArrayList<>();
    for (int index = 0; index < addresses.size(); index++) {
      InetSocketAddress address = new InetSocketAddress(addresses.get(index), endpoint.port());
      // A dead address must leave time for the others.
      int share = deadline.remainingMillis() / (addresses.size() - index);
      Socket socket = new Socket();
      open = socket;
      if (wire.cancelled()) {
        throw failure(new Fault.Cancelled());
      }
      try {
        socket.setTcpNoDelay(true);
        socket.connect(address, Math.max(1, share));
        return socket;
      } catch (IOException refused) {
        attempts.add(attempt(address, refused));
        try {
          socket.close();
        } catch (IOException closing) {
          // It never was open.
        }
      }
    }
    wire.finishPhase();
    throw failure(new Fault.NotConnected(attempts));
  }

  private static Fault.Attempt attempt(InetSocketAddress address, IOException refused) {
    InetAddress ip = address.getAddress();
    String literal =
        (ip instanceof Inet6Address ? "[" + ip.getHostAddress() + "]" : ip.getHostAddress())
            + ":"
            + address.getPort();
    String words = ServerReply.clean(String.valueOf(refused.getMessage()));
    if (refused instanceof SocketTimeoutException || words.contains("timed out")) {
      return new Fault.Attempt(literal, Fault.Outcome.TIMED_OUT, "Connection timed out");
    }
    if (refused instanceof ConnectException && words.contains("refused")) {
      return new Fault.Attempt(literal, Fault.Outcome.REFUSED, "Connection refused");
    }
    return new Fault.Attempt(literal, Fault.Outcome.UNREACHABLE, words);
  }
}
