package dev.mailmonitor.config;

import dev.mailmonitor.alert.AlertDetails;
import dev.mailmonitor.alert.AlertSettings;
import dev.mailmonitor.alert.email.EmailSettings;
import dev.mailmonitor.alert.email.RelaySettings;
import dev.mailmonitor.alert.ntfy.NtfySettings;
import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.TargetName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads whom to tell about a target.
final class AlertReader {
  private final Problems problems;
  private final NtfyReader ntfyReader;
  private final Part<RelaySettings> relay;

  /// @param relay the server that takes alerts by e-mail, as the whole run has it
  AlertReader(Sources sources, SecretFiles files, Problems problems, Part<RelaySettings> relay) {
    this.problems = problems;
    this.ntfyReader = new NtfyReader(sources, files, problems);
    this.relay = relay;
  }

  /// Whom to tell, or null if something is wrong with that.
  @Nullable AlertSettings read(
      TargetName target, Layers layers, EffectiveConfiguration.Collector values) {
    Part<NtfySettings> ntfy = ntfyReader.read(target, layers, values);
    AlertDetails details = values.value(Setting.ALERT_DETAILS, layers);
    Part<EmailSettings> email = email(layers, values);
    return details == null || !ntfy.valid() || !email.valid()
        ? null
        : new AlertSettings(details, ntfy.value(), email.value());
  }

  /// Whom to tell where something may be wrong with that, or null if nobody can be.
  @Nullable AlertSettings usable(TargetName target, Layers layers) {
    EffectiveConfiguration.Collector unheard = new EffectiveConfiguration.Collector();
    NtfySettings ntfy = ntfyReader.read(target, layers, unheard).value();
    EmailSettings email = email(layers, unheard).value();
    AlertDetails details = unheard.value(Setting.ALERT_DETAILS, layers);
    return ntfy == null && email == null
        ? null
        : new AlertSettings(details == null ? AlertDetails.SHORT : details, ntfy, email);
  }

  private Part<EmailSettings> email(Layers layers, EffectiveConfiguration.Collector values) {
    Entry<List<String>> to = layers.given(Setting.EMAIL_TO);
    if (to == null) {
      values.none(Setting.EMAIL_TO);
      return Part.absent();
    }
    List<String> recipients = to.value();
    if (recipients == null) {
      return Part.invalid();
    }
    if (recipients.isEmpty()) {
      values.add(Setting.EMAIL_TO.key(), "(none)", to.origin().place());
      return Part.absent();
    }
    values.add(to);
    String from = from(recipients, layers, values);
    RelaySettings settings = relay.value();
    if (settings == null && relay.valid()) {
      problems.problem(
          ("%s needs a mail server that takes the alerts: give email_host at the top level of the"
                  + " configuration file, %s or %s.")
              .formatted(
                  to.origin().subject(), Setting.EMAIL_HOST.flag(), Setting.EMAIL_HOST.variable()));
    }
    return settings == null || from == null
        ? Part.invalid()
        : Part.of(new EmailSettings(recipients, from, settings));
  }

  /// A relay that has us log in lets us write as that user most likely.
  private @Nullable String from(
      List<String> recipients, Layers layers, EffectiveConfiguration.Collector values) {
    Entry<String> given = layers.given(Setting.EMAIL_FROM);
    if (given != null) {
      values.add(given);
      return given.value();
    }
    RelaySettings settings = relay.value();
    Account account = settings == null ? null : settings.login();
    if (account != null
        && MailAddresses.parse(account.username()) instanceof Parsed.Good<String>(String address)) {
      values.add(Setting.EMAIL_FROM.key(), address, "default: email_username");
      return address;
    }
    values.add(Setting.EMAIL_FROM.key(), recipients.getFirst(), "default: first of email_to");
    return recipients.getFirst();
  }
}
