package dev.mailmonitor.mail;

import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.TransportSecurity;
import dev.mailmonitor.tls.PeerCertificate;
import dev.mailmonitor.tls.TlsClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.ListInfo;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;
import org.eclipse.angus.mail.imap.protocol.UID;
import org.jspecify.annotations.Nullable;

/// One IMAP session (RFC 3501, RFC 9051): connect, log in, open a mailbox, see new mails by their
/// headers, remove mails by UID.
///
/// For one thread, but for [#abort()], [#cancel()], [#hurry] and [#stopWaiting()].
public final class ImapSession implements AutoCloseable {
  /// A server that is deaf to IDLE must not take the time in which the mail may come.
  private static final Duration IDLE_BEGINS = Duration.ofSeconds(4);

  /// More mails than this are not looked at to learn whether they may be expunged.
  private static final int MOST_OTHERS = 200;

  private static final int MOST_LOOKS = 4;

  private final Endpoint endpoint;
  private final Target target;
  private final Deadline deadline;
  private final Wire wire;
  private final Connector connector;
  private volatile @Nullable ImapConnection connection;
  private volatile @Nullable Runnable wakeUp;
  private boolean idleRefused;

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
  }

  /// Connects, makes TLS as configured and logs in.
  ///
  /// @throws MailFailure if any step fails
  public void open() throws MailFailure {
    SessionSocket socket = connector.connect(deadline);
    try {
      ImapConnection opened = new ImapConnection(socket, connector);
      if (endpoint.security() == TransportSecurity.STARTTLS) {
        if (!opened.hasCapability("STARTTLS")) {
          throw connector.failure(new Fault.Missing("STARTTLS", ""));
        }
        opened.secure();
      }
      if (!opened.logIn(target.route().imapAccount())) {
        wire.enter(Phase.AUTH);
        throw connector.failure(new Fault.Missing("AUTH", opened.offeredMechanisms()));
      }
      connection = opened;
    } catch (IOException | ProtocolException | RuntimeException | StackOverflowError failed) {
      MailFailure failure = explain(failed);
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
  /// @throws MailFailure if it cannot be opened
  public Mailbox select(String name, Deadline until) throws MailFailure {
    wire.allow(until);
    return ask(imap -> {
      MailboxInfo info = imap.select(name);
      long next = info.uidnext > 0 ? info.uidnext : uidNext(imap);
      return new Mailbox(name, next, info.uidvalidity, info.total);
    });
  }

  /// For servers that do not tell UIDNEXT when a mailbox is opened: one above the last mail's.
  private static long uidNext(ImapConnection imap) throws ProtocolException {
    long highest = 0;
    for (Response response : imap.run("UID FETCH * (UID)")) {
      if (response instanceof FetchResponse fetched && fetched.getItem(UID.class) != null) {
        highest = Math.max(highest, fetched.getItem(UID.class).uid);
      }
    }
    return highest + 1;
  }

  /// The headers of the mails from a UID on, in the open mailbox.
  ///
  /// @param firstUid the least UID that is wanted
  /// @param until by when they must be here
  /// @return the mails, by UID
  /// @throws MailFailure if the server does not answer rightly
  public List<ReceivedMail> mailsFrom(long firstUid, Deadline until) throws MailFailure {
    wire.allow(until);
    // "n:*" also names the last mail when its UID is below n.
    return ask(imap ->
        FetchedMails.of(imap.run("UID FETCH " + firstUid + ":* " + FetchedMails.HEADERS)).stream()
            .filter(mail -> mail.uid() >= firstUid)
            .toList());
  }

  /// The headers of certain mails of the open mailbox.
  ///
  /// @param uids which mails; those that do not exist are left out
  /// @param until by when they must be here
  /// @return the mails, by UID
  /// @throws MailFailure if the server does not answer rightly
  public List<ReceivedMail> mails(Collection<Long> uids, Deadline until) throws MailFailure {
    if (uids.isEmpty()) {
      return List.of();
    }
    wire.allow(until);
    return ask(
        imap -> FetchedMails.of(imap.run("UID FETCH " + set(uids) + " " + FetchedMails.HEADERS)));
  }

  /// The headers of the last mails of a mailbox that was just opened.
  ///
  /// @param mailbox what [#select] gave
  /// @param count how many
  /// @param until by when they must be here
  /// @return the mails, by UID
  /// @throws MailFailure if the server does not answer rightly
  public List<ReceivedMail> lastMails(Mailbox mailbox, int count, Deadline until)
      throws MailFailure {
    if (mailbox.exists() == 0) {
      return List.of();
    }
    wire.allow(until);
    int first = Math.max(1, mailbox.exists() - count + 1);
    return ask(imap ->
        FetchedMails.of(
            imap.run("FETCH " + first + ":" + mailbox.exists() + " " + FetchedMails.HEADERS)));
  }

  /// A mail of the open mailbox as a report about another mail (RFC 3464). No more than
  /// [DeliveryReport#LONGEST] bytes are asked for.
  ///
  /// @param uid which mail
  /// @param until by when it must be here
  /// @return the report; empty if the mail is none
  /// @throws MailFailure if the server does not answer rightly
  public Optional<DeliveryReport> deliveryReport(long uid, Deadline until) throws MailFailure {
    wire.allow(until);
    return ask(imap ->
        FetchedMails.content(imap.run("UID FETCH " + uid + " " + FetchedMails.CONTENT))
            .flatMap(DeliveryReport::parse));
  }

  /// Whether a mail of the open mailbox has a text within its first [DeliveryReport#LONGEST] bytes.
  ///
  /// @param uid which mail
  /// @param text the text, in ASCII
  /// @param until by when it must be here
  /// @return whether it is there
  /// @throws MailFailure if the server does not answer rightly
  public boolean contains(long uid, String text, Deadline until) throws MailFailure {
    wire.allow(until);
    return ask(imap ->
        FetchedMails.content(imap.run("UID FETCH " + uid + " " + FetchedMails.CONTENT))
            .filter(mail -> new String(mail, StandardCharsets.ISO_8859_1).contains(text))
            .isPresent());
  }

  /// Looks for mails by the server's own search, whose answers are only hints: servers index late,
  /// or not at all, or also what is quoted within a mail.
  ///
  /// @param criteria search keys (RFC 3501 section 6.4.4)
  /// @param until by when the answer must be here
  /// @return the UIDs that the server found
  /// @throws MailFailure if the server does not answer rightly
  public SortedSet<Long> search(String criteria, Deadline until) throws MailFailure {
    wire.allow(until);
    return ask(imap -> {
      SortedSet<Long> found = new TreeSet<>();
      for (Response response : imap.run("UID SEARCH " + criteria)) {
        if (response instanceof IMAPResponse untagged && untagged.keyEquals("SEARCH")) {
          for (long uid = untagged.readLong(); uid != -1; uid = untagged.readLong()) {
            found.add(uid);
          }
        }
      }
      return found;
    });
  }

  /// The mailbox for unwanted mail: what the server marks as such (RFC 6154), else by the usual
  /// names.
  ///
  /// @param until by when the answer must be here
  /// @return its name, if there is one
  /// @throws MailFailure if the server does not answer rightly
  public Optional<String> junkMailbox(Deadline until) throws MailFailure {
    wire.allow(until);
    return ask(imap -> {
      if (imap.hasCapability("SPECIAL-USE")) {
        Optional<String> marked = JunkMailbox.marked(list(imap, "LIST (SPECIAL-USE) \"\" \"*\""));
        if (marked.isPresent()) {
          return marked;
        }
      }
      return JunkMailbox.named(list(imap, "LIST \"\" \"*\""));
    });
  }

  private static List<ListInfo> list(ImapConnection imap, String command) throws ProtocolException {
    List<ListInfo> mailboxes = new ArrayList<>();
    for (Response response : imap.run(command)) {
      if (response instanceof IMAPResponse untagged && untagged.keyEquals("LIST")) {
        mailboxes.add(new ListInfo(untagged));
      }
    }
    return mailboxes;
  }

  /// Asks whether something is new in the open mailbox.
  ///
  /// @param until by when the answer must be here
  /// @return whether the server told of new mails
  /// @throws MailFailure if the server does not answer rightly
  public boolean hasNews(Deadline until) throws MailFailure {
    wire.allow(until);
    return ask(imap -> imap.run("NOOP").stream().anyMatch(ImapSession::isNews));
  }

  private static boolean isNews(Response response) {
    return response instanceof IMAPResponse untagged
        && (untagged.keyEquals("EXISTS") || untagged.keyEquals("RECENT"));
  }

  /// Whether the server can tell of new mails by itself (RFC 2177).
  public boolean canIdle() {
    ImapConnection imap = connection;
    return imap != null && !idleRefused && imap.hasCapability("IDLE");
  }

  /// Waits until the server tells of new mails by itself, with IDLE. A server that refuses is not
  /// asked again.
  ///
  /// @param patience how long to wait at most
  /// @param until by when the session must be usable again
  /// @return whether the server told of new mails
  /// @throws MailFailure if the session breaks
  public boolean idle(Duration patience, Deadline until) throws MailFailure {
    wire.allow(until);
    return ask(imap -> {
      String tag = imap.writeCommand("IDLE", null);
      wire.expectAnswerWithin(IDLE_BEGINS);
      AtomicBoolean done = new AtomicBoolean();
      Runnable finish =
          () -> {
            if (done.compareAndSet(false, true)) {
              imap.idleAbort();
            }
          };
      Thread alarm = null;
      boolean news = false;
      try {
        while (true) {
          Response response = imap.readResponse();
          if (response.isContinuation()) {
            wire.expectAnswerWithin(patience.plus(Wire.COMMAND));
            wakeUp = finish;
            alarm = Thread.startVirtualThread(() -> sleepThen(patience, finish));
          } else if (response.isTagged() && response.getTag().equals(tag)) {
            idleRefused = alarm == null;
            return news;
          } else if (response.isBYE()) {
            imap.handleResult(response);
          } else if (isNews(response)) {
            news = true;
            if (alarm != null) {
              finish.run();
            }
          }
        }
      } finally {
        wakeUp = null;
        if (alarm != null) {
          alarm.interrupt();
        }
      }
    });
  }

  private static void sleepThen(Duration duration, Runnable action) {
    try {
      Thread.sleep(duration);
      action.run();
    } catch (InterruptedException nothingToDo) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends a waiting [#idle]; from any thread.
  public void stopWaiting() {
    Runnable finish = wakeUp;
    if (finish != null) {
      finish.run();
    }
  }

  /// How an attempt to remove mails ended.
  public enum Removal {
    /// They are gone.
    GONE,
    /// They are flagged as deleted; an EXPUNGE would have taken other mails with them.
    ONLY_FLAGGED,
    /// They are still there although the server has refused nothing.
    STILL_THERE
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
    if (uids.isEmpty()) {
      return Removal.GONE;
    }
    wire.allow(until);
    boolean uidExpunge =
        ask(imap -> {
          imap.run("UID STORE " + set(uids) + " +FLAGS.SILENT (\\Deleted)");
          // RFC 9051 has made UID EXPUNGE a part of the protocol.
          return imap.hasCapability("UIDPLUS") || imap.hasCapability("IMAP4REV2");
        });
    if (!uidExpunge && !isNothingElseFlagged(uids, expendable, until)) {
      return Removal.ONLY_FLAGGED;
    }
    String expunge = uidExpunge ? "UID EXPUNGE " + set(uids) : "EXPUNGE";
    long expunged = ask(imap -> imap.run(expunge).stream().filter(ImapSession::isExpunge).count());
    // Fewer may also mean that somebody else was faster.
    boolean gone = expunged >= uids.size() || search("UID " + set(uids), until).isEmpty();
    return gone ? Removal.GONE : Removal.STILL_THERE;
  }

  private boolean isNothingElseFlagged(
      Collection<Long> uids, Predicate<ReceivedMail> expendable, Deadline until)
      throws MailFailure {
    Set<Long> mayGo = new HashSet<>(uids);
    // The EXPUNGE has to follow directly on an answer that names nothing unknown.
    for (int looks = 0; looks < MOST_LOOKS; looks++) {
      SortedSet<Long> others = search("DELETED", until);
      others.removeAll(mayGo);
      if (others.isEmpty()) {
        return true;
      }
      if (others.size() > MOST_OTHERS) {
        return false;
      }
      for (ReceivedMail mail : mails(others, until)) {
        if (!expendable.test(mail)) {
          return false;
        }
        mayGo.add(mail.uid());
      }
    }
    return false;
  }

  private static boolean isExpunge(Response response) {
    return response instanceof IMAPResponse untagged && untagged.keyEquals("EXPUNGE");
  }

  private static String set(Collection<Long> uids) {
    return uids.stream().map(String::valueOf).collect(Collectors.joining(","));
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
    ImapConnection imap = connection;
    connection = null;
    if (imap != null && wire.fault().isEmpty()) {
      try {
        imap.writeCommand("LOGOUT", null);
      } catch (IOException | ProtocolException | RuntimeException unheard) {
        // The verdict stands; this was only politeness.
      }
      imap.disconnect();
    }
    connector.abort();
  }

  private interface Question<T> {
    T of(ImapConnection imap) throws IOException, ProtocolException;
  }

  private <T> T ask(Question<T> question) throws MailFailure {
    ImapConnection imap = connection;
    if (imap == null) {
      throw new IllegalStateException("The session is not open");
    }
    try {
      return question.of(imap);
    } catch (IOException | ProtocolException | RuntimeException | StackOverflowError failed) {
      throw explain(failed);
    }
  }

  /// The library's parsers call themselves for each bracket that a server opens, so a stack that
  /// overflows is the server's doing too.
  private MailFailure explain(Throwable failed) {
    if (wire.fault().isPresent()) {
      return connector.failure(wire.fault().get());
    }
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException broken) {
        return connector.failure(broken);
      }
    }
    wire.finishPhase();
    if (failed instanceof ProtocolException refused && refused.getResponse() != null) {
      Response response = refused.getResponse();
      String code =
          response.isBYE() ? "BYE" : response.isNO() ? "NO" : response.isBAD() ? "BAD" : "";
      if (!code.isEmpty()) {
        return connector.failure(new Fault.Rejected(wire.reply(code, response.getRest())));
      }
    }
    String reason =
        failed instanceof StackOverflowError
            ? "its brackets are nested too deep"
            : ServerReply.clean(wire.redact(String.valueOf(failed.getMessage())));
    return connector.failure(new Fault.Protocol("unexpected answer (" + reason + ")"));
  }
}
