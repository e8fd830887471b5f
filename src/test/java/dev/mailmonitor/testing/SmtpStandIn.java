package dev.mailmonitor.testing;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A mail relay on a port of the loopback interface, without TLS, that keeps what it is sent. It
/// takes every login, sender and recipient, unless the test has told it to do something else, and
/// can be stopped and started again.
public final class SmtpStandIn implements AutoCloseable {
  private static final Duration BOUND = Duration.ofSeconds(5);

  private final int port;
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private @Nullable ScriptedServer server;

  /// A mail that was taken.
  ///
  /// @param recipient the address of the envelope
  /// @param content header and text, lines ended by `\n`
  public record Delivery(String recipient, String content) {}

  /// What the server does when it hears a command that it does not take.
  private sealed interface Answer {
    record Reply(String text) implements Answer {}

    record Silence() implements Answer {}

    record HangUp() implements Answer {}
  }

  private SmtpStandIn(int port) {
    this.port = port;
    startServer();
  }

  /// A port that nobody listens on.
  public static int freePort() {
    return LoopbackPorts.free();
  }

  /// Starts a relay.
  ///
  /// @param port a free port
  public static SmtpStandIn start(int port) {
    return new SmtpStandIn(port);
  }

  /// What it has taken, oldest first.
  public List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  /// Every line that clients said.
  public List<String> heard() {
    return server == null ? List.of() : server.heard();
  }

  /// How many connections are open now.
  public int openConnections() {
    return server == null ? 0 : server.openConnections();
  }

  /// Answers a command so from now on.
  ///
  /// @param verb such as `RCPT`, `connect` for the greeting, `.` for the end of a mail
  /// @param reply one line or several, without the last line end
  public void answering(String verb, String reply) {
    answers.put(verb, new Answer.Reply(reply));
  }

  /// Says nothing any more once it hears a command, as [#answering(String, String)] names it.
  public void silentAt(String verb) {
    answers.put(verb, new Answer.Silence());
  }

  /// Closes the connection once it hears a command, as [#answering(String, String)] names it.
  public void hangingUpAt(String verb) {
    answers.put(verb, new Answer.HangUp());
  }

  /// Takes everything again.
  public void takingAll() {
    answers.clear();
  }

  /// Stops: connections are refused, the present ones are dropped.
  public synchronized void stopServer() {
    if (server != null) {
      server.close();
      server = null;
      // The port is free once the thread that accepts has heard of it.
      Supervisor.await(BOUND, () -> !LoopbackPorts.listens(port));
    }
  }

  /// Starts again, on the same port. Does nothing if it runs.
  public synchronized void startServer() {
    if (server == null) {
      server = ScriptedServer.plain(port, this::converse);
    }
  }

  @Override
  public void close() {
    stopServer();
  }

  private void converse(Conversation conversation) throws IOException {
    if (!answered(conversation, "connect", "220 relay.test ESMTP")) {
      return;
    }
    String recipient = "";
    while (true) {
      String line = conversation.hear();
      String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
      String usual =
          switch (verb) {
            case "EHLO" -> "250-relay.test\r\n250-ENHANCEDSTATUSCODES\r\n250 AUTH PLAIN LOGIN";
            case "AUTH" -> "235 2.7.0 Authentication successful";
            case "DATA" -> "354 End data with <CR><LF>.<CR><LF>";
            case "QUIT" -> "221 2.0.0 Bye";
            default -> "250 2.0.0 Ok";
          };
      if (verb.equals("AUTH") && line.startsWith("AUTH LOGIN") && !answers.containsKey("AUTH")) {
        conversation.say("334 VXNlcm5hbWU6\r\n");
        conversation.hear();
        conversation.say("334 UGFzc3dvcmQ6\r\n");
        conversation.hear();
      }
      if (verb.equals("RCPT")) {
        recipient = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
      }
      if (!answered(conversation, verb, usual) || verb.equals("QUIT")) {
        return;
      }
      if (verb.equals("DATA") && !answers.containsKey("DATA")) {
        String content = content(conversation);
        if (!answers.containsKey(".")) {
          deliveries.add(new Delivery(recipient, content));
        }
        if (!answered(conversation, ".", "250 2.0.0 Ok: queued as TEST")) {
          return;
        }
      }
    }
  }

  /// Answers; false if the connection is to be closed.
  private boolean answered(Conversation conversation, String verb, String usual)
      throws IOException {
    return switch (answers.getOrDefault(verb, new Answer.Reply(usual))) {
      case Answer.Reply(String text) -> {
        conversation.say(text + "\r\n");
        yield true;
      }
      case Answer.Silence() -> {
        conversation.hang();
        yield false;
      }
      case Answer.HangUp() -> false;
    };
  }

  private static String content(Conversation conversation) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line = conversation.hear(); !line.equals("."); line = conversation.hear()) {
      text.append(line.startsWith(".") ? line.substring(1) : line).append('\n');
    }
    return text.toString();
  }
}
