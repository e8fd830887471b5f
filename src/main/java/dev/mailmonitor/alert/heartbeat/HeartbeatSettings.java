package dev.mailmonitor.alert.heartbeat;

import dev.mailmonitor.alert.Proxy;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.tls.TrustSources;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Who is told that the monitor is alive.
///
/// @param url the address to call, `http` or `https`; whoever knows it can call it, so it is a
///   secret
/// @param proxy the HTTP proxy on the way there, or null for none
/// @param trust whom to trust there
public record HeartbeatSettings(Secret url, @Nullable Proxy proxy, TrustSources trust) {
  /// The address as messages may show it: without what makes it a secret.
  public String shown() {
    return shown(url);
  }

  /// An address as messages may show it.
  ///
  /// @param url the address
  /// @return scheme, host and port
  public static String shown(Secret url) {
    URI uri = URI.create(url.reveal());
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme() + "://" + uri.getHost() + port + "/(hidden)";
  }
}
