package dev.mailmonitor.alert.email;

import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.tls.TrustSources;
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
  /// How to log in, if that is wanted.
  public Optional<Account> account() {
    return Optional.ofNullable(login);
  }
}
