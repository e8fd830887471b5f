package dev.mailmonitor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsFormatTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/openmetrics-text",
        "application/openmetrics-text; version=1.0.0; charset=utf-8",
        // What Prometheus 2 and 3 send.
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
            + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
      })
  void whoever_asks_for_open_metrics_gets_it(String accepted) {
    // Then
    assertThat(MetricsFormat.format(accepted))
        .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "*/*", "text/plain", "text/plain;version=0.0.4", "text/html,*/*;q=0.8"})
  void curl_browsers_and_everybody_else_get_the_text_format(String accepted) {
    // Then
    assertThat(MetricsFormat.format(accepted))
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
  }
}
