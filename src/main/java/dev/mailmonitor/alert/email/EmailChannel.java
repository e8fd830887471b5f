package dev.mailmonitor.alert.email;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.AlertChannel;
import dev.mailmonitor.alert.AlertDetails;
import dev.mailmonitor.alert.AlertParts;
import dev.mailmonitor.alert.AlertText;
import dev.mailmonitor.alert.Attempt;
import dev.mailmonitor.target.Redaction;
import dev.mailmonitor.target.TransportSecurity;
import io.quarkus.arc.Arc;
import io.quarkus.mailer.Mail;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Alerts as e-mail to one recipient. Each recipient is a channel, with a place of its own in the
/// outbox: nobody gets a mail twice because another one is refused, and nobody is passed over.
///
/// Making a channel costs nothing; its deliveries need the running container, which was told of the
/// relay ([RelaySettings#tellContainer()]) before it started.
public final class EmailChannel implements AlertChannel {
  /// The way's name; the channel's has its recipient behind it.
  public static final String NAME = "email";

  /// How long a mail may take at most, the connection, TLS and the login included.
  static final Duration BOUND = Duration.ofSeconds(15);

  private final EmailSettings settings;
  private final String recipient;
  private final AlertDetails details;
  private final AlertText text;
  private final @Nullable Supplier<? extends X509TrustManager> trust;
  private final RelayFaults faults;

  private EmailChannel(
      EmailSettings settings,
      String recipient,
      AlertDetails details,
      AlertText text,
      Supplier<? extends X509TrustManager> trust) {
    RelaySettings relay = settings.relay();
    this.settings = settings;
    this.recipient = recipient;
    this.details = details;
    this.text = text;
    this.trust = relay.endpoint().security() == TransportSecurity.NONE ? null : trust;
    this.faults =
        new RelayFaults(
            relay.endpoint().toString(),
            relay.account().map(Redaction::of).orElseGet(Redaction::ofNothing));
  }

  /// The channels to all recipients.
  ///
  /// @param settings who they are, and the relay
  /// @param details how much the mails tell
  /// @param text writes the mails
  /// @param trust whose certificates are trusted, asked for when the relay is first spoken to; host
  ///   names are verified beside it
  /// @return one channel each
  public static List<EmailChannel> toAll(
      EmailSettings settings,
      AlertDetails details,
      AlertText text,
      Supplier<? extends X509TrustManager> trust) {
    return settings.recipients().stream()
        .map(recipient -> new EmailChannel(settings, recipient, details, text, trust))
        .toList();
  }

  @Override
  public String name() {
    return NAME + ":" + recipient;
  }

  @Override
  public Attempt deliver(Alert alert, Duration atMost) {
    Relay relay = Arc.container().instance(Relay.class).get();
    Optional<Attempt> foreseen = relay.foreseen(this);
    if (foreseen.isPresent()) {
      return foreseen.get();
    }
    Incident incident = Incident.of(alert, settings.from());
    AlertParts parts = text.parts(alert, details);
    Mail mail = mail(alert, incident);
    RelayFaults.Verdict verdict;
    try {
      relay.send(
          () -> EmailTemplates.message(parts).mail(mail).send(),
          trust,
          atMost.compareTo(BOUND) < 0 ? atMost : BOUND);
      relay.works();
      return new Attempt.Accepted(incident.id());
    } catch (TimeoutException silent) {
      verdict = faults.silent();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      verdict = faults.silent();
    } catch (ExecutionException | RuntimeException failed) {
      verdict = faults.judge(failed);
    }
    if (verdict.ofRelay()) {
      relay.failed(this, verdict.attempt());
    }
    return verdict.attempt();
  }

  private Mail mail(Alert alert, Incident incident) {
    Mail mail =
        new Mail()
            .setFrom(settings.from())
            .addTo(recipient)
            .addHeader("Subject", EncodedWords.of(alert.title()))
            .addHeader("Message-ID", incident.id())
            // No machine shall answer (RFC 3834); whoever reads may.
            .addHeader("Auto-Submitted", "auto-generated")
            .addHeader("X-Auto-Response-Suppress", "OOF, AutoReply, RN, NRN")
            .addHeader("X-Mail-Monitor-Alert", alert.kind().key());
    incident
        .beginning()
        .ifPresent(beginning ->
            mail.addHeader("In-Reply-To", beginning).addHeader("References", beginning));
    if (alert.kind().isFailure()) {
      mail.addHeader("Importance", "high");
    }
    return mail;
  }
}
