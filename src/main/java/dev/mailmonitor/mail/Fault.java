package dev.mailmonitor.mail;

import dev.mailmonitor.target.AddressFamily;
import dev.mailmonitor.tls.PeerCertificate;
import dev.mailmonitor.tls.TlsProblem;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What can go wrong between us and a mail server.
public sealed interface Fault {
  /// The name has no address.
  ///
  /// @param host the name that was looked up
  /// @param reason why, in our words
  record NameResolution(String host, String reason) implements Fault {}

  /// The name has addresses, and none of the family that is configured.
  ///
  /// @param host the name that was looked up
  /// @param wanted the configured family
  record NoSuchAddress(String host, AddressFamily wanted) implements Fault {}

  /// None of the addresses accepted the connection.
  ///
  /// @param attempts what happened with each, in the order in which they were tried
  record NotConnected(List<Attempt> attempts) implements Fault {
    /// Copies the attempts.
    public NotConnected {
      attempts = List.copyOf(attempts);
    }
  }

  /// What happened with one address.
  ///
  /// @param address the address literal and port
  /// @param outcome the kind of failure
  /// @param reason the operating system's words
  record Attempt(String address, Outcome outcome, String reason) {}

  /// Why an address did not accept a connection.
  enum Outcome {
    /// Nothing listens there.
    REFUSED,
    /// No answer.
    TIMED_OUT,
    /// No way to get there.
    UNREACHABLE
  }

  /// The TLS session could not be made or trusted.
  ///
  /// @param problem what was wrong
  /// @param reason the same in words
  /// @param certificate the certificate that was shown, if any
  record Tls(TlsProblem problem, String reason, @Nullable PeerCertificate certificate)
      implements Fault {}

  /// The server said no.
  ///
  /// @param reply its words
  record Rejected(ServerReply reply) implements Fault {}

  /// The connection ended without an answer.
  ///
  /// @param reason how it ended
  record Closed(String reason) implements Fault {}

  /// The server stopped answering.
  ///
  /// @param patience how long it was waited for
  /// @param cutShort whether the check's own time limit left no more
  /// @param within whether it stopped in the middle of a line or of a mail
  /// @param lastWords the last line that it said instead of an answer; empty if there is none
  record Silent(Duration patience, boolean cutShort, boolean within, String lastWords)
      implements Fault {}

  /// The server went on and on without coming to the end of its answer.
  ///
  /// @param patience how long it was listened to
  /// @param lines how many lines it had said by then
  record Endless(Duration patience, int lines) implements Fault {}

  /// The server does not offer what is needed.
  ///
  /// @param capability what is missing, e.g. `STARTTLS`
  /// @param offered what is offered instead, empty if nothing
  record Missing(String capability, String offered) implements Fault {}

  /// The server said something that the protocol does not know.
  ///
  /// @param reason what was wrong
  record Protocol(String reason) implements Fault {}

  /// The check was called off from outside.
  record Cancelled() implements Fault {}
}
