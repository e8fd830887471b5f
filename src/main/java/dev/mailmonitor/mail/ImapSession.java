package dev.mailmonitor.mail;

import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.TransportSecurity;
import dev.mailmonitor.tls.PeerCertificate;
import dev.mailmonitor.tls.TlsClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.BASE64MailboxEncoder;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;
import org.jspecify.annotations.Nullable;

/// One IMAP session (RFC 3501, RFC 9051): connect, log in, open a mailbox, see new mails by their
/// headers, remove mails by UID.
///
/// For one thread, but for [#abort()], [#cancel()], [#hurry] and [#stopWaiting()].
public final class ImapSession implements AutoCloseable {
  private final Endpoint endpoint;
  private final Target target;
  private final Deadline deadline;
  private final Wire wire;
  private final Connector connector;
  private final ImapTalk talk;
  private final Idling idling;
  private final JunkMailbox junk;
  private final MailboxReader reader;
  private final ImapRemoval removing;
  private @Nullable Mailbox opened;

  /// Prepares a session; nothing is connected yet.
  ///
  /// @param target whose IMAP server
  /// @param tls makes the TLS session
  /// @param deadline by when the login must have happened
  public ImapSession(Target target, TlsClient tls, Deadline deadline) {
    this.target = target;
    this.endpoint = target.route().imap();
    this.deadline = deadline;
    this.wire = new Wire(Service.IMAP, target.route().imapAccount(), deadline);
    this.connector = new Connector(Service.IMAP, endpoint, target.addressFamily(), tls, wire);
    this.talk = new ImapTalk(wire, connector);
    this.idling = new Idling(talk, wire);
    this.junk = new JunkMailbox(talk);
    this.reader = new MailboxReader(talk);
    this.removing = new ImapRemoval(reader, talk);
  }

  /// Connects, makes TLS as configured and logs in.
  ///
  /// @throws MailFailure if any step fails
  public void open() throws MailFailure {
    SessionSocket socket = connector.connect(deadline);
    try {
      ImapConnection imap = new ImapConnection(socket, connector);
      if (endpoint.security() == TransportSecurity.STARTTLS) {
        if (!imap.hasCapability("STARTTLS")) {
          throw connector.failure(new Fault.Missing("STARTTLS", ""));
        }
        imap.secure();
      }
      if (!imap.logIn(target.route().imapAccount())) {
        wire.enter(Phase.AUTH);
        throw connector.failure(new Fault.Missing("AUTH", imap.offeredMechanisms()));
      }
      talk.begin(imap);
    } catch (IOException | ProtocolException | RuntimeException | StackOverflowError failed) {
      MailFailure failure = talk.explain(failed);
      connector.abort();
      throw failure;
    } catch (MailFailure failed) {
      connector.abort();
      throw failed;
    }
  }

  /// Opens a mailbox for reading and writing.
  ///
  /// @param name its name
  /// @param until by when it must be open
  /// @return what the server says of it
  public Answer<Mailbox> select(String name, Deadline until) {
    Answer<MailboxInfo> asked =
        talk.ask(
            "SELECT " + quoted(BASE64MailboxEncoder.encode(name)),
            until,
            responses -> new MailboxInfo(responses.toArray(Response[]::new)));
    return () -> {
      opened = null;
      MailboxInfo info = asked.get();
      long next = info.uidnext > 0 ? info.uidnext : reader.lastUid(until).get() + 1;
      Mailbox mailbox = new Mailbox(name, next, info.uidvalidity, Math.max(0, info.total));
      opened = mailbox;
      return mailbox;
    };
  }

