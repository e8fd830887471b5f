package dev.mailmonitor.alert.email;

import dev.mailmonitor.alert.Attempt;
import dev.mailmonitor.alert.PlainText;
import dev.mailmonitor.target.Redaction;
import dev.mailmonitor.tls.TrustException;
import io.vertx.ext.mail.SMTPException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Judges why the relay did not take a mail.
final class RelayFaults {
  private static final int QUOTED = 300;
  private static final int MAX_CAUSES = 20;

  private final String relay;
  private final Redaction redaction;

  /// @param relay the server, for messages
  /// @param redaction hides the login: a server may send back what it was sent
  RelayFaults(String relay, Redaction redaction) {
    this.relay = relay;
    this.redaction = redaction;
  }

  /// A failed try.
  ///
  /// @param attempt what became of it
  /// @param ofRelay whether another recipient would fare no better
  record Verdict(Attempt attempt, boolean ofRelay) {}

  /// The mail was not taken in time.
  Verdict silent() {
    return later(
        "did not take the mail in time",
        "Check that it is up and reachable from here, and look into its log; email_security must"
            + " fit email_port.");
  }

  Verdict judge(Throwable failure) {
    List<Throwable> causes = causes(failure);
    SMTPException refused = first(causes, SMTPException.class);
    if (refused != null) {
      return refused(refused);
    }
    TrustException untrusting = first(causes, TrustException.class);
    if (untrusting != null) {
      return last("cannot be trusted", words(untrusting), "Mend that file or ca_file.");
    }
    CertificateException certificate = first(causes, CertificateException.class);
    if (certificate != null) {
      return last(
          "shows a certificate that is not trusted",
          words(certificate),
          "Check the name in email_host; if the certificate comes from an authority of your own,"
              + " name that one in ca_file.");
    }
    SSLException tls = first(causes, SSLException.class);
    if (tls != null) {
      return later(
          "did not get a TLS session going (" + words(tls) + ")",
          "Check that email_security fits email_port: tls on 465, starttls on 587 and 25.");
    }
    UnknownHostException unknown = first(causes, UnknownHostException.class);
    if (unknown != null) {
      return later(
          "has a name that could not be resolved (" + words(unknown) + ")",
          "Check email_host and this machine's DNS resolver.");
    }
    if (first(causes, ConnectException.class) != null) {
      return later(
          "could not be reached (" + words(causes.getLast()) + ")",
          "Check email_host and email_port, and that it is up.");
    }
    if (first(causes, IOException.class) != null) {
      return later(
          "broke the connection (" + words(causes.getLast()) + ")", "Look into the server's log.");
    }
    return unsaid(causes.getLast());
  }

  private Verdict refused(SMTPException answer) {
    RelayStep step = RelayStep.of(String.valueOf(answer.getMessage()));
    String said =
        PlainText.line(redaction.apply(String.join("\n", answer.getReplyMessages())), QUOTED);
    String reason =
        "The mail server %s answered %s: \"%s\". %s"
            .formatted(relay, step.answerTo(), said, step.advice());
    Attempt attempt = answer.isPermanent() ? new Attempt.Final(reason) : new Attempt.Later(reason);
    return new Verdict(attempt, step.isOfRelay());
  }

  /// What the mail client found out without an answer that says so.
  private Verdict unsaid(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    if (message.startsWith("STARTTLS required")) {
      return last(
          "does not offer STARTTLS",
          "nothing was sent",
          "If the port has TLS from the first byte, set email_security to tls; else set TLS up on"
              + " the server.");
    }
    if (message.startsWith("login is required")) {
      return last(
          "offers no login that can be used",
          words(failure),
          "Leave email_username out, or offer PLAIN or LOGIN there once TLS has begun.");
    }
    if (message.startsWith("Connection was closed")) {
      return later("closed the connection", "Look into the server's log.");
    }
    return new Verdict(
        new Attempt.Final(
            "The mail for the mail server %s could not be handed over (%s). Please report it."
                .formatted(relay, words(failure))),
        false);
  }

  private Verdict later(String what, String advice) {
    return new Verdict(
        new Attempt.Later("The mail server %s %s. %s".formatted(relay, what, advice)), true);
  }

  private Verdict last(String what, String words, String advice) {
    return new Verdict(
        new Attempt.Final("The mail server %s %s (%s). %s".formatted(relay, what, words, advice)),
        true);
  }

  private String words(Throwable cause) {
    String message = cause.getMessage();
    return PlainText.line(
        redaction.apply(message == null ? cause.getClass().getSimpleName() : message), QUOTED);
  }

  private static <T extends Throwable> @Nullable T first(List<Throwable> causes, Class<T> type) {
    return causes.stream().filter(type::isInstance).map(type::cast).findFirst().orElse(null);
  }

  private static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = failure;
        cause != null && causes.size() < MAX_CAUSES && !causes.contains(cause);
        cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }
}
