package dev.mailmonitor.mail;

import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.TransportSecurity;
import dev.mailmonitor.tls.PeerCertificate;
import dev.mailmonitor.tls.TlsClient;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One message submission session (RFC 6409): connect, log in, send one mail, quit.
///
/// For one thread, but for [#abort()], [#cancel()] and [#stopSending].
public final class SmtpSession implements AutoCloseable {
  /// A server that refused one command has no reason to think long about the others.
  private static final Duration CALLING_OFF = Duration.ofSeconds(5);

  private final Target target;
  private final Endpoint endpoint;
  private final Account account;
  private final Wire wire;
  private final Connector connector;
  private final Deadline deadline;
  private volatile boolean sentWhole;
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

  /// A command of sending.
  ///
  /// @param phase the step that it is
  /// @param line what is said
  /// @param accepted the first digit of the reply that lets it go on
  private record Step(Phase phase, String line, int accepted) {}

  /// Sends one mail. Where the server offers PIPELINING (RFC 2920), all commands up to DATA go in
  /// one flight.
  ///
  /// @param mail what to send
  /// @param until by when it must have been accepted
  /// @return whether the server accepted it, or said nothing after it had all of it
  /// @throws MailFailure if the server does not take it
  public Submission send(OutgoingMail mail, Deadline until) throws MailFailure {
    SubmissionTransport opened = transport();
    wire.allow(until);
    try {
      List<Step> steps =
          List.of(
              new Step(Phase.MAIL, "MAIL FROM:<" + mail.from() + ">", 2),
              new Step(Phase.RCPT, "RCPT TO:<" + mail.recipient() + ">", 2),
              new Step(Phase.DATA, "DATA", 3));
      if (opened.offers("PIPELINING")) {
        sayAtOnce(opened, steps, until);
      } else {
        sayOneByOne(opened, steps);
      }
      // A server may work on the mail before it takes it: the final dot has all the time there is.
      sentWhole = true;
      wire.expectAnswerWithin(until.remaining());
      connector.write(mail.content());
    } catch (MessagingException | IOException | RuntimeException failed) {
      throw explain(opened, failed);
    }
    long sentAt = System.nanoTime();
    try {
      expect(Phase.DATA, 2, opened);
    } catch (MessagingException | RuntimeException failed) {
      return unansweredUnlessRejected(sentAt, explain(opened, failed));
    } catch (MailFailure failed) {
      return unansweredUnlessRejected(sentAt, failed);
    }
    return new Submission.Accepted(wire.lastReplyAt());
  }

  private void sayOneByOne(SubmissionTransport opened, List<Step> steps)
      throws MessagingException, MailFailure {
    for (Step step : steps) {
      opened.say(step.line());
      expect(step.phase(), step.accepted(), opened);
    }
  }

  private void sayAtOnce(SubmissionTransport opened, List<Step> steps, Deadline until)
      throws MessagingException, IOException, MailFailure {
    connector.hold();
    for (Step step : steps) {
      opened.say(step.line());
    }
    connector.release();
    Set<Phase> accepted = EnumSet.noneOf(Phase.class);
    for (Step step : steps) {
      try {
        expect(step.phase(), step.accepted(), opened);
        accepted.add(step.phase());
      } catch (MailFailure refused) {
        if (wire.fault().isEmpty()) {
          callOff(opened, accepted, steps.subList(steps.indexOf(step) + 1, steps.size()), until);
        }
        throw refused;
      }
    }
  }

  /// Hears the replies to what was said after a command that was refused, so that nothing is sent.
  /// A server that wants the mail all the same gets a lone dot if it has no recipient (RFC 2920
  /// section 3.1); if it has one, the connection ends within the mail, so that there is none.
  private void callOff(
      SubmissionTransport opened, Set<Phase> accepted, List<Step> said, Deadline until) {
    wire.allow(until.orAfter(CALLING_OFF));
    try {
      for (Step step : said) {
        if (opened.reply() / 100 == step.accepted()) {
          accepted.add(step.phase());
        }
      }
      if (!accepted.contains(Phase.DATA)) {
        return;
      }
      if (accepted.contains(Phase.RCPT)) {
        connector.abort();
      } else {
        opened.say(".");
        opened.reply();
      }
    } catch (MessagingException | RuntimeException gone) {
      // The refusal stands, and a server that has gone sends nothing.
      connector.abort();
    }
  }

  private static Submission unansweredUnlessRejected(long sentAt, MailFailure failed)
      throws MailFailure {
    if (failed.fault() instanceof Fault.Rejected) {
      throw failed;
    }
    return new Submission.Unanswered(sentAt, failed);
  }

  private void expect(Phase phase, int kind, SubmissionTransport opened)
      throws MessagingException, MailFailure {
    if (opened.reply() / 100 != kind) {
      throw wire.fault().isPresent()
          ? connector.failure(wire.fault().get())
          : connector.failure(phase, rejection(opened));
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
    connector.abort();
  }

  /// Ends the sending: at once as long as the server does not have all of the mail, else when it
  /// has answered. From any thread.
  ///
  /// @param latest by when it must have answered
  public void stopSending(Deadline latest) {
    if (sentWhole) {
      wire.hurry(latest);
    } else {
      cancel();
    }
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
        .or(SmtpSession::kernelHostName)
        .orElseGet(() -> literal(socket.getLocalAddress()));
  }

  private static Optional<String> kernelHostName() {
    try {
      String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
      return name.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+")
          ? Optional.of(name)
          : Optional.empty();
    } catch (IOException notLinux) {
      return Optional.empty();
    }
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
    if (wire.phase() == Phase.EHLO && opened.getLastReturnCode() / 100 == 2) {
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
    if (opened.getLastReturnCode() < 400 || opened.getLastReturnCode() > 599) {
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
}
