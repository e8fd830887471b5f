package dev.mailmonitor.probe;

import dev.mailmonitor.mail.Answer;
import dev.mailmonitor.mail.Deadline;
import dev.mailmonitor.mail.Fault;
import dev.mailmonitor.mail.ImapSession;
import dev.mailmonitor.mail.MailFailure;
import dev.mailmonitor.mail.Mailbox;
import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.mail.Timings;
import dev.mailmonitor.mail.Transcript;
import dev.mailmonitor.tls.PeerCertificate;
import dev.mailmonitor.tls.TlsProblem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The way of one run to its mailbox: one session, and another one in its place when it is cut. A
/// login that was rejected is never repeated.
///
/// For one thread, but for [#stopWaiting()], [#hurry], [#abort()] and [#cancel()].
final class ImapAccess implements AutoCloseable {
  private static final int MOST_TRIES = 8;
  private static final int TRIES_FOR_CLEANUP = 2;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);
  private static final Duration PAUSE_SLICE = Duration.ofMillis(100);

  /// One try must leave time for another one.
  private static final Duration OPENING = Duration.ofSeconds(20);

  private final Function<Deadline, ImapSession> sessions;
  private final List<ImapSession> all = new CopyOnWriteArrayList<>();
  private volatile ImapSession current;
  private volatile boolean aborted;
  private @Nullable MailFailure lost;
  private int tries;

  /// Prepares the first session; nothing is connected yet.
  ///
  /// @param sessions makes a session that must be open by then
  /// @param logins by when the first login must have happened
  ImapAccess(Function<Deadline, ImapSession> sessions, Deadline logins) {
    this.sessions = sessions;
    this.current = sessions.apply(logins);
    all.add(current);
  }

  /// The session that is in use.
  ImapSession session() {
    return current;
  }

  /// Opens a mailbox; in a new session if this one is cut.
  ///
  /// @param mailbox its name
  /// @param until by when it must be open
  /// @param stop whether to give up
  /// @return what the server says of it
  /// @throws MailFailure if it cannot be opened
  Mailbox select(String mailbox, Deadline until, BooleanSupplier stop) throws MailFailure {
    try {
      Answer<Mailbox> opened = current.select(mailbox, until);
      // Known in time without a round trip of its own.
      current.expectJunkMailbox(until);
      return opened.get();
    } catch (MailFailure failed) {
      return reopen(failed, mailbox, until, stop);
    }
  }

  /// Puts a new session in the place of one that failed, if it was cut and not told off.
  ///
  /// @param failed how it failed
  /// @param mailbox what to open
  /// @param until by when it must be open
  /// @param stop whether to give up
  /// @return what the server says of the mailbox
  /// @throws MailFailure what kept the last try from working; `failed` itself if nothing was tried
  Mailbox reopen(MailFailure failed, String mailbox, Deadline until, BooleanSupplier stop)
      throws MailFailure {
    if (isCut(failed)) {
      lost = failed;
    }
    Duration pause = FIRST_PAUSE;
    MailFailure last = failed;
    while (isCut(last) && tries < MOST_TRIES && !aborted) {
      tries++;
      if (!pause(pause, until, stop)) {
        break;
      }
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
      try {
        return open(mailbox, until.orAfter(OPENING));
      } catch (MailFailure again) {
        last = again;
        lost = again;
      }
    }
    throw last;
  }

  private Mailbox open(String mailbox, Deadline until) throws MailFailure {
    ImapSession next = sessions.apply(until);
    all.add(next);
    current.close();
    current = next;
    next.open();
    Mailbox opened = next.select(mailbox, until).get();
    lost = null;
    return opened;
  }

  /// Whether the session in use was not cut.
  boolean works() {
    return lost == null;
  }

  /// A session that works, for cleaning up: a new one if the last one was cut.
  ///
  /// @param until by when it must be open
  /// @return the session
  /// @throws MailFailure if there is none to be had
  ImapSession usable(Deadline until) throws MailFailure {
    MailFailure failed = lost;
    if (failed != null) {
      tries = Math.min(tries, MOST_TRIES - TRIES_FOR_CLEANUP);
      reopen(failed, "INBOX", until, until::passed);
    }
    return current;
  }

  /// Whether a failure says that the session ended by itself, so that another one may work.
  static boolean isCut(MailFailure failed) {
    return switch (failed.fault()) {
      case Fault.Closed _, Fault.Silent _, Fault.NotConnected _, Fault.NameResolution _ -> true;
      case Fault.Rejected rejected ->
          rejected.reply().code().equals("BYE") && failed.phase() != Phase.AUTH;
      case Fault.Tls tls -> tls.problem() == TlsProblem.HANDSHAKE;
      case Fault.NoSuchAddress _,
          Fault.Missing _,
          Fault.Endless _,
          Fault.Protocol _,
          Fault.Cancelled _ ->
          false;
    };
  }

  /// Waits, unless there is no time left or no reason any more.
  private static boolean pause(Duration pause, Deadline until, BooleanSupplier stop) {
    Deadline end = until.orAfter(pause);
    while (!stop.getAsBoolean() && !until.passed()) {
      Duration left = end.remaining();
      if (!left.isPositive()) {
        return true;
      }
      try {
        Thread.sleep(left.compareTo(PAUSE_SLICE) < 0 ? left : PAUSE_SLICE);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }

  /// The server's certificate, once TLS was made.
  Optional<PeerCertificate> certificate() {
    return all.stream().map(ImapSession::certificate).flatMap(Optional::stream).findFirst();
  }

  /// The certificate that the server showed, whether it was trusted or not.
  Optional<PeerCertificate> shownCertificate() {
    return all.stream().map(ImapSession::shownCertificate).flatMap(Optional::stream).findFirst();
  }

  /// How long each step of each session took.
  Timings timings() {
    return all.stream().map(ImapSession::timings).reduce(Timings.NONE, Timings::and);
  }

  /// What was said in all sessions.
  Transcript transcript() {
    return all.stream().map(ImapSession::transcript).reduce(Transcript.EMPTY, Transcript::and);
  }

  /// Ends a waiting IDLE.
  void stopWaiting() {
    current.stopWaiting();
  }

  /// Brings the end of what the session waits for forward.
  void hurry(Deadline latest) {
    current.hurry(latest);
  }

  /// Drops the connection at once; no other one is made.
  void abort() {
    aborted = true;
    current.abort();
  }

  /// Ends whatever the session waits for. It can be used no more.
  void cancel() {
    aborted = true;
    current.cancel();
  }

  @Override
  public void close() {
    all.forEach(ImapSession::close);
  }
}
