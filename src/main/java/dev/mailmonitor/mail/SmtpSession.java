package dev.mailmonitor.mail;

import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.MachineName;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.TransportSecurity;
import dev.mailmonitor.tls.PeerCertificate;
import dev.mailmonitor.tls.TlsClient;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One message submission session (RFC 6409): connect, log in, send one mail, quit.
///
/// For one thread, but for [#abort()] and [#cancel()].
public final class SmtpSession implements AutoCloseable {
  private final Target target;
  private final Endpoint endpoint;
  private final Account account;
  private final Wire wire;
  private final Connector connector;
  private final Deadline deadline;
  private @Nullable SubmissionTransport transport;

  /// Prepares a session; nothing is connected yet.
  ///
  /// @param target whose SMTP server
  /// @param tls makes the TLS session
  /// @param deadline by when the login must have happened
  public SmtpSession(Target target, TlsClient tls, Deadline deadline) {
    this.target = target;
    this.endpoint = target.route().smtp();
    this.account = target.route().smtpAccount();
    this.deadline = deadline;
    this.wire = new Wire(Service.SMTP, account, deadline);
    this.connector = new Connector(Service.SMTP, endpoint, target.addressFamily(), tls, wire);
  }

  /// Connects, makes TLS as configured and logs in.
  ///
  /// @throws MailFailure if any step fails
  public void open() throws MailFailure {
    SessionSocket socket = connector.connect(deadline);
    SubmissionTransport opened =
        new SubmissionTransport(
            Session.getInstance(properties(socket)),
            account,
            endpoint.security() == TransportSecurity.STARTTLS);
    try {
      opened.connect(socket);
    } catch (MessagingException | RuntimeException failed) {
      MailFailure failure = explain(opened, failed);
      connector.abort();
      throw failure;
    }
    transport = opened;
    if (wire.fault().isPresent()) {
      // Angus takes no notice of an EHLO after STARTTLS that is not answered.
      throw connector.failure(wire.fault().get());
    }
    if (!opened.offers("AUTH")) {
      throw connector.failure(new Fault.Missing("AUTH", ""));
    }
  }

  /// Sends one mail.
  ///
  /// @param mail what to send
  /// @param until by when it must have been accepted
  /// @return whether the server accepted it, or said nothing after it had all of it
  /// @throws MailFailure if the server does not take it
  public Submission send(OutgoingMail mail, Deadline until) throws MailFailure {
    SubmissionTransport opened = transport();
    wire.allow(until);
    try {
      expect(2, opened, opened.command("MAIL FROM:<" + mail.from() + ">"));
      expect(2, opened, opened.command("RCPT TO:<" + mail.recipient() + ">"));
      // A server may work on the mail before it takes it: the final dot has all the time there is.
      opened.write(mail.content(), () -> wire.expectAnswerWithin(until.remaining()));
    } catch (MessagingException | IOException | RuntimeException failed) {
      throw explain(opened, failed);
    }
    long sentAt = System.nanoTime();
    try {
      expect(2, opened, opened.answer());
    } catch (MessagingException | RuntimeException failed) {
      return unansweredUnlessRejected(sentAt, explain(opened, failed));
    } catch (MailFailure failed) {
      return unansweredUnlessRejected(sentAt, failed);
    }
    return new Submission.Accepted(wire.lastReplyAt());
  }

  private static Submission unansweredUnlessRejected(long sentAt, MailFailure failed)
      throws MailFailure {
    if (failed.fault() instanceof Fault.Rejected) {
      throw failed;
    }
    return new Submission.Unanswered(sentAt, failed);
  }

  private void expect(int kind, SubmissionTransport opened, int code) throws MailFailure {
    if (code / 100 != kind) {
      throw connector.failure(wire.fault().orElseGet(() -> rejection(opened)));
    }
  }

  /// How long each step took.
  public Timings timings() {
    return wire.timings();
  }

  /// What was said.
  public Transcript transcript() {
    return wire.transcript();
  }

  /// The server's certificate, once TLS was made.
  public Optional<PeerCertificate> certificate() {
    return connector.certificate();
  }

  /// The certificate that the server showed, whether it was trusted or not.
  public Optional<PeerCertificate> shownCertificate() {
    return connector.shownCertificate();
  }

  /// Drops the connection at once; from any thread.
  public void abort() {
    connector.abort();
  }

