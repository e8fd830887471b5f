package dev.mailmonitor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromQlTest {
  @Test
  void only_metrics_are_left_of_an_expression() {
    // Given
    String expression =
        """
        sum without (result) (increase(one_total{result=~"two|three"}[1h])) > 1e9
        or absent(four) unless on (five, six) up{job="seven"} == bool 0
        and histogram_quantile(0.9, rate(eight_bucket[30m] offset 5m)) < time()\
        """;

    // Then
    assertThat(PromQl.metrics(expression))
        .containsExactly("eight_bucket", "four", "one_total", "up");
  }
}
