package dev.mailmonitor.config;

import dev.mailmonitor.alert.AlertSettings;
import dev.mailmonitor.alert.email.RelaySettings;
import dev.mailmonitor.config.Secrets.Found;
import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.AddressFamily;
import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.JunkRule;
import dev.mailmonitor.target.Limits;
import dev.mailmonitor.target.Route;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.target.Tolerance;
import dev.mailmonitor.tls.TrustSources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes one target out of the values that are given for it. Each step tells what is wrong and goes
/// on, so that everything is told at once.
final class TargetReader {
  private final Sources sources;
  private final SecretFiles files;
  private final Problems problems;
  private final TrustPlaces trustPlaces;
  private final Part<RelaySettings> relay;
  private final TargetName name;
  private final Layers layers;
  private final EffectiveConfiguration.Collector values = new EffectiveConfiguration.Collector();

  TargetReader(
      Sources sources,
      SecretFiles files,
      Problems problems,
      TrustPlaces trustPlaces,
      Part<RelaySettings> relay,
      TargetName name,
      Layers layers) {
    this.sources = sources;
    this.files = files;
    this.problems = problems;
    this.trustPlaces = trustPlaces;
    this.relay = relay;
    this.name = name;
    this.layers = layers;
  }

  /// The target, or null if something is wrong with it.
  ///
  /// @param stateFile where its state is kept, or null if that is unknown
  /// @param statePlace what says so
  @Nullable MonitoredTarget read(@Nullable Path stateFile, String statePlace) {
    tellMissing();
    EndpointReader endpoints = new EndpointReader(layers, values, problems);
    Endpoint smtp = endpoints.read(MailService.SMTP);
    Account smtpAccount = account(MailService.SMTP);
    Endpoint imap = endpoints.read(MailService.IMAP);
    Account imapAccount = account(MailService.IMAP);
    String recipient = recipient();
    String from = recipient == null ? null : from(recipient);
    Limits limits = limits();
    Tolerance tolerance = tolerance();
    TrustSources trust = trustPlaces.read(layers, values);
    Entry<String> ehloName = optional(Setting.EHLO_NAME);
    AddressFamily family = value(Setting.ADDRESS_FAMILY);
    AlertSettings alerts =
        new AlertReader(sources, files, problems, relay).read(name, layers, values);
    if (smtp == null
        || smtpAccount == null
        || imap == null
        || imapAccount == null
        || recipient == null
        || from == null
        || limits == null
        || tolerance == null
        || family == null
        || alerts == null
        || stateFile == null) {
      return null;
    }
    values.add(Setting.STATE_FILE.key(), stateFile.toString(), statePlace);
    Route route = new Route(smtp, smtpAccount, imap, imapAccount, from, recipient);
    String ehlo = ehloName == null ? null : ehloName.value();
    return new MonitoredTarget(
        new Target(name, route, limits, tolerance, family, ehlo, trust), alerts, stateFile);
  }

  /// The values of the target and their places, after it was read.
  EffectiveConfiguration.Values values() {
    return values.of(name);
  }

  private void tellMissing() {
    List<Setting<?>> missing = new ArrayList<>();
    for (MailService service : MailService.BOTH) {
      if (layers.given(service.host()) == null) {
        missing.add(service.host());
      }
    }
    if (layers.mostSpecific(MailService.SMTP.usernames()) == null
        && layers.mostSpecific(MailService.IMAP.usernames()) == null) {
      missing.add(Setting.USERNAME);
    } else {
      for (MailService service : MailService.BOTH) {
        if (layers.mostSpecific(service.usernames()) == null) {
          missing.add(service.username());
        }
      }
    }
    missing.forEach(setting -> problems.problem(Missing.sentence(name, setting)));
  }

  private @Nullable Account account(MailService service) {
    String username = username(service);
    Secret password = password(service);
    return username == null || password == null ? null : new Account(username, password);
  }

  private @Nullable String username(MailService service) {
    Entry<?> entry = layers.mostSpecific(service.usernames());
    if (entry == null || !(entry.value() instanceof String username)) {
      return null;
    }
    values.add(service.username().key(), username, entry.origin().place());
    return username;
  }

