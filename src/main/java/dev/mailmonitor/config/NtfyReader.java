package dev.mailmonitor.config;

import dev.mailmonitor.alert.Proxy;
import dev.mailmonitor.alert.ntfy.NtfySettings;
import dev.mailmonitor.alert.ntfy.NtfySettings.Credentials;
import dev.mailmonitor.config.Secrets.Found;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.target.TargetName;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the ntfy topic of a target.
final class NtfyReader {
  private static final List<Setting<?>> TOKENS =
      List.of(Setting.NTFY_TOKEN, Setting.NTFY_TOKEN_FILE);
  private static final List<Setting<?>> PASSWORDS =
      List.of(Setting.NTFY_PASSWORD, Setting.NTFY_PASSWORD_FILE);
  private static final List<Setting<?>> USERS =
      List.of(Setting.NTFY_USERNAME, Setting.NTFY_PASSWORD, Setting.NTFY_PASSWORD_FILE);

  private final Sources sources;
  private final SecretFiles files;
  private final Problems problems;

  NtfyReader(Sources sources, SecretFiles files, Problems problems) {
    this.sources = sources;
    this.files = files;
    this.problems = problems;
  }

  /// The topic, if there is one.
  Part<NtfySettings> read(
      TargetName target, Layers layers, EffectiveConfiguration.Collector values) {
    Entry<String> topicEntry = layers.given(Setting.NTFY_TOPIC);
    if (topicEntry == null) {
      values.none(Setting.NTFY_TOPIC);
      return Part.absent();
    }
    String topic = topicEntry.value();
    if (topic == null) {
      return Part.invalid();
    }
    if (topic.isEmpty()) {
      values.add(Setting.NTFY_TOPIC.key(), "(none)", topicEntry.origin().place());
      return Part.absent();
    }
    values.add(topicEntry);
    URI server = values.value(Setting.NTFY_SERVER, layers);
    Credentials credentials = credentials(target, layers, values);
    Integer priority = values.value(Setting.NTFY_PRIORITY, layers);
    List<String> tags = tags(layers, values);
    if (server == null || credentials == null || priority == null || tags == null) {
      return Part.invalid();
    }
    warnAboutPlainText(server, credentials);
    Proxy proxy = ProxySettings.on(server, sources, problems);
    if (proxy != null) {
      values.add("proxy for ntfy", proxy.host() + ":" + proxy.port(), "environment");
    }
    return Part.of(new NtfySettings(server, topic, credentials, priority, tags, proxy));
  }

  /// The strongest source that says how to log in decides whether by token or by password.
  private @Nullable Credentials credentials(
      TargetName target, Layers layers, EffectiveConfiguration.Collector values) {
    for (Layer layer : layers.all()) {
      Entry<?> token = layer.firstOf(TOKENS);
      Entry<?> user = layer.firstOf(USERS);
      if (token != null && user != null) {
        problems.problem(Layer.exclusive(token, user));
        return null;
      }
      if (token != null) {
        return token(target, layers, values);
      }
      if (user != null) {
        return user(layers, values);
      }
    }
    return token(target, layers, values);
  }

  private @Nullable Credentials token(
      TargetName target, Layers layers, EffectiveConfiguration.Collector values) {
    List<String> names =
        target.isNamed() ? List.of(target + ".ntfy-token", "ntfy-token") : List.of("ntfy-token");
    Found found =
        new Secrets(sources, files, problems)
            .find(layers, List.of(TOKENS), SettingType.TOKEN, names);
    if (found instanceof Found.Known(Secret secret, String place)) {
      values.add(Setting.NTFY_TOKEN.key(), secret.toString(), place);
      return new Credentials.Token(secret);
    }
    if (found instanceof Found.Absent) {
      values.none(Setting.NTFY_TOKEN);
      return new Credentials.None();
    }
    return null;
  }

  private @Nullable Credentials user(Layers layers, EffectiveConfiguration.Collector values) {
    Entry<String> username = layers.given(Setting.NTFY_USERNAME);
    Found found =
        new Secrets(sources, files, problems)
            .find(layers, List.of(PASSWORDS), SettingType.SECRET, List.of());
    if (username == null) {
      problems.problem(
          "ntfy_password is given but ntfy_username is not: ntfy asks for both, or for ntfy_token"
              + " alone.");
      return null;
    }
    values.add(username);
    String name = username.value();
    if (found instanceof Found.Known(Secret secret, String place)) {
      values.add(Setting.NTFY_PASSWORD.key(), secret.toString(), place);
      return name == null ? null : new Credentials.UserPassword(name, secret);
    }
    if (found instanceof Found.Absent) {
      problems.problem(
          username.origin().subject()
              + " needs a password: give ntfy_password_file or ntfy_password.");
    }
    return null;
  }

  private void warnAboutPlainText(URI server, Credentials credentials) {
    boolean plain =
        "http".equals(server.getScheme()) && !Hosts.isLoopback(ProxySettings.host(server));
    boolean secret = !(credentials instanceof Credentials.None);
    if (plain && secret) {
      problems.warning(
          ("ntfy_server %s is not encrypted: token or password cross the network"
                  + " for everybody to read; use https.")
              .formatted(server));
    }
  }

  private static @Nullable List<String> tags(
      Layers layers, EffectiveConfiguration.Collector values) {
    Entry<List<String>> entry = layers.given(Setting.NTFY_TAGS);
    if (entry == null) {
      values.none(Setting.NTFY_TAGS);
      return List.of();
    }
    values.add(entry);
    return entry.value();
  }
}
