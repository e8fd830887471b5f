package dev.mailmonitor.mail;

import dev.mailmonitor.target.Account;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.util.MailLogger;
import org.jspecify.annotations.Nullable;

/// Angus' IMAP protocol over a connection of ours: greeting and capabilities on construction, then
/// STARTTLS and login, one command at a time; after that as many at once as are asked.
final class ImapConnection extends IMAPProtocol {
  /// Angus makes an address of it; a literal asks no resolver, and our socket factory does not
  /// care.
  private static final String ANY_LITERAL = "127.0.0.1";

  private final Connector connector;
  private final Deque<Asked> unanswered = new ArrayDeque<>();
  private @Nullable Response farewell;
  private final KnownMails mails = new KnownMails();

  /// A command, and what was answered to it until now.
  static final class Asked {
    private final String tag;
    private final String verb;
    private final List<Response> responses = new ArrayList<>();
    private Set<Long> expunged = Set.of();
    private boolean answered;

    private Asked(String tag, String command) {
      String[] words = command.split(" ", 3);
      this.tag = tag;
      this.verb = words[0].equals("UID") ? words[1] : words[0];
    }

    private boolean isAbout(Response response) {
      return response instanceof IMAPResponse untagged && untagged.keyEquals(verb);
    }
  }

  ImapConnection(SessionSocket socket, Connector connector) throws IOException, ProtocolException {
    super(
        "imap",
        ANY_LITERAL,
        socket.getPort(),
        properties(socket, connector),
        false,
        new MailLogger(ImapConnection.class, "", false, System.err));
    this.connector = connector;
  }

  private static Properties properties(SessionSocket socket, Connector connector) {
    Properties properties = new Properties();
    properties.put("mail.imap.socketFactory", SocketFactories.of(socket));
    properties.setProperty("mail.imap.socketFactory.fallback", "false");
    properties.put("mail.imap.ssl.socketFactory", SocketFactories.upgrading(connector));
    properties.setProperty("mail.imap.ssl.socketFactory.fallback", "false");
    return properties;
  }

  /// Upgrades the session and forgets what the server said in plain text (RFC 9051 section 6.2.1).
  void secure() throws IOException, ProtocolException {
    super.startTLS("STARTTLS");
    capability();
  }

  /// Logs in with what the server offers, in the fewest round trips, and learns what it offers
  /// then.
  ///
  /// @return false if the server offers no login that we speak
  boolean logIn(Account account) throws ProtocolException {
    String username = account.username();
    String password = account.password().reveal();
    boolean ascii = isAscii(username) && isAscii(password);
    if (hasCapability("AUTH=PLAIN") && hasCapability("SASL-IR")) {
      complete(command("AUTHENTICATE PLAIN " + initialResponse(username, password), null));
    } else if (!hasCapability("LOGINDISABLED") && ascii) {
      loginCommand(username, password);
    } else if (hasCapability("AUTH=PLAIN")) {
      authplain("", username, password);
    } else if (hasCapability("AUTH=LOGIN")) {
      authlogin(username, password);
    } else if (!hasCapability("LOGINDISABLED")) {
      // RFC 3501 names no character set for LOGIN; where there is nothing better, servers take the
      // octets for the UTF-8 that SASL would have sent.
      loginCommand(username, password);
    } else {
      return false;
    }
    return true;
  }

  private void loginCommand(String username, String password) throws ProtocolException {
    Argument arguments = new Argument();
    arguments.writeString(username, StandardCharsets.UTF_8);
    arguments.writeString(password, StandardCharsets.UTF_8);
    complete(command("LOGIN", arguments));
  }

  private void complete(Response[] responses) throws ProtocolException {
    Response last = responses[responses.length - 1];
    handleResult(last);
    boolean told = false;
    for (Response response : responses) {
      told |= response.toString().contains("CAPABILITY");
    }
    if (told) {
      handleCapabilityResponse(responses);
      setCapabilities(last);
    } else {
      // What is offered before the login says little about what is offered after it.
      capability();
    }
  }

  /// The mechanisms that the server offers, for people.
  String offeredMechanisms() {
    return getCapabilities().keySet().stream()
        .filter(capability -> capability.startsWith("AUTH="))
        .map(capability -> capability.substring("AUTH=".length()))
        .sorted()
        .reduce((one, other) -> one + " " + other)
        .orElse("");
  }

  /// Asks for something; it is sent with the next answer that is waited for, or by [#send()].
  ///
  /// @param command the command without its tag
  /// @return what [#answer] needs
  Asked ask(String command) throws IOException, ProtocolException {
    connector.hold();
    Asked asked = new Asked(writeCommand(command, null), command);
    unanswered.add(asked);
    return asked;
  }

  /// Sends what was asked, in one flight.
  void send() throws IOException {
    connector.release();
  }

  /// Waits for the answer to a command and fails unless it is OK.
  ///
  /// @param asked the command
  /// @return the responses to it, the final one last
  List<Response> answer(Asked asked) throws IOException, ProtocolException {
    if (!asked.answered) {
      send();
    }
    while (!asked.answered) {
      hear();
    }
    if (farewell != null) {
      handleResult(farewell);
    }
    handleResult(asked.responses.getLast());
    return asked.responses;
  }

  /// Which mails of the open mailbox were gone when a command was answered, as far as their UIDs
  /// are known.
  Set<Long> expungedBy(Asked asked) throws IOException, ProtocolException {
    answer(asked);
    return asked.expunged;
  }

  /// Waits until nothing is unanswered.
  void settle() throws IOException {
    send();
    while (!unanswered.isEmpty()) {
      hear();
    }
  }

  private void hear() throws IOException {
    Response response;
    try {
      response = next();
    } catch (ProtocolException incomprehensible) {
      return;
    }
    if (response.isBYE()) {
      farewell = response;
      return;
    }
    Asked asked = response.isTagged() ? tagged(response.getTag()) : addressee(response);
    asked.responses.add(response);
    if (asked.tag.equals(response.getTag())) {
      asked.answered = true;
      asked.expunged = mails.expunged();
      unanswered.remove(asked);
      if (asked.verb.equals("SELECT")) {
        mails.forget();
      }
    }
  }

  /// The next response, whatever it belongs to.
  Response next() throws IOException, ProtocolException {
    Response response = readResponse();
    mails.hear(response);
    return response;
  }

  private Asked tagged(String tag) {
    return unanswered.stream()
        .filter(asked -> asked.tag.equals(tag))
        .findFirst()
        .orElseGet(unanswered::getFirst);
  }

  /// Servers answer in order, but for the end of a command like NOOP, which some delay until they
  /// have answered the next one.
  private Asked addressee(Response response) {
    return unanswered.stream()
        .filter(asked -> asked.isAbout(response))
        .findFirst()
        .orElseGet(unanswered::getFirst);
  }

  /// How many mails are in the open mailbox, as far as the server has told.
  int mailsThere() {
    return mails.exists();
  }

  /// Whether a response tells of new mails.
  static boolean isNews(Response response) {
    return response instanceof IMAPResponse untagged
        && (untagged.keyEquals("EXISTS") || untagged.keyEquals("RECENT"));
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(character -> character < 128);
  }

  /// The SASL PLAIN message (RFC 4616) as an initial response (RFC 4959).
  private static String initialResponse(String username, String password) {
    return Base64.getEncoder()
        .encodeToString(("\0" + username + "\0" + password).getBytes(StandardCharsets.UTF_8));
  }
}
