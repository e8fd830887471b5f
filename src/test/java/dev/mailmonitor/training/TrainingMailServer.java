package dev.mailmonitor.training;

import dev.mailmonitor.testing.Conversation;
import dev.mailmonitor.testing.ImapDialogue;
import dev.mailmonitor.testing.Post;
import dev.mailmonitor.testing.ScriptedServer;
import dev.mailmonitor.testing.SmtpDialogue;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/// A mail server with one account that one mail is delivered to, if any. It offers what servers
/// usually do, so that a training goes the ways that checks of real servers go.
final class TrainingMailServer implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private static final String[] EXTENSIONS = {
    "PIPELINING", "SIZE 10240000", "ENHANCEDSTATUSCODES", "8BITMIME", "DSN", "SMTPUTF8", "CHUNKING"
  };

  private static final String[] CAPABILITIES = {
    "SASL-IR", "LITERAL+", "ID", "ENABLE", "IDLE", "UIDPLUS", "SPECIAL-USE", "MOVE"
  };

  private final CompletableFuture<Void> arrival = new CompletableFuture<>();
  private final Post post =
      new Post().mailbox("Junk", "\\HasNoChildren \\Junk").whose(this::deliver);
  private final Conduct conduct;
  private final boolean startTls;
  private final ScriptedServer smtp;
  private final ScriptedServer imap;

  /// How a server behaves.
  sealed interface Conduct {
    /// It delivers the mail.
    ///
    /// @param delay how long that takes
    record Delivers(Duration delay) implements Conduct {}

    /// It refuses the recipient.
    record RefusesMail() implements Conduct {}

    /// It knows no user.
    record RefusesLogin() implements Conduct {}

    /// It accepts the mail and sends back a report of its failure (RFC 3464).
    record Bounces() implements Conduct {}
  }

  private TrainingMailServer(Conduct conduct, boolean startTls, SSLContext tls) {
    this.conduct = conduct;
    this.startTls = startTls;
    smtp =
        startTls
            ? ScriptedServer.plain(
                talk -> submission(talk, SmtpDialogue.begin(talk, tls, EXTENSIONS)))
            : ScriptedServer.tls(
                tls, talk -> submission(talk, SmtpDialogue.begin(talk, EXTENSIONS)));
    imap = ScriptedServer.tls(tls, this::access);
  }

  /// A server whose submission port has STARTTLS, as port 587.
  static TrainingMailServer withStartTls(SSLContext tls, Conduct conduct) {
    return new TrainingMailServer(conduct, true, tls);
  }

  /// A server whose submission port has TLS from the first byte, as port 465.
  static TrainingMailServer withTls(SSLContext tls, Conduct conduct) {
    return new TrainingMailServer(conduct, false, tls);
  }

  /// Whether the submission port has STARTTLS.
  boolean startTls() {
    return startTls;
  }

  int smtpPort() {
    return smtp.port();
  }

  int imapPort() {
    return imap.port();
  }

  @Override
  public void close() {
    smtp.close();
    imap.close();
  }

  private void deliver(Post office, String mail) {
    if (conduct instanceof Conduct.Delivers(Duration delay)) {
      CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> put(office, mail));
      return;
    }
    put(office, bounce(Post.field(mail, "Message-ID")));
  }

  private void put(Post office, String mail) {
    office.put("INBOX", mail);
    arrival.complete(null);
  }

  private void submission(Conversation talk, SmtpDialogue dialogue) throws IOException {
    switch (conduct) {
      case Conduct.RefusesLogin _ -> {
        dialogue.until("AUTH");
        talk.say("535 5.7.8 Error: authentication failed\r\n");
      }
      case Conduct.RefusesMail _ -> {
        dialogue.until("RCPT");
        talk.say("550 5.1.1 <probe@localhost>: User unknown\r\n");
      }
      case Conduct.Delivers _, Conduct.Bounces _ -> dialogue.bringingTo(post);
    }
    dialogue.until("QUIT");
    talk.say("221 2.0.0 Bye\r\n");
  }

  private void access(Conversation talk) throws IOException {
    ImapDialogue dialogue = ImapDialogue.begin(talk, CAPABILITIES).showing(post);
    if (conduct instanceof Conduct.RefusesLogin) {
      ImapDialogue.Command login = dialogue.until("LOGIN");
      talk.say(login.tag() + " NO [AUTHENTICATIONFAILED] Authentication failed.\r\n");
    }
    while (true) {
      ImapDialogue.Command idle = dialogue.until("IDLE");
      talk.say("+ idling\r\n");
      awaitMail();
      talk.say("* 1 EXISTS\r\n");
      talk.expect("DONE");
      talk.say(idle.tag() + " OK completed\r\n");
    }
  }

  private void awaitMail() throws IOException {
    try {
      arrival.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("The training ended", interrupted);
    } catch (ExecutionException | TimeoutException never) {
      throw new IOException("No mail came", never);
    }
  }

  private static String bounce(String messageId) {
    return """
    Message-ID: <bounce@localhost>
    Subject: Undelivered Mail Returned to Sender
    Content-Type: multipart/report; report-type=delivery-status; boundary="b"

    --b
    Content-Type: text/plain

    I am sorry.
    --b
    Content-Type: message/delivery-status

    Reporting-MTA: dns; localhost

    Final-Recipient: rfc822; probe@localhost
    Action: failed
    Status: 5.2.2
    Diagnostic-Code: smtp; 552 5.2.2 Mailbox full

    --b
    Content-Type: text/rfc822-headers

    Message-ID: %s

    --b--
    """
        .formatted(messageId);
  }
}
