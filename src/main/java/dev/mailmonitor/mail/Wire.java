package dev.mailmonitor.mail;

import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.Redaction;
import dev.mailmonitor.tls.TlsProblem;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Watches one session as its lines go by: which step it is in, how long each step took, by when
/// the server must answer, what was said, and how the connection broke if it did.
///
/// Steps are recognised by the commands themselves, so that a failure is always told with the
/// command that it belongs to. Used by the session's one thread; reading timings and transcript
/// from another is allowed.
final class Wire {
  /// How long a server may take to answer one command.
  static final Duration COMMAND = Duration.ofSeconds(15);

  /// More lines than this in one answer are a flood: an EHLO reply has dozens, while an IMAP server
  /// may tell of each mail that another client removes.
  private static int mostLinesOfAnswer(Service service) {
    return switch (service) {
      case SMTP -> 1_000;
      case IMAP -> 100_000;
    };
  }

  /// A few lines and then nothing is a server that has stopped answering.
  private static final int LEAST_ENDLESS = 3;

  private static final Duration LEAST_SILENCE = Duration.ofSeconds(1);

  /// After its farewell a server closes the connection at once, or not at all.
  private static final Duration AFTER_FAREWELL = Duration.ofMillis(500);

  private static final String BYE = "* BYE";

  private final Service service;
  private final Redaction redaction;
  private final SessionLog log;
  private final Steps steps;
  private final Incoming incoming;
  private final StringBuilder clientLine = new StringBuilder();

  private Deadline stage;
  private volatile Deadline answerBy;
  private Duration patience;
  private boolean cutShort;
  private boolean inData;
  private int linesOfAnswer;
  private long lastLineAt;
  private String lastLine = "";
  private @Nullable String farewell;
  private long lastReplyAt;
  private volatile boolean cancelled;
  private @Nullable Fault fault;

  Wire(Service service, Account account, Deadline stage) {
    this.service = service;
    this.redaction = Redaction.of(account);
    this.log = new SessionLog(service, redaction);
    this.steps = new Steps(service);
    this.incoming = new Incoming(service, this::serverSaid);
    this.stage = stage;
    this.answerBy = stage;
    this.patience = stage.remaining();
  }

  /// Sets the bound of what comes next; each command has its own bound within it.
  synchronized void allow(Deadline until) {
    stage = until;
    expectAnswerWithin(COMMAND);
  }

  synchronized void expectAnswerWithin(Duration duration) {
    cutShort = stage.remaining().compareTo(duration) < 0;
    answerBy = stage.orAfter(duration);
    Duration left = answerBy.remaining();
    patience = left.isNegative() ? Duration.ZERO : left;
  }

  /// The bound of all that belongs together with what comes next.
  synchronized Deadline stage() {
    return stage;
  }

  /// The server was kept waiting, and is not to pay for it.
  synchronized void putOff(Duration lost) {
    stage = stage.putOff(lost);
    expectAnswerWithin(COMMAND);
  }

  Deadline answerBy() {
    return answerBy;
  }

  boolean cancelled() {
    return cancelled;
  }

  /// Calls the session off: the next read ends at once.
  void cancel() {
    cancelled = true;
  }

  /// Brings the end of the present wait forward; from any thread.
  synchronized void hurry(Deadline latest) {
    if (latest.isBefore(answerBy)) {
      answerBy = latest;
    }
  }

  /// Names the step that begins now.
  synchronized void enter(Phase next) {
    steps.enter(next);
  }

  /// Notes that the current step is over and took until now.
  synchronized void finishPhase() {
    steps.finish();
  }

  synchronized Phase phase() {
    return steps.phase();
  }

  synchronized Timings timings() {
    return steps.timings();
  }

  /// The shortest time in which a command was answered.
  synchronized Duration shortestAnswer() {
    return steps.shortestAnswer();
  }

  /// What was said.
  synchronized Transcript transcript() {
    return log.transcript();
  }

