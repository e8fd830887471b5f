package dev.mailmonitor.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// Another mail program, which a user has open on the same mailbox: commands go out as they are
/// written.
public final class ImapClient implements AutoCloseable {
  private final SSLSocket socket;
  private final BufferedReader lines;
  private final OutputStream commands;
  private int number;

  private ImapClient(int port, SSLContext tls) throws IOException {
    socket =
        (SSLSocket) tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    socket.setTcpNoDelay(true);
    lines =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    commands = socket.getOutputStream();
    lines.readLine();
  }

  /// Logs in as the first user of a host and opens a mailbox.
  public static ImapClient open(MailHost host, String mailbox) {
    try {
      ImapClient client = new ImapClient(host.imapsPort(), host.authority().clientContext());
      client.run("LOGIN %s \"%s\"".formatted(host.user(), host.password()));
      client.run("SELECT " + mailbox);
      return client;
    } catch (IOException e) {
      throw new UncheckedIOException("Nobody could log in", e);
    }
  }

  /// Runs a command.
  ///
  /// @return the untagged lines of the answer
  /// @throws IllegalStateException if the server does not say OK
  public List<String> run(String command) {
    try {
      String tag = "A" + ++number;
      commands.write((tag + " " + command + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      commands.flush();
      return answer(tag, command);
    } catch (IOException e) {
      throw new UncheckedIOException(command, e);
    }
  }

  /// Adds a mail to a mailbox.
  public void append(String mailbox, String mail) {
    try {
      byte[] bytes = mail.replaceAll("\r?\n", "\r\n").getBytes(StandardCharsets.UTF_8);
      String tag = "A" + ++number;
      String command = "APPEND %s {%d}".formatted(mailbox, bytes.length);
      commands.write((tag + " " + command + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      commands.flush();
      String line = lines.readLine();
      while (line != null && !line.startsWith("+")) {
        line = lines.readLine();
      }
      commands.write(bytes);
      commands.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
      commands.flush();
      answer(tag, command);
    } catch (IOException e) {
      throw new UncheckedIOException("APPEND", e);
    }
  }

  /// The UIDs that a search finds.
  public SortedSet<Long> search(String criteria) {
    SortedSet<Long> found = new TreeSet<>();
    for (String line : run("UID SEARCH " + criteria)) {
      if (line.startsWith("* SEARCH ")) {
        for (String uid : line.substring("* SEARCH ".length()).strip().split(" ", -1)) {
          found.add(Long.valueOf(uid));
        }
      }
    }
    return found;
  }

  private List<String> answer(String tag, String command) throws IOException {
    List<String> untagged = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.startsWith(tag + " ")) {
        untagged.add(line);
      } else if (line.startsWith(tag + " OK")) {
        return untagged;
      } else {
        throw new IllegalStateException(command + ": " + line);
      }
    }
    throw new IOException("The server closed the connection at " + command);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException gone) {
      // The server was faster.
    }
  }
}
