package dev.mailmonitor.mail;

import dev.mailmonitor.target.Account;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.Optional;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/// Angus' transport with the steps of sending laid open, so that several commands can go in one
/// flight and each reply is read for itself.
final class SubmissionTransport extends SMTPTransport {
  private final boolean startTlsWanted;

  SubmissionTransport(Session session, Account account, boolean startTlsWanted) {
    super(
        session,
        new URLName(
            "smtp", "localhost", -1, null, account.username(), account.password().reveal()));
    this.startTlsWanted = startTlsWanted;
    // The empty authorization identity means the one that logs in (RFC 4616).
    setAuthorizationID("");
  }

  boolean offers(String extension) {
    return supportsExtension(extension);
  }

  String offered(String extension) {
    return Optional.ofNullable(getExtensionParameter(extension)).orElse("");
  }

  /// Angus also upgrades when an AUTH is answered with 530; a session that has TLS stays as it is.
  @Override
  protected void startTLS() throws MessagingException {
    if (!startTlsWanted) {
      throw new MessagingException("STARTTLS is not configured");
    }
    super.startTLS();
  }

  synchronized void say(String line) throws MessagingException {
    sendCommand(line);
  }

  /// The next reply.
  ///
  /// @return its code; -1 if there is none
  synchronized int reply() throws MessagingException {
    return readServerResponse();
  }
}
