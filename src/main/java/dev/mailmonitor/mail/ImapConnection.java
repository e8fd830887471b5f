package dev.mailmonitor.mail;

import dev.mailmonitor.target.Account;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.util.MailLogger;

/// Angus' IMAP protocol over a connection of ours: greeting and capabilities on construction, then
/// STARTTLS and login.
final class ImapConnection extends IMAPProtocol {
  /// Angus makes an address of it; a literal asks no resolver, and our socket factory does not
  /// care.
  private static final String ANY_LITERAL = "127.0.0.1";

  ImapConnection(SessionSocket socket, Connector connector) throws IOException, ProtocolException {
    super(
        "imap",
        ANY_LITERAL,
        socket.getPort(),
        properties(socket, connector),
        false,
        new MailLogger(ImapConnection.class, "", false, System.err));
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

  /// Runs a command and fails unless the server says OK.
  List<Response> run(String command) throws ProtocolException {
    Response[] responses = command(command, null);
    handleResult(responses[responses.length - 1]);
    return List.of(responses);
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
