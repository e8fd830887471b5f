package dev.mailmonitor.probe;

import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.Tolerance;
import dev.mailmonitor.tls.PeerCertificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What works but should be looked after, by what a target tolerates.
///
/// @param target what was checked
/// @param now when, for the age of certificates
record Warnings(Target target, Instant now) {
  /// Everything there is to warn of, certificates first.
  ///
  /// @param imap the IMAP server's certificate, if TLS was made
  /// @param smtp the SMTP server's certificate, if TLS was made
  /// @param delivery what came of sending and receiving, or null if nothing was sent
  List<Warning> of(
      Optional<PeerCertificate> imap, Optional<PeerCertificate> smtp, @Nullable Delivery delivery) {
    List<Warning> warnings = new ArrayList<>();
    imap.flatMap(shown -> certificate("IMAP", target.route().imap(), shown))
        .ifPresent(warnings::add);
    smtp.flatMap(shown -> certificate("SMTP", target.route().smtp(), shown))
        .ifPresent(warnings::add);
    if (delivery != null) {
      slow(delivery).ifPresent(warnings::add);
      delivery
          .toleratedJunk()
          .ifPresent(
              text -> warnings.add(new Warning(text, FailureCause.DELIVERED_TO_JUNK.advice())));
    }
    return warnings;
  }

  private Optional<Warning> certificate(String service, Endpoint server, PeerCertificate shown) {
    Duration left = Duration.between(now, shown.notAfter());
    Duration least = Duration.ofDays(target.tolerance().certificateDays());
    if (left.compareTo(least) >= 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Warning(
            "The %s certificate of %s expires in %s (%s)"
                .formatted(
                    service,
                    server,
                    inWords(left),
                    LocalDate.ofInstant(shown.notAfter(), ZoneOffset.UTC)),
            "Renew the server's certificate and reload the mail services; when it has expired,"
                + " clients refuse to connect."));
  }

  private static String inWords(Duration left) {
    if (left.toDays() >= 1) {
      return left.toDays() == 1 ? "1 day" : left.toDays() + " days";
    }
    return left.toHours() >= 1 ? left.toHours() + " h" : Math.max(0, left.toMinutes()) + " min";
  }

  private Optional<Warning> slow(Delivery delivery) {
    Tolerance tolerance = target.tolerance();
    Duration took = delivery.time();
    return tolerance
        .slowestDelivery()
        .filter(slowest -> took != null && took.compareTo(slowest) > 0)
        .map(slowest ->
            new Warning(
                "Delivery took "
                    + Delivery.seconds(took == null ? Duration.ZERO : took)
                    + ", more than "
                    + Delivery.wholeSeconds(slowest)
                    + "s",
                "Look at the server's load, its mail queue (postqueue -p) and what its filters"
                    + " wait for (greylisting, spam and virus scanners)."));
  }
}
