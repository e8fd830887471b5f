package dev.mailmonitor.alert.ntfy;

import io.quarkus.tls.BaseTlsConfiguration;
import io.vertx.core.net.TrustOptions;
import java.util.Optional;
import javax.net.ssl.X509TrustManager;

/// TLS as the REST client wants it told: our own trust, host names verified.
final class NtfyTls extends BaseTlsConfiguration {
  private final X509TrustManager trust;

  NtfyTls(X509TrustManager trust) {
    this.trust = trust;
  }

  @Override
  public TrustOptions getTrustStoreOptions() {
    return TrustOptions.wrap(trust);
  }

  @Override
  public Optional<String> getHostnameVerificationAlgorithm() {
    return Optional.of("HTTPS");
  }
}
