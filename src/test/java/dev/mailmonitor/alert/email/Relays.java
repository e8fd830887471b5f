package dev.mailmonitor.alert.email;

import dev.mailmonitor.alert.AlertDetails;
import dev.mailmonitor.alert.AlertText;
import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.target.TransportSecurity;
import dev.mailmonitor.testing.SmtpStandIn;
import dev.mailmonitor.tls.TrustSources;
import io.quarkus.arc.Arc;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Properties;

/// Channels to the relay of [RelayProfile], and what arrives there.
final class Relays {
  static final String SENDER = "monitor@example.com";

  private Relays() {}

  /// Lets what an earlier test has shown of the relay count no more.
  static void forget() {
    Arc.container().instance(Relay.class).get().works();
  }

  /// Channels to some recipients.
  static List<EmailChannel> channels(AlertDetails details, String... recipients) {
    RelaySettings relay =
        new RelaySettings(
            new Endpoint("127.0.0.1", RelayProfile.port(), TransportSecurity.NONE),
            new Account("monitor", Secret.of(RelayProfile.password())),
            null,
            new TrustSources(null, null));
    return EmailChannel.toAll(
        new EmailSettings(List.of(recipients), SENDER, relay),
        details,
        new AlertText(ZoneOffset.UTC),
        () -> {
          throw new IllegalStateException("There is no TLS here");
        });
  }

  /// A mail as a mail program reads it.
  static MimeMessage read(SmtpStandIn.Delivery delivery) {
    try {
      return new MimeMessage(
          Session.getInstance(new Properties()),
          new ByteArrayInputStream(delivery.content().getBytes(StandardCharsets.UTF_8)));
    } catch (MessagingException e) {
      throw new IllegalStateException("No mail: " + delivery.content(), e);
    }
  }

  /// The part of a mail that is text.
  static String text(MimeMessage mail) {
    return part(mail, 0, "text/plain");
  }

  /// The part of a mail that is HTML.
  static String html(MimeMessage mail) {
    return part(mail, 1, "text/html");
  }

  private static String part(MimeMessage mail, int number, String type) {
    try {
      MimeMultipart parts = (MimeMultipart) mail.getContent();
      BodyPart part = parts.getBodyPart(number);
      if (!part.isMimeType(type) || parts.getCount() != 2) {
        throw new AssertionError("Part " + number + " is " + part.getContentType());
      }
      return ((String) part.getContent()).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }
}