  private static String quoted(String name) {
    return name.matches("[A-Za-z0-9.&+,/_-]+")
        ? name
        : "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /// The mailbox that is open, with the number of mails that the server told of last; empty if none
  /// is.
  public Optional<Mailbox> opened() {
    return Optional.ofNullable(opened)
        .map(mailbox ->
            new Mailbox(
                mailbox.name(), mailbox.uidNext(), mailbox.uidValidity(), talk.mailsThere()));
  }

  /// What can be asked of the mailbox that is open.
  public MailboxReader reader() {
    return reader;
  }

  /// The shortest time in which the server has answered: what the way there and back takes at most.
  public Duration roundTrip() {
    return wire.shortestAnswer();
  }

  /// Asks for the mailbox for unwanted mail along with what else is asked now, if that is cheap: so
  /// it is known when it is needed.
  ///
  /// @param until by when the answer must be here
  public void expectJunkMailbox(Deadline until) {
    junk.expect(until);
  }

  /// The mailbox for unwanted mail: what the server marks as such (RFC 6154), else by the usual
  /// names.
  ///
  /// @param until by when the answer must be here
  /// @return its name, if there is one
  /// @throws MailFailure if the server does not answer rightly
  public Optional<String> junkMailbox(Deadline until) throws MailFailure {
    return junk.find(until);
  }

  /// Whether a mailbox is full, where the server tells (RFC 9208).
  ///
  /// @param mailbox its name
  /// @param until by when the answer must be here
  /// @return how full it is; empty if there is room or nobody knows
  /// @throws MailFailure if the server does not answer rightly
  public Optional<Fullness> fullness(String mailbox, Deadline until) throws MailFailure {
    if (!talk.offers("QUOTA")) {
      return Optional.empty();
    }
    wire.allow(until);
    return talk.run(imap -> {
      imap.settle();
      return Fullness.of(imap.getQuotaRoot(mailbox));
    });
  }

  /// Whether the server can tell of new mails by itself (RFC 2177).
  public boolean canIdle() {
    return idling.isPossible();
  }

  /// Waits until the server tells of new mails by itself, with IDLE. A server that refuses is not
  /// asked again.
  ///
  /// @param patience how long to wait at most
  /// @param until by when the session must be usable again
  /// @return whether the server told of new mails
  /// @throws MailFailure if the session breaks
  public boolean idle(Duration patience, Deadline until) throws MailFailure {
    return idling.await(patience, until);
  }

  /// Ends a waiting [#idle]; from any thread.
  public void stopWaiting() {
    idling.stop();
  }

  /// Removes mails from the open mailbox, and no others. Without UIDPLUS (RFC 4315) an EXPUNGE
  /// removes whatever is flagged `\Deleted`; then it is left out if other mails are. That is asked
  /// directly before: IMAP has nothing to keep another program from flagging a mail between that
  /// answer and the EXPUNGE.
  ///
  /// @param uids the mails to be removed
  /// @param expendable whether a mail that somebody else has flagged may go with them
  /// @param until by when it must be done
  /// @return how it ended
  /// @throws MailFailure if the server does not answer rightly
  public Removal remove(Collection<Long> uids, Predicate<ReceivedMail> expendable, Deadline until)
      throws MailFailure {
    return removing.remove(uids, expendable, until);
  }

  /// Asks to remove mails from the open mailbox, along with what else is asked now. A server may
  /// not have seen the flags when it comes to the EXPUNGE, and then it is not done.
  ///
  /// @param uids the mails to be removed
  /// @param until by when it must be done
  /// @return whether they are gone for certain; empty, with nothing asked, if the server cannot
  ///   expunge by UID
  public Optional<Answer<Boolean>> askToRemove(Collection<Long> uids, Deadline until) {
    return removing.ask(uids, until);
  }

  /// Names the step that begins now, for timings and failures.
  ///
  /// @param phase the step
  public void enter(Phase phase) {
    wire.enter(phase);
  }

  /// Notes that the current step is over.
  public void finishPhase() {
    wire.finishPhase();
  }

  /// How long each step took.
  public Timings timings() {
    return wire.timings();
  }

  /// What was said.
  public Transcript transcript() {
    return wire.transcript();
  }

  /// The server's certificate, once TLS was made.
  public Optional<PeerCertificate> certificate() {
    return connector.certificate();
  }

  /// The certificate that the server showed, whether it was trusted or not.
  public Optional<PeerCertificate> shownCertificate() {
    return connector.shownCertificate();
  }

  /// Drops the connection at once; from any thread.
  public void abort() {
    connector.abort();
  }

  /// Ends whatever the session waits for; from any thread. It can be used no more.
  public void cancel() {
    wire.cancel();
    connector.abort();
  }

  /// Brings the end of what the session waits for forward; from any thread.
  ///
  /// @param latest by when the server must have answered
  public void hurry(Deadline latest) {
    wire.hurry(latest);
  }

  /// Says goodbye without waiting for an answer. A server that does not listen is no failure.
  @Override
  public void close() {
    ImapConnection imap = talk.end();
    if (imap != null && wire.fault().isEmpty()) {
      try {
        imap.ask("LOGOUT");
        imap.send();
      } catch (IOException | ProtocolException | RuntimeException unheard) {
        // The verdict stands; this was only politeness.
      }
      imap.disconnect();
    }
    connector.abort();
  }
}
