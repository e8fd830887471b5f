package dev.mailmonitor.alert.email;

import dev.mailmonitor.container.ContainerSettings;
import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.MachineName;
import dev.mailmonitor.target.TransportSecurity;
import dev.mailmonitor.tls.TrustSources;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The server that takes alerts by e-mail. There is one for the whole process, because the
/// container has one mailer.
///
/// @param endpoint where it listens, and how the connection is protected
/// @param login how to log in there, or null for not at all
/// @param ehlo what it is told by EHLO, or null for this machine's name
/// @param trust whom to trust there
public record RelaySettings(
    Endpoint endpoint, @Nullable Account login, @Nullable String ehlo, TrustSources trust) {
  /// An address literal (RFC 5321 section 4.1.3): where no name is known, none is looked up.
  private static final String NO_NAME = "[127.0.0.1]";

  /// How to log in, if that is wanted.
  public Optional<Account> account() {
    return Optional.ofNullable(login);
  }

  /// Tells the container's mailer of this server. To be called before the container starts; later
  /// calls change nothing, so another relay needs another process.
  public void tellContainer() {
    boolean plain = endpoint.security() == TransportSecurity.NONE;
    ContainerSettings.put(
        Map.of(
            // Else tests and development mode send nothing.
            "quarkus.mailer.mock", "false",
            "quarkus.mailer.host", endpoint.host(),
            "quarkus.mailer.port", Integer.toString(endpoint.port()),
            "quarkus.mailer.tls", Boolean.toString(endpoint.security() == TransportSecurity.TLS),
            "quarkus.mailer.start-tls", plain ? "DISABLED" : "REQUIRED",
            "quarkus.mailer.own-host-name",
                Optional.ofNullable(ehlo).or(MachineName::fullyQualified).orElse(NO_NAME)));
    if (!plain) {
      ContainerSettings.put(Map.of("quarkus.mailer.tls-configuration-name", Relay.TLS));
    }
    ContainerSettings.put(Map.of("quarkus.mailer.login", login == null ? "DISABLED" : "REQUIRED"));
    if (login != null) {
      ContainerSettings.put(Map.of("quarkus.mailer.username", login.username()));
      ContainerSettings.putSecret("quarkus.mailer.password", login.password());
    }
  }
}
