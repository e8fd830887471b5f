package dev.mailmonitor.testing;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/// A well-behaved IMAP server (RFC 3501) with an empty INBOX, up to the point where a test takes
/// over. It accepts every password.
public final class ImapDialogue {
  private static final Set<String> SESSION =
      Set.of("CAPABILITY", "STARTTLS", "LOGIN", "IDLE", "LOGOUT");

  private final Conversation conversation;
  private final List<String> capabilities;
  private Optional<SSLContext> startTls;
  private Optional<ImapMailboxes> mailboxes = Optional.empty();

  /// A command of the client.
  ///
  /// @param tag what the final reply has to begin with
  /// @param name the command in upper case; for UID commands with the word after it: `UID FETCH`;
  ///   `LOGIN` also for a login by `AUTHENTICATE PLAIN`
  /// @param line the whole line
  public record Command(String tag, String name, String line) {}

  private ImapDialogue(
      Conversation conversation, Optional<SSLContext> startTls, List<String> capabilities) {
    this.conversation = conversation;
    this.startTls = startTls;
    this.capabilities = capabilities;
  }

  /// Goes on after STARTTLS, where there is no greeting.
  public static ImapDialogue goOn(Conversation conversation) {
    return new ImapDialogue(conversation, Optional.empty(), List.of());
  }

  /// Greets the client and offers no STARTTLS.
  ///
  /// @param capabilities more than `IMAP4rev1 AUTH=PLAIN`, for example `IDLE`
  public static ImapDialogue begin(Conversation conversation, String... capabilities)
      throws IOException {
    conversation.say("* OK mail.test ready\r\n");
    return new ImapDialogue(conversation, Optional.empty(), List.of(capabilities));
  }

  /// Greets the client and offers STARTTLS.
  ///
  /// @param context the certificate and key for STARTTLS
  /// @param capabilities more than `IMAP4rev1 AUTH=PLAIN`
  public static ImapDialogue begin(
      Conversation conversation, SSLContext context, String... capabilities) throws IOException {
    conversation.say("* OK mail.test ready\r\n");
    return new ImapDialogue(conversation, Optional.of(context), List.of(capabilities));
  }

  /// Shows the mails of a post office instead of an INBOX that stays empty.
  public ImapDialogue showing(Post post) {
    mailboxes = Optional.of(new ImapMailboxes(post, conversation));
    return this;
  }

  /// Answers a command well that was left to the caller.
  public void answerWell(Command command) throws IOException {
    answer(command);
  }

  /// Answers every command well until the client says a certain one, which is left to the caller.
  /// It can be called again after the caller's answer.
  ///
  /// @param names a command such as `LOGIN` (in whatever way the client logs in), `SELECT`, `IDLE`
  ///   or `UID FETCH`, or several of them
  /// @return the command that is still to be answered
  /// @throws IOException if the client ends the session before
  public Command until(String... names) throws IOException {
    while (true) {
      Command command = hear();
      if (List.of(names).contains(command.name())) {
        return command;
      }
      answer(command);
      if (command.name().equals("LOGOUT")) {
        throw new IOException(
            "The client logged out, the script waited for " + String.join(", ", names));
      }
    }
  }

  private Command hear() throws IOException {
    String line = conversation.hear();
    String[] words = line.toUpperCase(Locale.ROOT).split(" ", 4);
    if (words.length < 2) {
      throw new IOException("The client said `" + line + "`, which is no IMAP command");
    }
    if (words[1].equals("AUTHENTICATE")) {
      if (words.length < 4) {
        conversation.say("+ \r\n");
        conversation.hear();
      }
      words[1] = "LOGIN";
    }
    boolean byUid = words[1].equals("UID") && words.length > 2;
    return new Command(
        line.substring(0, words[0].length()), byUid ? "UID " + words[2] : words[1], line);
  }

  private void answer(Command command) throws IOException {
    if (mailboxes.isPresent() && !SESSION.contains(command.name())) {
      conversation.say(command.tag() + " " + mailboxes.get().answer(command) + "\r\n");
      return;
    }
    switch (command.name()) {
      case "CAPABILITY" -> conversation.say(capability());
      case "STARTTLS" -> {
        if (startTls.isPresent()) {
          conversation.say(command.tag() + " OK Begin TLS negotiation now\r\n");
          conversation.startTls(startTls.get());
          startTls = Optional.empty();
          return;
        }
      }
      case "IDLE" -> {
        // A server that never tells of new mails by itself.
        conversation.say("+ idling\r\n");
        conversation.expect("DONE");
      }
      case "SELECT", "EXAMINE" ->
          conversation.say(
              """
              * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
              * OK [PERMANENTFLAGS (\\Deleted \\Seen)] Limited
              * 0 EXISTS
              * 0 RECENT
              * OK [UIDVALIDITY 1] UIDs valid
              * OK [UIDNEXT 1] Predicted next UID
              """
                  .replace("\n", "\r\n"));
      case "LIST" -> conversation.say("* LIST (\\HasNoChildren) \"/\" INBOX\r\n");
      case "LOGOUT" -> conversation.say("* BYE Logging out\r\n");
      default -> {
        // Nothing to report beside the final reply.
      }
    }
    String access = command.name().equals("SELECT") ? "[READ-WRITE] " : "";
    conversation.say(command.tag() + " OK " + access + "completed\r\n");
  }

  private String capability() {
    StringBuilder reply = new StringBuilder("* CAPABILITY IMAP4rev1");
    startTls.ifPresent(context -> reply.append(" STARTTLS"));
    capabilities.forEach(capability -> reply.append(' ').append(capability));
    return reply.append(" AUTH=PLAIN\r\n").toString();
  }
}
