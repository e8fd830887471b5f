package dev.mailmonitor.metrics;

import io.prometheus.client.exporter.common.TextFormat;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// In which format the metrics are told: OpenMetrics to whoever asks for it, as Prometheus does,
/// and the text format to everybody else. The endpoint by itself does the reverse, knows one
/// spelling only, and gives OpenMetrics to `curl` and so to whatever `curl` is piped into.
@Singleton
public class MetricsFormat {
  private static final String PATH = "/q/metrics";

  void route(@Observes ManagementInterface management) {
    management
        .router()
        .route(PATH)
        .order(Integer.MIN_VALUE)
        .handler(context -> {
          String accepted = context.request().getHeader(HttpHeaders.ACCEPT);
          context
              .request()
              .headers()
              .set(HttpHeaders.ACCEPT, format(accepted == null ? "" : accepted));
          context.next();
        });
  }

  /// The format for a client.
  ///
  /// @param accepted what it takes: the header `Accept`
  static String format(String accepted) {
    return accepted.contains("application/openmetrics-text")
        ? TextFormat.CONTENT_TYPE_OPENMETRICS_100
        : TextFormat.CONTENT_TYPE_004;
  }
}
