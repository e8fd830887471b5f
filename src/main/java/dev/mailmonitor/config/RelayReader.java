package dev.mailmonitor.config;

import dev.mailmonitor.alert.email.RelaySettings;
import dev.mailmonitor.config.Secrets.Found;
import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads which server takes alerts by e-mail.
final class RelayReader {
  private static final MailService RELAY = MailService.RELAY;
  private static final List<Setting<?>> PASSWORDS = List.of(RELAY.password(), RELAY.passwordFile());
  private static final String CREDENTIAL = "email-password";

  private final Sources sources;
  private final SecretFiles files;
  private final Problems problems;
  private final TrustPlaces trustPlaces;

  RelayReader(Sources sources, SecretFiles files, Problems problems, TrustPlaces trustPlaces) {
    this.sources = sources;
    this.files = files;
    this.problems = problems;
    this.trustPlaces = trustPlaces;
  }

  /// A server under test, as somebody named it.
  ///
  /// @param host its host
  /// @param named the setting that names it, and of which target
  record Monitored(String host, String named) {}

  /// The server, if there is one.
  ///
  /// @param layers where it is given
  /// @param monitored the servers under test
  /// @param values is told each value and its place
  Part<RelaySettings> read(
      Layers layers, List<Monitored> monitored, EffectiveConfiguration.Collector values) {
    Entry<String> host = layers.given(RELAY.host());
    if (host == null) {
      values.none(RELAY.host());
      return Part.absent();
    }
    Endpoint endpoint = new EndpointReader(layers, values, problems).read(RELAY);
    Part<Account> account = account(layers, values);
    Boolean forced = values.value(Setting.EMAIL_THROUGH_MONITORED_SERVER, layers);
    if (endpoint == null || !account.valid() || forced == null) {
      return Part.invalid();
    }
    if (!forced && isMonitored(endpoint.host(), host, monitored)) {
      return Part.invalid();
    }
    Entry<String> ehlo = layers.given(Setting.EHLO_NAME);
    return Part.of(
        new RelaySettings(
            endpoint,
            account.value(),
            ehlo == null ? null : ehlo.value(),
            trustPlaces.read(layers, new EffectiveConfiguration.Collector())));
  }

  private boolean isMonitored(String relay, Entry<String> entry, List<Monitored> monitored) {
    for (Monitored server : monitored) {
      if (Hosts.isSame(relay, server.host())) {
        problems.problem(
            ("%s is %s, as is %s: when that server fails, the alert about it could not leave. Name"
                    + " another mail server, or set %s to true if there is none.")
                .formatted(
                    entry.origin().subject(),
                    relay,
                    server.named(),
                    Setting.EMAIL_THROUGH_MONITORED_SERVER.key()));
        return true;
      }
    }
    return false;
  }

  private Part<Account> account(Layers layers, EffectiveConfiguration.Collector values) {
    Entry<String> username = layers.given(RELAY.username());
    if (username == null) {
      return withoutLogin(layers, values);
    }
    values.add(username);
    String name = username.value();
    Found found =
        new Secrets(sources, files, problems)
            .find(layers, List.of(PASSWORDS), SettingType.SECRET, List.of(CREDENTIAL));
    Secret password = password(found, username, values);
    return name == null || password == null ? Part.invalid() : Part.of(new Account(name, password));
  }

  private Part<Account> withoutLogin(Layers layers, EffectiveConfiguration.Collector values) {
    Entry<?> password = layers.mostSpecific(List.of(PASSWORDS));
    if (password == null) {
      values.none(RELAY.username());
      return Part.absent();
    }
    problems.problem(
        "%s is given but email_username is not: a login needs both."
            .formatted(password.origin().subject()));
    return Part.invalid();
  }

  private @Nullable Secret password(
      Found found, Entry<String> username, EffectiveConfiguration.Collector values) {
    String key = RELAY.password().key();
    return switch (found) {
      case Found.Known(Secret secret, String place) -> {
        values.add(key, secret.toString(), place);
        yield secret;
      }
      case Found.Invalid _ -> null;
      case Found.Absent _ -> {
        if (sources.opensFiles()) {
          problems.problem(
              ("%s needs a password: give email_password_file, email_password or the systemd"
                      + " credential %s.")
                  .formatted(username.origin().subject(), CREDENTIAL));
          yield null;
        }
        values.add(key, "(hidden)", "not in this configuration; expected when it runs");
        yield Secret.of("");
      }
    };
  }
}
