package dev.mailmonitor.training;

import dev.mailmonitor.testing.Conversation;
import dev.mailmonitor.testing.ImapDialogue;
import dev.mailmonitor.testing.ScriptedServer;
import dev.mailmonitor.testing.SmtpDialogue;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/// A mail server with one mailbox that one mail is delivered to, if any.
final class TrainingMailServer implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final CompletableFuture<String> mailbox = new CompletableFuture<>();
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
            ? ScriptedServer.plain(talk -> submission(talk, SmtpDialogue.begin(talk, tls)))
            : ScriptedServer.tls(tls, talk -> submission(talk, SmtpDialogue.begin(talk)));
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
      case Conduct.Delivers _, Conduct.Bounces _ -> {
        dialogue.until("DATA");
        talk.say("354 End data with <CR><LF>.<CR><LF>\r\n");
        StringBuilder mail = new StringBuilder();
        for (String line = talk.hear(); !line.equals("."); line = talk.hear()) {
          mail.append(line).append("\r\n");
        }
        talk.say("250 2.0.0 Ok: queued as TRAINING\r\n");
        if (conduct instanceof Conduct.Delivers delivers) {
          mailbox.completeOnTimeout(
              mail.toString(), delivers.delay().toMillis(), TimeUnit.MILLISECONDS);
        } else {
          mailbox.complete(bounce(header(mail.toString(), "Message-ID")));
        }
      }
    }
    dialogue.until("QUIT");
    talk.say("221 2.0.0 Bye\r\n");
  }

  private void access(Conversation talk) throws IOException {
    ImapDialogue dialogue =
        ImapDialogue.begin(talk, "IDLE", "UIDPLUS", "SPECIAL-USE", "SASL-IR", "LITERAL+");
    if (conduct instanceof Conduct.RefusesLogin) {
      ImapDialogue.Command login = dialogue.until("LOGIN");
      talk.say(login.tag() + " NO [AUTHENTICATIONFAILED] Authentication failed.\r\n");
    }
    while (true) {
      ImapDialogue.Command command = dialogue.until("NOOP", "IDLE", "UID FETCH", "LIST");
      switch (command.name()) {
        case "NOOP" -> announce(talk);
        case "IDLE" -> {
          talk.say("+ idling\r\n");
          awaitMail();
          announce(talk);
          talk.expect("DONE");
        }
        case "LIST" -> talk.say("* LIST (\\HasNoChildren \\Junk) \"/\" Junk\r\n");
        default -> fetch(talk, command.line());
      }
      talk.say(command.tag() + " OK completed\r\n");
    }
  }

  private void announce(Conversation talk) throws IOException {
    if (mailbox.isDone()) {
      talk.say("* 1 EXISTS\r\n");
    }
  }

  private void awaitMail() throws IOException {
    try {
      mailbox.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("The training ended", interrupted);
    } catch (ExecutionException | TimeoutException never) {
      throw new IOException("No mail came", never);
    }
  }

  private void fetch(Conversation talk, String command) throws IOException {
    if (!mailbox.isDone()) {
      return;
    }
    String mail = mailbox.join();
    if (command.contains("BODY.PEEK[]")) {
      talk.say("* 1 FETCH (UID 1 BODY[]<0> {%d}\r\n%s)\r\n".formatted(mail.length(), mail));
      return;
    }
    String headers = mail.substring(0, mail.indexOf("\r\n\r\n") + 4);
    talk.say(
        ("* 1 FETCH (UID 1 INTERNALDATE \"01-Jan-2026 00:00:00 +0000\""
                + " BODY[HEADER.FIELDS (MESSAGE-ID X-MAIL-MONITOR X-MAIL-MONITOR-ID CONTENT-TYPE"
                + " SUBJECT DATE)] {%d}\r\n%s)\r\n")
            .formatted(headers.length(), headers));
  }

  private static String header(String mail, String name) {
    return mail.lines()
        .filter(line -> line.startsWith(name + ": "))
        .findFirst()
        .orElse(name + ": <none@localhost>");
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

    %s

    --b--
    """
        .formatted(messageId)
        .replace("\n", "\r\n");
  }
}
