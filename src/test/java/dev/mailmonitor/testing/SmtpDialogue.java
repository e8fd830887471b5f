package dev.mailmonitor.testing;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// A well-behaved SMTP submission server (RFC 6409), up to the point where a test takes over. It
/// accepts every password, sender and recipient, and keeps nothing.
public final class SmtpDialogue {
  private final Conversation conversation;
  private final List<String> extensions;
  private Optional<SSLContext> startTls;
  private Optional<Post> post = Optional.empty();
  private boolean pipelining = true;
  private String mail = "";

  private SmtpDialogue(
      Conversation conversation, Optional<SSLContext> startTls, List<String> extensions) {
    this.conversation = conversation;
    this.startTls = startTls;
    this.extensions = extensions;
  }

  /// Goes on after STARTTLS, where there is no greeting.
  public static SmtpDialogue goOn(Conversation conversation) {
    return new SmtpDialogue(conversation, Optional.empty(), List.of());
  }

  /// Greets the client and offers no STARTTLS.
  ///
  /// @param extensions further keywords of the EHLO reply, for example `SIZE 10`
  public static SmtpDialogue begin(Conversation conversation, String... extensions)
      throws IOException {
    conversation.say("220 mail.test ESMTP\r\n");
    return new SmtpDialogue(conversation, Optional.empty(), List.of(extensions));
  }

  /// Greets the client and offers STARTTLS.
  ///
  /// @param context the certificate and key for STARTTLS
  /// @param extensions further keywords of the EHLO reply
  public static SmtpDialogue begin(
      Conversation conversation, SSLContext context, String... extensions) throws IOException {
    conversation.say("220 mail.test ESMTP\r\n");
    return new SmtpDialogue(conversation, Optional.of(context), List.of(extensions));
  }

  /// Brings each mail that it takes to a post office.
  public SmtpDialogue bringingTo(Post office) {
    post = Optional.of(office);
    return this;
  }

  /// Does not offer PIPELINING (RFC 2920), as it does otherwise.
  public SmtpDialogue withoutPipelining() {
    pipelining = false;
    return this;
  }

  /// The mail whose content was heard last, header and text, lines ended by `\n`.
  public String mail() {
    return mail;
  }

  /// Answers every command well until the client says a certain one, which is left to the caller.
  /// It can be called again after the caller's answer.
  ///
  /// @param verb a command such as `RCPT`, or `.` for the end of a mail's content
  /// @return the command that is still to be answered
  /// @throws IOException if the client ends the session before
  public String until(String verb) throws IOException {
    while (true) {
      String line = conversation.hear();
      String said = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
      if (said.equals(verb)) {
        return line;
      }
      switch (said) {
        case "EHLO" -> conversation.say(capabilities());
        case "STARTTLS" -> startTls();
        case "AUTH" -> authenticate(line);
        case "DATA" -> {
          conversation.say("354 End data with <CR><LF>.<CR><LF>\r\n");
          if (content().equals(verb)) {
            return verb;
          }
          if (mail.isEmpty()) {
            // A lone dot: what was refused before is called off.
            conversation.say("554 5.5.1 Error: no valid recipients\r\n");
            continue;
          }
          post.ifPresent(office -> office.bring(mail));
          conversation.say("250 2.0.0 Ok: queued as TEST\r\n");
        }
        case "QUIT" -> {
          conversation.say("221 2.0.0 Bye\r\n");
          throw new IOException("The client said QUIT, the script waited for " + verb);
        }
        default -> conversation.say("250 2.0.0 Ok\r\n");
      }
    }
  }

  private String capabilities() {
    StringBuilder reply = new StringBuilder("250-mail.test\r\n");
    reply.append(pipelining ? "250-PIPELINING\r\n" : "");
    extensions.forEach(extension -> reply.append("250-").append(extension).append("\r\n"));
    startTls.ifPresent(context -> reply.append("250-STARTTLS\r\n"));
    return reply.append("250 AUTH PLAIN LOGIN\r\n").toString();
  }

  private void startTls() throws IOException {
    if (startTls.isEmpty()) {
      conversation.say("502 5.5.1 Error: command not implemented\r\n");
      return;
    }
    conversation.say("220 2.0.0 Ready to start TLS\r\n");
    conversation.startTls(startTls.get());
    startTls = Optional.empty();
  }

  private void authenticate(String line) throws IOException {
    if (line.toUpperCase(Locale.ROOT).startsWith("AUTH LOGIN")) {
      conversation.say("334 VXNlcm5hbWU6\r\n");
      conversation.hear();
      conversation.say("334 UGFzc3dvcmQ6\r\n");
      conversation.hear();
    } else if (line.split(" ", -1).length < 3) {
      conversation.say("334 \r\n");
      conversation.hear();
    }
    conversation.say("235 2.7.0 Authentication successful\r\n");
  }

  private String content() throws IOException {
    StringBuilder text = new StringBuilder();
    String line = conversation.hear();
    while (!line.equals(".")) {
      text.append(line).append('\n');
      line = conversation.hear();
    }
    mail = text.toString();
    return line;
  }
}
