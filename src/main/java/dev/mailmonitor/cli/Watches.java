package dev.mailmonitor.cli;

import dev.mailmonitor.alert.AlertChannel;
import dev.mailmonitor.alert.AlertSettings;
import dev.mailmonitor.alert.AlertText;
import dev.mailmonitor.alert.email.EmailChannel;
import dev.mailmonitor.alert.heartbeat.Heartbeat;
import dev.mailmonitor.alert.heartbeat.HeartbeatSettings;
import dev.mailmonitor.alert.ntfy.NtfyChannel;
import dev.mailmonitor.config.MonitoredTarget;
import dev.mailmonitor.monitor.Watch;
import dev.mailmonitor.state.FileStateStore;
import dev.mailmonitor.tls.TrustException;
import dev.mailmonitor.tls.TrustSources;
import dev.mailmonitor.tls.TrustedCertificates;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.X509ExtendedTrustManager;

/// Puts together what a configuration describes.
///
/// @param clock tells the time and the zone of what people read
/// @param container is started for the first delivery
record Watches(Clock clock, AlertContainer container) {
  /// What is watched.
  ///
  /// @param target a target of the configuration
  /// @return the target with its store and its channels
  Watch of(MonitoredTarget target) {
    return new Watch(
        target.target(),
        new FileStateStore(target.stateFile(), clock),
        channels(target.alerts(), target.target().trust()));
  }

  /// How people are told.
  ///
  /// @param alerts whom to tell
  /// @param trust whom to trust on the way
  /// @return the channels; none if nobody is to be told
  List<AlertChannel> channels(AlertSettings alerts, TrustSources trust) {
    if (alerts.ntfy().isEmpty() && alerts.email().isEmpty()) {
      return List.of();
    }
    AlertText text = new AlertText(clock.getZone());
    List<AlertChannel> channels = new ArrayList<>();
    alerts
        .ntfy()
        .ifPresent(ntfy ->
            channels.add(
                new NtfyChannel(
                    ntfy,
                    alerts.details(),
                    text,
                    () -> trustManager(trust),
                    "mail-monitor/" + Version.VALUE)));
    alerts
        .email()
        .ifPresent(email -> {
          email.relay().tellContainer();
          channels.addAll(
              EmailChannel.toAll(
                  email, alerts.details(), text, () -> trustManager(email.relay().trust())));
        });
    return channels.stream().map(container::startedFor).toList();
  }

  /// How somebody who watches the monitor is told that it is alive.
  ///
  /// @param settings whom to call
  /// @param warn is told what goes wrong
  /// @return the heartbeat, to be closed
  static Heartbeat heartbeat(HeartbeatSettings settings, Consumer<String> warn) {
    return new Heartbeat(
        settings, () -> trustManager(settings.trust()), "mail-monitor/" + Version.VALUE, warn);
  }

  private static X509ExtendedTrustManager trustManager(TrustSources trust) {
    try {
      return new TrustedCertificates(trust).trustManager();
    } catch (TrustException unusable) {
      throw new IllegalStateException(unusable.getMessage(), unusable);
    }
  }
}