  private @Nullable Secret password(MailService service) {
    String credential = name.isNamed() ? name + ".password" : "password";
    Found found =
        new Secrets(sources, files, problems)
            .find(layers, service.passwords(), SettingType.SECRET, List.of(credential));
    String key = service.prefix() + "password";
    if (found instanceof Found.Known(Secret secret, String place)) {
      values.add(key, secret.toString(), place);
      return secret;
    }
    if (found instanceof Found.Invalid) {
      return null;
    }
    if (sources.opensFiles()) {
      problems.problem(Missing.password(name, bothAbsent() ? "" : service.prefix()));
      return null;
    }
    values.add(key, "(hidden)", "not in this configuration; expected when it runs");
    return Secret.of("");
  }

  private boolean bothAbsent() {
    return layers.mostSpecific(MailService.SMTP.passwords()) == null
        && layers.mostSpecific(MailService.IMAP.passwords()) == null;
  }

  private @Nullable String recipient() {
    Entry<String> given = layers.given(Setting.TEST_RECIPIENT);
    if (given != null) {
      values.add(given);
      return given.value();
    }
    Entry<?> entry = layers.mostSpecific(MailService.IMAP.usernames());
    if (entry == null || !(entry.value() instanceof String username)) {
      return null;
    }
    if (MailAddresses.parse(username) instanceof Parsed.Good<String>(String address)) {
      values.add(Setting.TEST_RECIPIENT.key(), address, "default: IMAP user name");
      return address;
    }
    problems.problem(
        ("test_recipient%s is missing, and the IMAP user name %s is not a mail"
                + " address that could take its place: %s.")
            .formatted(
                Missing.of(name),
                Shown.text(username),
                Missing.give(name, Setting.TEST_RECIPIENT)));
    return null;
  }

  private @Nullable String from(String recipient) {
    Entry<String> given = layers.given(Setting.FROM);
    if (given != null) {
      values.add(given);
      return given.value();
    }
    Entry<?> entry = layers.mostSpecific(MailService.SMTP.usernames());
    if (entry != null
        && entry.value() instanceof String username
        && MailAddresses.parse(username) instanceof Parsed.Good<String>(String address)) {
      values.add(Setting.FROM.key(), address, "default: SMTP user name");
      return address;
    }
    values.add(Setting.FROM.key(), recipient, "default: test_recipient");
    return recipient;
  }

  private @Nullable Limits limits() {
    Duration receive = value(Setting.RECEIVE_TIMEOUT);
    Entry<Duration> total = layers.given(Setting.TIMEOUT);
    if (receive == null) {
      return null;
    }
    if (total == null) {
      Limits limits = Limits.receivingWithin(receive);
      values.add(
          Setting.TIMEOUT.key(),
          Numbers.inSeconds(limits.total()),
          "default: receive_timeout + 30");
      return limits;
    }
    values.add(total);
    Duration whole = total.value();
    if (whole == null) {
      return null;
    }
    if (whole.compareTo(receive) < 0) {
      problems.warning(
          ("%s is %s s, less than receive_timeout (%s s): a check ends before the"
                  + " test mail has had its time.")
              .formatted(
                  total.origin().subject(), Numbers.inSeconds(whole), Numbers.inSeconds(receive)));
    }
    return new Limits(receive, whole);
  }

  private @Nullable Tolerance tolerance() {
    Integer days = value(Setting.CERTIFICATE_WARNING_DAYS);
    Entry<Duration> slow = optional(Setting.DELIVERY_WARNING);
    JunkRule junk = value(Setting.JUNK);
    return days == null || junk == null
        ? null
        : new Tolerance(days, slow == null ? null : slow.value(), junk);
  }

  private <T> @Nullable T value(Setting<T> setting) {
    return values.value(setting, layers);
  }

  private <T> @Nullable Entry<T> optional(Setting<T> setting) {
    Entry<T> entry = layers.given(setting);
    if (entry == null) {
      values.none(setting);
      return null;
    }
    values.add(entry);
    return entry;
  }
}
