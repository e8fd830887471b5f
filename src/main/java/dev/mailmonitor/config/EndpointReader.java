package dev.mailmonitor.config;

import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.TransportSecurity;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads where a mail server listens.
///
/// @param layers where it is given
/// @param values is told each value and its place
/// @param problems told what is wrong with it
record EndpointReader(Layers layers, EffectiveConfiguration.Collector values, Problems problems) {
  /// Where the server listens, or null if something is wrong with that.
  @Nullable Endpoint read(MailService service) {
    String host = values.value(service.host(), layers);
    Integer port = values.value(service.port(), layers);
    Entry<TransportSecurity> given = layers.given(service.security());
    TransportSecurity security = null;
    if (given != null) {
      values.add(given);
      security = given.value();
    } else if (port != null) {
      security = service.usualOn(port);
      values.add(
          service.security().key(),
          service.security().type().show(security),
          "default on port " + port);
    }
    if (host == null || port == null || security == null) {
      return null;
    }
    if (given != null) {
      warnAbout(given, security, service, host, port);
    }
    return new Endpoint(host, port, security);
  }

  private void warnAbout(
      Entry<TransportSecurity> given,
      TransportSecurity security,
      MailService service,
      String host,
      int port) {
    String subject = given.origin().subject();
    if (security == TransportSecurity.NONE) {
      if (!Hosts.isLoopback(host)) {
        problems.warning(
            "%s is none: user name, password and mail cross the network to %s unprotected."
                .formatted(subject, host));
      }
      return;
    }
    boolean fixed = List.of(25, 143, 465, 587, 993).contains(port);
    TransportSecurity usual = service.usualOn(port);
    if (fixed && usual != security) {
      problems.warning(
          "%s is %s on port %d, where servers usually speak %s."
              .formatted(subject, lower(security), port, lower(usual)));
    }
  }

  private static String lower(TransportSecurity security) {
    return security.name().toLowerCase(Locale.ROOT);
  }
}
