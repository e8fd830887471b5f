package dev.mailmonitor.faults;

import dev.mailmonitor.testing.Conversation;
import dev.mailmonitor.testing.ImapDialogue;
import dev.mailmonitor.testing.Post;
import dev.mailmonitor.testing.SmtpDialogue;
import java.io.IOException;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// One connection of a scripted server, seen from the server.
///
/// @param talk the connection
/// @param post the mail between the SMTP and the IMAP server
/// @param startTls the certificate and key for STARTTLS, where the session begins in plain text
record Scene(Conversation talk, Post post, Optional<SSLContext> startTls) {
  /// What the server does.
  @FunctionalInterface
  interface Script {
    void play(Scene scene) throws IOException;
  }

  /// Greets as a submission server does that brings mails to the post.
  SmtpDialogue smtp(String... extensions) throws IOException {
    return startTls.isPresent()
        ? SmtpDialogue.begin(talk, startTls.get(), extensions).bringingTo(post)
        : SmtpDialogue.begin(talk, extensions).bringingTo(post);
  }

  /// Greets as an IMAP server does that shows the post.
  ImapDialogue imap(String... capabilities) throws IOException {
    return startTls.isPresent()
        ? ImapDialogue.begin(talk, startTls.get(), capabilities).showing(post)
        : ImapDialogue.begin(talk, capabilities).showing(post);
  }

  /// Says lines, each ended by CRLF.
  void say(String... lines) throws IOException {
    talk.say(String.join("\r\n", lines) + "\r\n");
  }
}
