package dev.mailmonitor.alert.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.mail.Timings;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.Failure;
import dev.mailmonitor.probe.FailureCause;
import dev.mailmonitor.probe.TestKind;
import dev.mailmonitor.probe.TestResult;
import dev.mailmonitor.probe.Warning;
import dev.mailmonitor.target.TargetName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoundTextTest {
  @Test
  void each_target_has_a_line_with_the_tests_that_failed_and_nothing_that_was_said() {
    // Given
    List<RoundText.Entry> round =
        List.of(
            entry("eu", List.of(), List.of()),
            entry("us", List.of(), List.of(new Warning("It is slow", "Look."))),
            entry("asia", List.of(TestKind.IMAP_AUTH, TestKind.SMTP_AUTH), List.of()),
            new RoundText.Entry(new TargetName("moon"), Optional.empty()));

    // When
    String text = RoundText.of(round);

    // Then
    assertThat(text)
        .isEqualTo(
            """
            eu: healthy
            us: degraded
            asia: unhealthy (IMAP Auth, SMTP Auth)
            moon: could not be checked\
            """);
  }

  @Test
  void the_only_target_needs_no_name() {
    assertThat(RoundText.of(List.of(entry("", List.of(TestKind.SEND), List.of()))))
        .isEqualTo("unhealthy (Send Test)");
  }

  @Test
  void thousands_of_targets_are_cut() {
    // Given
    RoundText.Entry entry = entry("n".repeat(64), List.of(), List.of());

    // When
    String text = RoundText.of(Collections.nCopies(5000, entry));

    // Then
    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(10_000);
  }

  private static RoundText.Entry entry(
      String name, List<TestKind> failed, List<Warning> warnings) {
    List<TestResult> results =
        failed.stream()
            .map(test -> (TestResult) new TestResult.Failed(test, failure()))
            .toList();
    TargetName target = new TargetName(name);
    return new RoundText.Entry(
        target,
        Optional.of(
            new CheckReport(
                target,
                Instant.EPOCH,
                Duration.ofSeconds(1),
                results,
                warnings,
                Timings.NONE,
                null)));
  }

  private static Failure failure() {
    return new Failure(
        FailureCause.SERVICE_UNAVAILABLE,
        Phase.GREETING,
        "SMTP auth failed: 421 go away",
        "SMTP auth failed: the service is not available",
        "mail.example.com:587",
        "421 go away",
        List.of());
  }
}
