package dev.mailmonitor.config;

import dev.mailmonitor.alert.Proxy;
import dev.mailmonitor.alert.heartbeat.HeartbeatSettings;
import dev.mailmonitor.config.Parsed.Bad;
import dev.mailmonitor.config.Parsed.Good;
import dev.mailmonitor.config.Secrets.Found;
import dev.mailmonitor.target.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/// Reads who is told that the monitor is alive.
final class HeartbeatReader {
  private static final String EXPECTED =
      "an http or https URL such as https://hc-ping.com/ and an identifier";
  private static final List<Setting<?>> URLS =
      List.of(Setting.HEARTBEAT_URL, Setting.HEARTBEAT_URL_FILE);

  private final Sources sources;
  private final SecretFiles files;
  private final Problems problems;
  private final TrustPlaces trustPlaces;

  HeartbeatReader(Sources sources, SecretFiles files, Problems problems, TrustPlaces trustPlaces) {
    this.sources = sources;
    this.files = files;
    this.problems = problems;
    this.trustPlaces = trustPlaces;
  }

  /// The URL without a slash at its end, to which `/start` and `/fail` are added.
  static Parsed<Secret> parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      return new Bad<>(EXPECTED);
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    boolean web = scheme.equals("http") || scheme.equals("https");
    if (!web || uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65535) {
      return new Bad<>(EXPECTED, "It must begin with https:// (or http://).");
    }
    if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      return new Bad<>(EXPECTED, "It has no user name, no password and no #.");
    }
    return new Good<>(Secret.of(text));
  }

  /// The URL to call, if there is one.
  ///
  /// @param layers where it is given
  /// @param values is told each value and its place
  Part<HeartbeatSettings> read(Layers layers, EffectiveConfiguration.Collector values) {
    Found found =
        new Secrets(sources, files, problems)
            .find(layers, List.of(URLS), SettingType.HEARTBEAT, List.of("heartbeat-url"));
    return switch (found) {
      case Found.Invalid _ -> Part.invalid();
      case Found.Absent _ -> {
        values.none(Setting.HEARTBEAT_URL);
        yield Part.absent();
      }
      case Found.Known(Secret url, String place) when url.reveal().isEmpty() -> {
        // Its file is not opened now.
        values.add(Setting.HEARTBEAT_URL.key(), url.toString(), place);
        yield Part.absent();
      }
      case Found.Known(Secret url, String place) -> {
        values.add(Setting.HEARTBEAT_URL.key(), HeartbeatSettings.shown(url), place);
        yield Part.of(settings(url, layers, values));
      }
    };
  }

  private HeartbeatSettings settings(
      Secret url, Layers layers, EffectiveConfiguration.Collector values) {
    URI uri = URI.create(url.reveal());
    boolean plain = "http".equalsIgnoreCase(uri.getScheme());
    if (plain && !Hosts.isLoopback(ProxySettings.host(uri))) {
      problems.warning(
          "heartbeat_url is not encrypted: whoever reads it on its way to %s can call it, too; use"
                  .formatted(uri.getHost())
              + " https.");
    }
    Proxy proxy = ProxySettings.on(uri, sources, problems);
    if (proxy != null) {
      values.add("proxy for heartbeat", proxy.host() + ":" + proxy.port(), "environment");
    }
    return new HeartbeatSettings(
        url, proxy, trustPlaces.read(layers, new EffectiveConfiguration.Collector()));
  }
}