  /// When the last complete reply was read, as [System#nanoTime()] counts.
  synchronized long lastReplyAt() {
    return lastReplyAt;
  }

  /// How the connection broke, if it did; the first reason counts.
  synchronized Optional<Fault> fault() {
    return Optional.ofNullable(fault);
  }

  synchronized void broke(IOException reason) {
    if (fault != null) {
      return;
    }
    steps.finish();
    if (cancelled) {
      fault = new Fault.Cancelled();
    } else if (reason instanceof Incoming.Nonsense) {
      fault = new Fault.Protocol(String.valueOf(reason.getMessage()));
    } else if (farewell != null) {
      // The server has said why it says nothing more.
      fault = new Fault.Rejected(reply("BYE", farewell));
    } else if (reason instanceof SocketTimeoutException) {
      fault = unanswered();
    } else if (isAlert(reason)) {
      fault =
          new Fault.Tls(
              TlsProblem.HANDSHAKE,
              "the server broke off TLS: " + ServerReply.clean(String.valueOf(reason.getMessage())),
              null);
    } else if (reason instanceof EOFException) {
      fault = new Fault.Closed("the server closed the connection");
    } else {
      String message = ServerReply.clean(String.valueOf(reason.getMessage()));
      fault =
          new Fault.Closed(
              message.toLowerCase(Locale.ROOT).contains("reset")
                  ? "the connection was reset"
                  : "the connection broke: " + message);
    }
  }

  /// In TLS 1.3 a server may still find fault with the client when the handshake is over for it.
  private static boolean isAlert(IOException reason) {
    return reason instanceof SSLException
        && String.valueOf(reason.getMessage()).contains("Received fatal alert");
  }

  private Fault unanswered() {
    long silence = System.nanoTime() - lastLineAt;
    return linesOfAnswer >= LEAST_ENDLESS
            && silence < Math.max(patience.toNanos() / 3, LEAST_SILENCE.toNanos())
        ? new Fault.Endless(patience, linesOfAnswer)
        : new Fault.Silent(
            patience,
            cutShort,
            incoming.hasBegun(),
            linesOfAnswer > 0 ? reply("", lastLine).text() : "");
  }

  synchronized void note(String text) {
    log.add(true, "(" + ServerReply.clean(text) + ")");
  }

  synchronized ServerReply reply(String code, String text) {
    return new ServerReply(code, log.withoutSecrets(ServerReply.decode(text)));
  }

  String redact(String text) {
    return redaction.apply(ServerReply.decode(text));
  }

  /// The session is protected from here on: nothing that came before belongs to what comes now.
  synchronized void secured(String how) {
    incoming.forget();
    steps.finish();
    note(how);
  }

  synchronized void sent(byte[] bytes, int offset, int length) {
    for (int index = offset; index < offset + length; index++) {
      char character = (char) (bytes[index] & 0xff);
      if (character == '\n') {
        clientSaid(clientLine.toString());
        clientLine.setLength(0);
      } else if (character != '\r' && clientLine.length() < 2000) {
        clientLine.append(character);
      }
    }
  }

  synchronized void received(byte[] bytes, int offset, int length) throws Incoming.Nonsense {
    incoming.received(bytes, offset, length);
  }

  private void clientSaid(String line) {
    linesOfAnswer = 0;
    if (inData) {
      if (line.equals(".")) {
        log.add(false, line);
      }
      return;
    }
    if (steps.isIn(Phase.AUTH)) {
      // Whatever is said within a login after its command is a secret.
      log.add(false, "(hidden)");
    } else {
      switch (service) {
        case SMTP -> smtpCommand(line);
        case IMAP -> imapCommand(line);
      }
    }
    expectAnswerWithin(COMMAND);
  }

