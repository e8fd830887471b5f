package dev.mailmonitor.testing;

import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Skips a test whose real servers are not there, or fails it where they must be.
abstract class RealServersCondition implements ExecutionCondition {
  private final Supplier<Optional<String>> reasonWhyNot;

  RealServersCondition(Supplier<Optional<String>> reasonWhyNot) {
    this.reasonWhyNot = reasonWhyNot;
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return decide(reasonWhyNot.get(), "true".equals(System.getenv("CI")));
  }

  static ConditionEvaluationResult decide(Optional<String> reasonWhyNot, boolean required) {
    if (reasonWhyNot.isEmpty()) {
      return ConditionEvaluationResult.enabled("the real servers can be started");
    }
    if (required) {
      throw new IllegalStateException(
          "CI is true, so this test must not be skipped, but " + reasonWhyNot.get());
    }
    return ConditionEvaluationResult.disabled(reasonWhyNot.get());
  }

  /// For [NeedsMailServers].
  static final class ForMail extends RealServersCondition {
    ForMail() {
      super(MailHost::available);
    }
  }

  /// For [NeedsStrace].
  static final class ForStrace extends RealServersCondition {
    ForStrace() {
      super(SystemCalls::available);
    }
  }

  /// For [NeedsNtfy].
  static final class ForNtfy extends RealServersCondition {
    ForNtfy() {
      super(RealNtfy::available);
    }
  }

  /// For [NeedsPromtool].
  static final class ForPromtool extends RealServersCondition {
    ForPromtool() {
      super(Promtool::available);
    }
  }

  /// For [NeedsPrometheus].
  static final class ForPrometheus extends RealServersCondition {
    ForPrometheus() {
      super(Prometheus::available);
    }
  }
}
