package dev.mailmonitor.mail;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.jspecify.annotations.Nullable;

/// Questions to an IMAP server and its answers. Whatever goes wrong is told as a [MailFailure].
final class ImapTalk {
  private final Wire wire;
  private final Connector connector;
  private volatile @Nullable ImapConnection connection;

  ImapTalk(Wire wire, Connector connector) {
    this.wire = wire;
    this.connector = connector;
  }

  /// What is done with an open connection.
  interface Action<T> {
    T on(ImapConnection imap) throws IOException, ProtocolException;
  }

  /// What is read from the responses to a command that was answered with OK.
  interface Reader<T> {
    T of(List<Response> responses) throws ProtocolException;
  }

  void begin(ImapConnection opened) {
    connection = opened;
  }

  /// Ends it.
  ///
  /// @return what it was held over; null if it had not begun
  @Nullable ImapConnection end() {
    ImapConnection ended = connection;
    connection = null;
    return ended;
  }

  boolean offers(String capability) {
    ImapConnection imap = connection;
    return imap != null && imap.hasCapability(capability);
  }

  /// How many mails are in the open mailbox, as far as the server has told.
  int mailsThere() {
    return connected().mailsThere();
  }

  /// Asks; what was asked is sent with the next answer that is read, or by [#send()].
  ///
  /// @param command the command without its tag
  /// @param until by when the answer must be here
  /// @param reader reads the responses
  <T> Answer<T> ask(String command, Deadline until, Reader<T> reader) {
    return ask(command, until, (imap, asked) -> reader.of(imap.answer(asked)));
  }

  /// Asks, for an answer that tells which mails of the open mailbox are gone.
  ///
  /// @param command the command without its tag
  /// @param until by when the answer must be here
  Answer<Set<Long>> askWhatGoes(String command, Deadline until) {
    return ask(command, until, ImapConnection::expungedBy);
  }

  private interface Waiting<T> {
    T on(ImapConnection imap, ImapConnection.Asked asked) throws IOException, ProtocolException;
  }

  private <T> Answer<T> ask(String command, Deadline until, Waiting<T> waiting) {
    ImapConnection imap = connected();
    wire.allow(until);
    try {
      ImapConnection.Asked asked = imap.ask(command);
      return () -> {
        wire.allow(until);
        return run(open -> waiting.on(open, asked));
      };
    } catch (IOException | ProtocolException failed) {
      return () -> {
        throw explain(failed);
      };
    }
  }

  /// Sends what was asked without waiting for an answer.
  void send() throws MailFailure {
    run(imap -> {
      imap.send();
      return true;
    });
  }

  <T> T run(Action<T> action) throws MailFailure {
    ImapConnection imap = connected();
    try {
      return action.on(imap);
    } catch (IOException | ProtocolException | RuntimeException | StackOverflowError failed) {
      throw explain(failed);
    }
  }

  private ImapConnection connected() {
    ImapConnection imap = connection;
    if (imap == null) {
      throw new IllegalStateException("The session is not open");
    }
    return imap;
  }

  /// The library's parsers call themselves for each bracket that a server opens, so a stack that
  /// overflows is the server's doing too.
  MailFailure explain(Throwable failed) {
    if (wire.fault().isPresent()) {
      return connector.failure(wire.fault().get());
    }
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException broken) {
        return connector.failure(broken);
      }
    }
    wire.finishPhase();
    if (failed instanceof ProtocolException refused && refused.getResponse() != null) {
      Response response = refused.getResponse();
      String code =
          response.isBYE() ? "BYE" : response.isNO() ? "NO" : response.isBAD() ? "BAD" : "";
      if (!code.isEmpty()) {
        return connector.failure(new Fault.Rejected(wire.reply(code, response.getRest())));
      }
    }
    String reason =
        failed instanceof StackOverflowError
            ? "its brackets are nested too deep"
            : ServerReply.clean(wire.redact(String.valueOf(failed.getMessage())));
    return connector.failure(new Fault.Protocol("unexpected answer (" + reason + ")"));
  }
}