  private void smtpCommand(String line) {
    String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
    steps.said(
        "",
        switch (verb) {
          case "EHLO", "HELO" -> Phase.EHLO;
          case "STARTTLS" -> Phase.STARTTLS;
          case "AUTH" -> Phase.AUTH;
          case "MAIL" -> Phase.MAIL;
          case "RCPT" -> Phase.RCPT;
          case "DATA" -> Phase.DATA;
          case "QUIT" -> Phase.LOGOUT;
          default -> null;
        });
    log.add(false, verb.equals("AUTH") ? firstWords(line, 2) + " (hidden)" : line);
  }

  private void imapCommand(String line) {
    String[] words = line.split(" ", 3);
    if (words.length < 2) {
      log.add(false, line);
      return;
    }
    String verb = words[1].toUpperCase(Locale.ROOT);
    boolean opensFirstMailbox = phase() == Phase.AUTH || phase() == Phase.CAPABILITY;
    steps.said(
        words[0],
        switch (verb) {
          case "CAPABILITY" -> Phase.CAPABILITY;
          case "STARTTLS" -> Phase.STARTTLS;
          case "LOGIN", "AUTHENTICATE" -> Phase.AUTH;
          case "SELECT", "EXAMINE" -> opensFirstMailbox ? Phase.SELECT : null;
          case "LOGOUT" -> Phase.LOGOUT;
          default -> null;
        });
    boolean secret = verb.equals("LOGIN") || verb.equals("AUTHENTICATE");
    log.add(false, secret ? firstWords(line, verb.equals("LOGIN") ? 2 : 3) + " (hidden)" : line);
  }

  private static String firstWords(String line, int count) {
    String[] words = line.split(" ", count + 1);
    return String.join(" ", List.of(words).subList(0, Math.min(count, words.length)));
  }

  private void serverSaid(String line) throws Incoming.Nonsense {
    log.add(true, line);
    lastLineAt = System.nanoTime();
    lastLine = line;
    if (steps.isIn(Phase.GREETING)) {
      checkGreeting(line);
    }
    if (++linesOfAnswer > mostLinesOfAnswer(service)) {
      throw new Incoming.Nonsense(
          "the server sent more than "
              + mostLinesOfAnswer(service)
              + " lines without ending its answer");
    }
    boolean complete =
        switch (service) {
          case SMTP -> endsSmtpReply(line);
          case IMAP -> endsImapAnswer(line);
        };
    if (complete) {
      lastReplyAt = lastLineAt;
      linesOfAnswer = 0;
      if (steps.isAwaitingAnswer()) {
        expectAnswerWithin(COMMAND);
      }
    }
  }

  /// A port that belongs to another service is best told by what that service says.
  private void checkGreeting(String line) throws Incoming.Nonsense {
    String speaker = Greeting.speaker(line);
    String wanted = service == Service.SMTP ? Greeting.SMTP : Greeting.IMAP;
    if (!speaker.equals(wanted)) {
      String shown = redact(line);
      throw new Incoming.Nonsense(
          "the greeting is "
              + (speaker.isEmpty() ? "not that of " + wanted : "that of " + speaker)
              + " (\""
              + ServerReply.clean(shown.substring(0, Math.min(shown.length(), 100)))
              + "\")");
    }
  }

  private boolean endsSmtpReply(String line) {
    if (line.length() > 3 && line.charAt(3) == '-') {
      return false;
    }
    boolean goOn = line.startsWith("3") && (steps.isIn(Phase.AUTH) || steps.isIn(Phase.DATA));
    inData = goOn && steps.phase() == Phase.DATA;
    if (!goOn) {
      steps.answered();
    }
    return true;
  }

  private boolean endsImapAnswer(String line) {
    if (line.regionMatches(true, 0, BYE, 0, BYE.length())) {
      farewell = line.substring(BYE.length()).strip();
      hurry(Deadline.after(AFTER_FAREWELL));
    }
    if (steps.phase() == Phase.GREETING) {
      steps.answered();
      return true;
    }
    int space = line.indexOf(' ');
    return space > 0 && steps.answered(line.substring(0, space));
  }
}
