package dev.mailmonitor.mail;

import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.Redaction;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
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

  /// More than this in one line of a server is no mail protocol any more: RFC 5321 section
  /// 4.5.3.1.5 knows 512 octets, while an IMAP server may name every mail of a mailbox in the
  /// answer to a search.
  private static int longestLine(Service service) {
    return switch (service) {
      case SMTP -> 64 * 1024;
      case IMAP -> 4 * 1024 * 1024;
    };
  }

  /// More than this in one session is not what this monitor asked for.
  static final long MOST_BYTES = 16L * 1024 * 1024;

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

  private static final int MOST_LINES = 400;
  private static final String BYE = "* BYE";

  /// Longer lines are shortened at once.
  private static final int LONG_LINE = 16 * 1024;

  private final Service service;
  private final Redaction redaction;
  private final long startedAt = System.nanoTime();
  private final Deque<Said> lines = new ArrayDeque<>();
  private final List<Timings.Entry> timings = new ArrayList<>();
  private final StringBuilder clientLine = new StringBuilder();
  private final StringBuilder serverLine = new StringBuilder();

  private Deadline stage;
  private volatile Deadline answerBy;
  private Duration patience;
  private boolean cutShort;
  private Phase phase = Phase.NAME_RESOLUTION;
  private long phaseStartedAt = startedAt;
  private boolean phaseRuns = true;
  private boolean inData;
  private long literalBytes;
  private long received;
  private int linesOfAnswer;
  private boolean answerBegun;
  private long lastLineAt;
  private @Nullable String farewell;
  private String currentTag = "";
  private long lastReplyAt;
  private volatile boolean cancelled;
  private @Nullable Fault fault;

  Wire(Service service, Account account, Deadline stage) {
    this.service = service;
    this.redaction = Redaction.of(account);
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

  /// Names the step that begins now.
  synchronized void enter(Phase next) {
    finishPhase();
    phase = next;
    phaseStartedAt = System.nanoTime();
    phaseRuns = true;
    answerBegun = false;
  }

  /// Notes that the current step is over and took until now.
  synchronized void finishPhase() {
    if (phaseRuns) {
      phaseRuns = false;
      timings.add(
          new Timings.Entry(service, phase, Duration.ofNanos(System.nanoTime() - phaseStartedAt)));
    }
  }

  synchronized Phase phase() {
    return phase;
  }

  synchronized Timings timings() {
    return new Timings(timings);
  }

  /// What was said. Lines that the server said at a stretch are looked through together: it may
  /// break a secret over the lines of a reply.
  synchronized Transcript transcript() {
    List<Transcript.Line> shown = new ArrayList<>();
    List<Said> stretch = new ArrayList<>();
    for (Said line : lines) {
      if (!line.fromServer() || (!stretch.isEmpty() && !stretch.getFirst().fromServer())) {
        show(stretch, shown);
        stretch.clear();
      }
      stretch.add(line);
    }
    show(stretch, shown);
    return new Transcript(shown);
  }

  private void show(List<Said> stretch, List<Transcript.Line> shown) {
    String together = stretch.stream().map(Said::text).collect(Collectors.joining("\n"));
    String[] texts = redaction.apply(together).split("\n", -1);
    for (int index = 0; index < stretch.size(); index++) {
      Said line = stretch.get(index);
      shown.add(
          new Transcript.Line(
              line.at(),
              Duration.ofNanos(line.at() - startedAt),
              service,
              line.fromServer(),
              ServerReply.clean(texts[index])));
    }
  }

  /// A line as it was said, secrets included.
  private record Said(long at, boolean fromServer, String text) {
    @Override
    public String toString() {
      return fromServer ? "server" : "client";
    }
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
    finishPhase();
    if (cancelled) {
      fault = new Fault.Cancelled();
    } else if (reason instanceof SocketTimeoutException) {
      fault = unanswered();
    } else if (reason instanceof Nonsense) {
      fault = new Fault.Protocol(String.valueOf(reason.getMessage()));
    } else if (farewell != null) {
      // The server has said why before it closed the connection.
      fault = new Fault.Rejected(reply("BYE", farewell));
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

  private Fault unanswered() {
    long silence = System.nanoTime() - lastLineAt;
    return linesOfAnswer >= LEAST_ENDLESS && silence < patience.toNanos() / 3
        ? new Fault.Endless(patience, linesOfAnswer)
        : new Fault.Silent(patience, cutShort, answerBegun);
  }

  synchronized void note(String text) {
    add(true, "(" + ServerReply.clean(text) + ")");
  }

  synchronized ServerReply reply(String code, String text) {
    return new ServerReply(code, withoutSecrets(ServerReply.decode(text)));
  }

  /// A part of a line may be the end of a secret that the lines before it began.
  private String withoutSecrets(String text) {
    List<Said> stretch = new ArrayList<>();
    List<Said> whole = List.of();
    for (Said line : lines) {
      if (!line.fromServer()) {
        stretch.clear();
        continue;
      }
      stretch.add(line);
      if (line.text().endsWith(text)) {
        whole = List.copyOf(stretch);
      }
    }
    if (whole.isEmpty()) {
      return redaction.apply(text);
    }
    String before =
        whole.getLast().text().substring(0, whole.getLast().text().length() - text.length());
    String together = whole.stream().map(Said::text).collect(Collectors.joining("\n"));
    String[] redacted = redaction.apply(together).split("\n", -1);
    String last = redacted[redacted.length - 1];
    return last.startsWith(before) ? last.substring(before.length()) : redaction.apply(text);
  }

  String redact(String text) {
    return redaction.apply(ServerReply.decode(text));
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

  synchronized void received(byte[] bytes, int offset, int length) throws Nonsense {
    received += length;
    answerBegun = true;
    if (received > MOST_BYTES) {
      throw new Nonsense("the server sent more than " + MOST_BYTES / 1024 / 1024 + " MiB");
    }
    for (int index = offset; index < offset + length; index++) {
      if (literalBytes > 0) {
        literalBytes--;
        continue;
      }
      char character = (char) (bytes[index] & 0xff);
      if (character == '\n') {
        serverSaid(serverLine.toString());
        serverLine.setLength(0);
      } else if (character != '\r') {
        if (serverLine.length() >= longestLine(service)) {
          throw new Nonsense(
              "the server sent a line of more than " + longestLine(service) / 1024 + " KiB");
        }
        serverLine.append(character);
      }
    }
  }

  private void clientSaid(String line) {
    linesOfAnswer = 0;
    answerBegun = false;
    if (inData) {
      return;
    }
    if (phase == Phase.AUTH && phaseRuns) {
      // Whatever is said within a login after its command is a secret.
      add(false, "(hidden)");
      expectAnswerWithin(COMMAND);
      return;
    }
    switch (service) {
      case SMTP -> smtpCommand(line);
      case IMAP -> imapCommand(line);
    }
    expectAnswerWithin(COMMAND);
  }

  private void smtpCommand(String line) {
    String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
    Optional<Phase> next =
        switch (verb) {
          case "EHLO", "HELO" -> Optional.of(Phase.EHLO);
          case "STARTTLS" -> Optional.of(Phase.STARTTLS);
          case "AUTH" -> Optional.of(Phase.AUTH);
          case "MAIL" -> Optional.of(Phase.MAIL);
          case "RCPT" -> Optional.of(Phase.RCPT);
          case "DATA" -> Optional.of(Phase.DATA);
          case "QUIT" -> Optional.of(Phase.LOGOUT);
          default -> Optional.empty();
        };
    next.ifPresent(this::enter);
    add(false, verb.equals("AUTH") ? firstWords(line, 2) + " (hidden)" : line);
  }

  private void imapCommand(String line) {
    String[] words = line.split(" ", 3);
    if (words.length < 2) {
      add(false, line);
      return;
    }
    currentTag = words[0];
    String verb = words[1].toUpperCase(Locale.ROOT);
    Optional<Phase> next =
        switch (verb) {
          case "CAPABILITY" -> Optional.of(Phase.CAPABILITY);
          case "STARTTLS" -> Optional.of(Phase.STARTTLS);
          case "LOGIN", "AUTHENTICATE" -> Optional.of(Phase.AUTH);
          case "SELECT", "EXAMINE" ->
              phase == Phase.AUTH || phase == Phase.CAPABILITY
                  ? Optional.of(Phase.SELECT)
                  : Optional.empty();
          case "LOGOUT" -> Optional.of(Phase.LOGOUT);
          default -> Optional.empty();
        };
    next.ifPresent(this::enter);
    boolean secret = verb.equals("LOGIN") || verb.equals("AUTHENTICATE");
    add(false, secret ? firstWords(line, verb.equals("LOGIN") ? 2 : 3) + " (hidden)" : line);
  }

  private static String firstWords(String line, int count) {
    String[] words = line.split(" ", count + 1);
    return String.join(" ", List.of(words).subList(0, Math.min(count, words.length)));
  }

  private void serverSaid(String line) throws Nonsense {
    add(true, line);
    lastLineAt = System.nanoTime();
    if (phase == Phase.GREETING && phaseRuns) {
      checkGreeting(line);
    }
    if (++linesOfAnswer > mostLinesOfAnswer(service)) {
      throw new Nonsense(
          "the server sent more than "
              + mostLinesOfAnswer(service)
              + " lines without ending its answer");
    }
    switch (service) {
      case SMTP -> smtpReply(line);
      case IMAP -> imapResponse(line);
    }
  }

  /// A port that belongs to another service is best told by what that service says.
  private void checkGreeting(String line) throws Nonsense {
    String speaker = Greeting.speaker(line);
    String wanted = service == Service.SMTP ? Greeting.SMTP : Greeting.IMAP;
    if (!speaker.equals(wanted)) {
      String shown = redact(line);
      throw new Nonsense(
          "the greeting is "
              + (speaker.isEmpty() ? "not that of " + wanted : "that of " + speaker)
              + " (\""
              + ServerReply.clean(shown.substring(0, Math.min(shown.length(), 100)))
              + "\")");
    }
  }

  private void smtpReply(String line) {
    if (line.length() > 3 && line.charAt(3) == '-') {
      return;
    }
    lastReplyAt = System.nanoTime();
    boolean intermediate = line.startsWith("3");
    if (phase == Phase.DATA) {
      inData = intermediate;
    }
    if (!intermediate) {
      finishPhase();
    }
  }

  private void imapResponse(String line) throws Nonsense {
    literalBytes = literalLength(line);
    if (line.regionMatches(true, 0, BYE, 0, BYE.length())) {
      farewell = line.substring(BYE.length()).strip();
    }
    boolean greeting = phase == Phase.GREETING;
    if (greeting || (!currentTag.isEmpty() && line.startsWith(currentTag + " "))) {
      lastReplyAt = System.nanoTime();
      if (phase != Phase.DELIVERY && phase != Phase.CLEANUP) {
        finishPhase();
      }
    }
  }

  /// The length of the literal that follows a line which ends in `{n}` (RFC 3501 section 4.3).
  /// Checked here, before the library makes room for it.
  private static long literalLength(String line) throws Nonsense {
    int brace = line.lastIndexOf('{');
    if (!line.endsWith("}") || brace < 0 || brace + 2 >= line.length()) {
      return 0;
    }
    String digits = line.substring(brace + 1, line.length() - 1);
    if (!digits.chars().allMatch(character -> character >= '0' && character <= '9')) {
      return 0;
    }
    if (digits.length() > 8 || Long.parseLong(digits) > MOST_BYTES) {
      throw new Nonsense(
          "the server announced a literal of " + ServerReply.clean(digits) + " bytes");
    }
    return Long.parseLong(digits);
  }

  private void add(boolean fromServer, String text) {
    if (lines.size() == MOST_LINES) {
      // The beginning tells most (greeting, capabilities, login), the end tells the rest.
      Said[] kept = lines.toArray(Said[]::new);
      lines.clear();
      for (int index = 0; index < kept.length; index++) {
        if (index < MOST_LINES / 4 || index > MOST_LINES / 2) {
          lines.add(kept[index]);
        }
      }
    }
    String decoded = ServerReply.decode(text);
    boolean isLong = decoded.length() > LONG_LINE;
    lines.add(
        new Said(
            System.nanoTime(),
            fromServer,
            isLong ? ServerReply.clean(redaction.apply(decoded)) : decoded));
  }

  /// The server sent something that no mail server sends.
  static final class Nonsense extends IOException {
    private static final long serialVersionUID = 1L;

    Nonsense(String message) {
      super(message);
    }
  }
}
