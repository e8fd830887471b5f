package dev.mailmonitor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

class RealServersConditionTest {
  @Test
  void a_test_is_skipped_with_the_reason_where_servers_are_missing() {
    // When
    ConditionEvaluationResult result =
        RealServersCondition.decide(Optional.of("postfix is missing"), false);

    // Then
    assertThat(result.isDisabled()).isTrue();
    assertThat(result.getReason()).contains("postfix is missing");
  }

  @Test
  void a_test_fails_where_servers_are_missing_and_required() {
    // Given
    Optional<String> reason = Optional.of("postfix is missing");

    // When, Then
    assertThatThrownBy(() -> RealServersCondition.decide(reason, true))
        .hasMessageContaining("postfix is missing");
  }

  @Test
  void a_test_runs_where_servers_are_there() {
    // When
    ConditionEvaluationResult result = RealServersCondition.decide(Optional.empty(), true);

    // Then
    assertThat(result.isDisabled()).isFalse();
  }
}
