package dev.mailmonitor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class ScriptedServerTest {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final CertificateAuthority AUTHORITY = CertificateAuthority.create();
  private static final SSLContext TLS = AUTHORITY.issue("localhost").serverContext();

  @Test
  void it_says_and_expects_what_the_script_wants() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.plain(conversation -> {
              conversation.say("220 hi\r\n");
              conversation.expect("EHLO");
              conversation.say("250 ✓\r\n");
              conversation.expect("QUIT");
            });
        Socket client = client(server)) {
      // When
      String greeting = line(client);
      client.getOutputStream().write("ehlo me\r\n".getBytes(StandardCharsets.UTF_8));
      String reply = line(client);
      client.getOutputStream().write("NONSENSE\r\n".getBytes(StandardCharsets.UTF_8));

      // Then
      assertThat(greeting).isEqualTo("220 hi");
      assertThat(reply).isEqualTo("250 ✓");
      await().atMost(SOON).until(() -> server.failures().size() == 1);
      assertThat(server.failures().getFirst()).hasMessageContaining("NONSENSE");
      assertThat(server.heard()).containsExactly("ehlo me", "NONSENSE");
    }
  }

  @Test
  void it_hangs_until_the_client_leaves() throws Exception {
    try (ScriptedServer server = ScriptedServer.plain(Conversation::hang);
        Socket client = client(server)) {
      client.setSoTimeout(100);

      // When
      Throwable failure = catchThrowable(() -> line(client));

      // Then
      assertThat(failure).isInstanceOf(SocketTimeoutException.class);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void it_resets_a_connection() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.plain(conversation -> {
              conversation.hear();
              conversation.reset();
            });
        Socket client = client(server)) {
      // When
      client.getOutputStream().write("hello\r\n".getBytes(StandardCharsets.UTF_8));
      Throwable failure = catchThrowable(() -> line(client));

      // Then
      assertThat(failure).isInstanceOf(SocketException.class).hasMessageContaining("reset");
    }
  }

  @Test
  void it_drips_and_knows_which_connection_it_serves() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.plain(conversation ->
                conversation.drip("call " + conversation.number() + "\r\n", Duration.ofMillis(5)));
        Socket first = client(server)) {
      String before = line(first);

      // When
      try (Socket second = client(server)) {
        String after = line(second);

        // Then
        assertThat(before).isEqualTo("call 0");
        assertThat(after).isEqualTo("call 1");
      }
    }
  }

  @Test
  void closing_it_ends_connections_that_hang() throws Exception {
    ScriptedServer server = ScriptedServer.plain(Conversation::hang);
    try (Socket client = client(server)) {
      await().atMost(SOON).until(() -> server.connections() == 1);

      // When
      server.close();

      // Then
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void an_smtp_dialogue_goes_well_until_the_script_takes_over() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(conversation -> {
          SmtpDialogue dialogue = SmtpDialogue.begin(conversation, TLS);
          dialogue.until("RCPT");
          conversation.say("452 4.2.2 Mailbox full\r\n");
          dialogue.until("never");
        })) {
      // When
      Throwable failure = catchThrowable(() -> send(server, "smtp"));

      // Then
      assertThat(failure)
          .isInstanceOf(SendFailedException.class)
          .hasStackTraceContaining("452 4.2.2 Mailbox full");
      assertThat(server.heard()).contains("STARTTLS", "MAIL FROM:<a@mail.test>");
    }
  }

  @Test
  void an_smtp_dialogue_over_tls_takes_a_whole_mail() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.tls(
            TLS,
            conversation -> {
              SmtpDialogue dialogue = SmtpDialogue.begin(conversation);
              dialogue.until(".");
              conversation.say("554 5.7.1 Virus found\r\n");
              dialogue.until("never");
            })) {
      // When
      Throwable failure = catchThrowable(() -> send(server, "smtps"));

      // Then
      assertThat(failure).hasStackTraceContaining("554 5.7.1 Virus found");
      assertThat(server.heard()).contains("DATA", "World", ".");
    }
  }

  @Test
  void an_imap_dialogue_goes_well_until_the_script_takes_over() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(conversation -> {
          ImapDialogue dialogue = ImapDialogue.begin(conversation, TLS);
          if (conversation.number() == 0) {
            ImapDialogue.Command login = dialogue.until("LOGIN");
            conversation.say(login.tag() + " NO [UNAVAILABLE] Temporary failure\r\n");
          }
          dialogue.until("never");
        })) {
      // When
      Throwable first = catchThrowable(() -> inbox(server));
      int messages = inbox(server);

      // Then
      assertThat(first)
          .isInstanceOf(AuthenticationFailedException.class)
          .hasMessageContaining("[UNAVAILABLE] Temporary failure");
      assertThat(messages).isZero();
      assertThat(server.heard()).anyMatch(line -> line.endsWith("EXAMINE INBOX"));
    }
  }

  private static Socket client(ScriptedServer server) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(5_000);
    return socket;
  }

  private static String line(Socket client) throws IOException {
    return new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
  }

  private static void send(ScriptedServer server, String protocol) throws MessagingException {
    Session session = session(protocol);
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress("a@mail.test"));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress("b@mail.test"));
    message.setText("World");
    message.saveChanges();
    try (Transport transport = session.getTransport(protocol)) {
      transport.connect("localhost", server.port(), "user", "password");
      transport.sendMessage(message, message.getAllRecipients());
    }
  }

  private static int inbox(ScriptedServer server) throws MessagingException {
    try (Store store = session("imap").getStore("imap")) {
      store.connect("localhost", server.port(), "user", "password");
      try (Folder folder = store.getFolder("INBOX")) {
        folder.open(Folder.READ_ONLY);
        return folder.getMessageCount();
      }
    }
  }

  private static Session session(String protocol) {
    Properties properties = new Properties();
    String prefix = "mail." + protocol + ".";
    properties.put(prefix + "ssl.socketFactory", AUTHORITY.clientContext().getSocketFactory());
    properties.setProperty(prefix + "socketFactory.fallback", "false");
    properties.setProperty(prefix + "starttls.enable", "true");
    properties.setProperty(prefix + "starttls.required", "true");
    properties.setProperty(prefix + "auth", "true");
    properties.setProperty(prefix + "localhost", "client.test");
    properties.setProperty(prefix + "connectiontimeout", "5000");
    properties.setProperty(prefix + "timeout", "5000");
    return Session.getInstance(properties);
  }
}
