package dev.mailmonitor.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/// Sits before an SMTP or IMAP server without TLS, passes every line on, and asks at each moment of
/// each command whether it should.
public final class CommandTap implements AutoCloseable {
  /// What a connection is called before the client's first command.
  public static final String CONNECTION = "connection";

  private final String protocol;
  private final int serverPort;
  private final Rule rule;
  private final ServerSocket listener;
  private final Map<String, Integer> said = new ConcurrentHashMap<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /// When the rule is asked.
  public enum Moment {
    /// The client has said it, the server does not know.
    HEARD,
    /// The server has answered, the client does not know.
    ANSWERED,
    /// The client was told the first line of the answer.
    TOLD
  }

  /// What to do with what passes.
  @FunctionalInterface
  public interface Rule {
    /// Decides about a line.
    ///
    /// @param command protocol, command and how often it was said, for example `IMAP SELECT 2`; of
    ///   a mail's content only the final dot: `SMTP . 1`
    /// @param moment what has happened; at [Moment#TOLD] the line is on its way already
    /// @param line what the client or the server said
    /// @return what to pass on; empty to drop the connection
    Optional<String> pass(String command, Moment moment, String line);
  }

  private CommandTap(String protocol, int serverPort, Rule rule) {
    this.protocol = protocol;
    this.serverPort = serverPort;
    this.rule = rule;
    try {
      listener = new ServerSocket(LoopbackPorts.free(), 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("The tap cannot listen", e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /// A tap before an SMTP server on `127.0.0.1`.
  public static CommandTap smtp(int serverPort, Rule rule) {
    return new CommandTap("SMTP", serverPort, rule);
  }

  /// A tap before an IMAP server on `127.0.0.1`.
  public static CommandTap imap(int serverPort, Rule rule) {
    return new CommandTap("IMAP", serverPort, rule);
  }

  /// Where clients connect.
  public int port() {
    return listener.getLocalPort();
  }

  /// Counts commands from the beginning again.
  public void forget() {
    said.clear();
  }

  @Override
  public void close() {
    drop(listener);
    open.forEach(CommandTap::drop);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> converse(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void converse(Socket client) {
    try (client;
        Socket server = new Socket()) {
      open.add(client);
      open.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Passage passage = new Passage(client, server);
      if (!passage.begins()) {
        return;
      }
      server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort), 5_000);
      Thread answers = Thread.ofVirtual().start(passage::answers);
      passage.commands();
      drop(server);
      answers.join();
    } catch (IOException gone) {
      // Either side may go away at any time.
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  private String numbered(String command) {
    String whole = protocol + " " + command;
    return whole + " " + said.merge(whole, 1, Integer::sum);
  }

  private static void drop(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception gone) {
      // It was closed by the other side already.
    }
  }

  /// A command without its whole answer.
  private static final class Unanswered {
    private final String command;
    private final String tag;
    private boolean begun;

    Unanswered(String command, String tag) {
      this.command = command;
      this.tag = tag;
    }
  }

  /// One connection.
  private final class Passage {
    private final Socket client;
    private final Socket server;
    private final Deque<Unanswered> unanswered = new ConcurrentLinkedDeque<>();
    private boolean content;

    Passage(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    boolean begins() {
      String command = numbered(CONNECTION);
      unanswered.add(new Unanswered(command, ""));
      return rule.pass(command, Moment.HEARD, "").isPresent();
    }

    void commands() throws IOException {
      BufferedReader lines = reader(client.getInputStream());
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        boolean silent = content && !line.equals(".");
        Optional<String> passed = Optional.of(line);
        if (!silent) {
          String command = numbered(verb(line));
          passed = rule.pass(command, Moment.HEARD, line);
          unanswered.add(new Unanswered(command, line.split(" ", 2)[0]));
          content = protocol.equals("SMTP") && line.equalsIgnoreCase("DATA");
        }
        if (passed.isEmpty()) {
          drop(client);
          return;
        }
        write(server.getOutputStream(), passed.get());
      }
    }

    void answers() {
      try {
        BufferedReader lines = reader(server.getInputStream());
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          Optional<Unanswered> begun = begun(line);
          Optional<String> passed =
              begun.isPresent()
                  ? rule.pass(begun.get().command, Moment.ANSWERED, line)
                  : Optional.of(line);
          if (passed.isEmpty()) {
            break;
          }
          write(client.getOutputStream(), passed.get());
          if (begun.isPresent()
              && rule.pass(begun.get().command, Moment.TOLD, line).isEmpty()) {
            break;
          }
        }
      } catch (IOException gone) {
        // The client or the server went away.
      }
      drop(client);
    }

    /// The command whose answer begins with a line, if one does. Commands are answered in order; of
    /// IMAP the tag tells more.
    private Optional<Unanswered> begun(String line) {
      Optional<Unanswered> tagged =
          unanswered.stream()
              .filter(command -> protocol.equals("IMAP") && !command.tag.isEmpty())
              .filter(command -> line.startsWith(command.tag + " "))
              .findFirst();
      Optional<Unanswered> answered = tagged.or(() -> Optional.ofNullable(unanswered.peek()));
      if (answered.isEmpty()) {
        return Optional.empty();
      }
      boolean isFirst = !answered.get().begun;
      answered.get().begun = true;
      boolean ends =
          protocol.equals("SMTP")
              ? line.length() < 4 || line.charAt(3) != '-'
              : tagged.isPresent() || answered.get().tag.isEmpty();
      if (ends) {
        unanswered.remove(answered.get());
      }
      return isFirst ? answered : Optional.empty();
    }

    private String verb(String line) {
      String[] words = line.toUpperCase(Locale.ROOT).split(" ", 4);
      if (protocol.equals("SMTP")) {
        return words[0].split(":", 2)[0];
      }
      if (words.length < 2) {
        return words[0];
      }
      return words[1].equals("UID") && words.length > 2 ? "UID " + words[2] : words[1];
    }

    private static BufferedReader reader(InputStream stream) {
      // Every byte is a character of its own, so that nothing is changed on its way.
      return new BufferedReader(new InputStreamReader(stream, StandardCharsets.ISO_8859_1));
    }

    private static void write(OutputStream stream, String line) throws IOException {
      stream.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      stream.flush();
    }
  }
}