  /// Ends whatever the session waits for; from any thread.
  public void cancel() {
    wire.cancel();
  }

  /// Says goodbye without waiting for an answer. A server that does not listen is no failure.
  @Override
  public void close() {
    SubmissionTransport opened = transport;
    transport = null;
    if (opened != null) {
      try {
        opened.close();
      } catch (MessagingException | RuntimeException unheard) {
        // The verdict stands; this was only politeness.
      }
    }
    connector.abort();
  }

  private SubmissionTransport transport() {
    if (transport == null) {
      throw new IllegalStateException("The session is not open");
    }
    return transport;
  }

  private Properties properties(SessionSocket socket) {
    boolean startTls = endpoint.security() == TransportSecurity.STARTTLS;
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.auth", "true");
    properties.setProperty("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
    properties.setProperty("mail.smtp.starttls.enable", String.valueOf(startTls));
    properties.setProperty("mail.smtp.starttls.required", String.valueOf(startTls));
    properties.setProperty("mail.smtp.quitwait", "false");
    properties.setProperty("mail.smtp.localhost", ehloName(socket));
    properties.setProperty("mail.smtp.socketFactory.fallback", "false");
    properties.put("mail.smtp.ssl.socketFactory", SocketFactories.upgrading(connector));
    // Angus would start a platform thread for each session.
    properties.put("mail.event.executor", (Executor) Thread::startVirtualThread);
    return properties;
  }

  /// A name that needs no look-up: the configured one, the kernel's if it is fully qualified, else
  /// the address literal (RFC 5321 section 4.1.3).
  private String ehloName(Socket socket) {
    return target
        .ehloName()
        .or(MachineName::fullyQualified)
        .orElseGet(() -> literal(socket.getLocalAddress()));
  }

  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    return address instanceof Inet6Address
        ? "[IPv6:" + (scope < 0 ? text : text.substring(0, scope)) + "]"
        : "[" + text + "]";
  }

  private MailFailure explain(SubmissionTransport opened, Exception failed) {
    if (wire.fault().isPresent()) {
      return connector.failure(wire.fault().get());
    }
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException broken) {
        return connector.failure(broken);
      }
    }
    wire.finishPhase();
    boolean greeted = wire.phase() != Phase.GREETING;
    if (greeted && opened.getLastReturnCode() / 100 == 2) {
      // The server is content, so it was Angus that missed something in what it offers.
      boolean startTlsMissing =
          endpoint.security() == TransportSecurity.STARTTLS
              && !opened.offers("STARTTLS")
              && connector.certificate().isEmpty();
      return connector.failure(
          startTlsMissing
              ? new Fault.Missing("STARTTLS", "")
              : new Fault.Missing("AUTH", opened.offered("AUTH")));
    }
    return connector.failure(rejection(opened));
  }

  private Fault rejection(SubmissionTransport opened) {
    // As a whole: a secret may be broken over its lines.
    String response = wire.redact(Optional.ofNullable(opened.getLastServerResponse()).orElse(""));
    if (opened.getLastReturnCode() < 200 || opened.getLastReturnCode() > 599) {
      return new Fault.Protocol("unexpected answer \"" + ServerReply.clean(response) + "\"");
    }
    String text =
        Arrays.stream(response.split("\\r?\\n"))
            .map(line -> line.length() > 4 ? line.substring(4).strip() : "")
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining(" "));
    return new Fault.Rejected(
        wire.reply(String.format(Locale.ROOT, "%03d", opened.getLastReturnCode()), text));
  }

  /// Angus' transport with the steps of sending laid open.
  private static final class SubmissionTransport extends org.eclipse.angus.mail.smtp.SMTPTransport {
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

    /// Angus also upgrades when an AUTH is answered with 530; a session that has TLS stays as it
    /// is.
    @Override
    protected void startTLS() throws MessagingException {
      if (!startTlsWanted) {
        throw new MessagingException("STARTTLS is not configured");
      }
      super.startTLS();
    }

    synchronized int command(String line) throws MessagingException {
      return simpleCommand(line);
    }

    /// Sends a mail's content, which ends in a line break, and the final dot.
    synchronized void write(byte[] content, Runnable beforeFinalDot)
        throws MessagingException, IOException {
      data().write(content);
      beforeFinalDot.run();
      sendCommand(".");
    }

    synchronized int answer() throws MessagingException {
      return readServerResponse();
    }
  }
}
