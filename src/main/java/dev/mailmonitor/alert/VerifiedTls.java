package dev.mailmonitor.alert;

import io.quarkus.tls.BaseTlsConfiguration;
import io.vertx.core.net.TrustOptions;
import java.util.Optional;
import javax.net.ssl.X509TrustManager;

/// TLS as Quarkus' clients want it told: our own trust, host names verified.
public final class VerifiedTls extends BaseTlsConfiguration {
  private final X509TrustManager trust;

  /// TLS to servers whose certificates somebody trusts.
  ///
  /// @param trust decides about chains
  public VerifiedTls(X509TrustManager trust) {
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
