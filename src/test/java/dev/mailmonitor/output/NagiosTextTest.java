package dev.mailmonitor.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.Verdict;
import dev.mailmonitor.probe.Warning;
import dev.mailmonitor.state.Memory;
import dev.mailmonitor.state.TargetState;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NagiosTextTest {
  private static final Warning HOSTILE =
      new Warning("Junk (\"Ju|nk\nMAIL OK - fine | time=0\") \u2028x", "Do | it.");

  private static List<String> lines(TargetRun... runs) {
    return NagiosText.of(List.of(runs), ZoneOffset.UTC);
  }

  private static int code(TargetRun... runs) {
    return NagiosText.status(List.of(runs)).code();
  }

  @Test
  void a_healthy_server_is_ok_with_its_delivery_time_and_four_numbers() {
    // When
    List<String> lines = lines(Runs.checked("", Verdict.HEALTHY));

    // Then
    assertThat(lines.getFirst())
        .isEqualTo(
            "MAIL OK - delivered in 2.1s | delivery=2.134s;2.5;60;0 time=3.400s;;90;0"
                + " imap_certificate_days=80.25;14:;0: smtp_certificate_days=80.25;14:;0:");
    assertThat(lines.get(1)).isEqualTo("✓ IMAP Auth: OK");
    assertThat(code(Runs.checked("", Verdict.HEALTHY))).isZero();
  }

  @Test
  void a_warning_is_the_status_and_the_numbers_stay() {
    // When
    List<String> lines =
        lines(Runs.degraded("", new Warning("slow", "Hurry."), new Warning("old", "Renew.")));

    // Then
    assertThat(lines.getFirst())
        .startsWith("MAIL WARNING - slow (and 1 more) | delivery=2.134s;2.5;60;0 ");
    assertThat(lines).contains("⚠ slow", "    Hurry.");
    assertThat(code(Runs.degraded("", HOSTILE))).isEqualTo(1);
  }

  @Test
  void the_days_of_a_certificate_never_deny_a_warning() {
    // Given
    CheckReport report =
        Runs.reportWithCertificates(Duration.ofDays(14).minus(Duration.ofSeconds(1)));

    // When
    String line =
        lines(Runs.checked(report, new TargetState.Degraded(Memory.fresh(new UUID(1, 1)), null)))
            .getFirst();

    // Then
    assertThat(line).contains(" imap_certificate_days=13.99;14:;0: ");
  }

  @Test
  void a_failure_is_critical_and_a_time_that_is_not_known_is_u() {
    // When
    List<String> lines = lines(Runs.checked("", Verdict.UNHEALTHY));

    // Then
    assertThat(lines.getFirst())
        .startsWith(
            "MAIL CRITICAL - SMTP auth failed: 421 go away | delivery=U;2.5;60;0 time=3.400s;");
    assertThat(lines)
        .contains("❌ SMTP Auth: SMTP auth failed: 421 go away", "    server: 421 go away");
    assertThat(code(Runs.checked("", Verdict.UNHEALTHY))).isEqualTo(2);
  }

  @Test
  void trouble_of_the_monitor_is_unknown_with_the_same_numbers() {
    // When
    List<String> lines = lines(Runs.trouble("", "The state is locked."));

    // Then
    assertThat(lines)
        .containsExactly(
            "MAIL UNKNOWN - The state is locked. | delivery=U;2.5;60;0 time=U;;90;0"
                + " imap_certificate_days=U;14:;0: smtp_certificate_days=U;14:;0:",
            "The state is locked.");
    assertThat(code(Runs.trouble("", "x"))).isEqualTo(3);
  }

  @Test
  void one_run_of_several_targets_tells_the_worst_first_and_names_each() {
    // When
    List<String> lines =
        lines(
            Runs.checked("a", Verdict.HEALTHY),
            Runs.degraded("b", new Warning("slow", "Hurry.")),
            Runs.trouble("c", "The state is locked."),
            Runs.checked("d", Verdict.UNHEALTHY));

    // Then
    assertThat(lines.getFirst())
        .startsWith(
            "MAIL CRITICAL - 3 of 4 targets: d: SMTP auth failed: 421 go away; c: The state is"
                + " locked.; b: slow | 'a delivery'=2.134s;2.5;60;0 'a time'=3.400s;;90;0")
        .contains(" 'd delivery'=U;2.5;60;0 ", " 'd smtp_certificate_days'=80.25;14:;0:");
    assertThat(lines).contains("a:", "b:", "d:", "c: The state is locked.");
  }

  @Test
  void several_healthy_targets_are_told_with_their_times() {
    assertThat(lines(Runs.checked("a", Verdict.HEALTHY), Runs.checked("b", Verdict.HEALTHY)))
        .first()
        .asString()
        .startsWith(
            "MAIL OK - 2 targets: a: delivered in 2.1s, b: delivered in 2.1s | 'a delivery'");
  }

  @Test
  void the_worst_is_critical_then_unknown_then_warning() {
    TargetRun healthy = Runs.checked("a", Verdict.HEALTHY);
    TargetRun degraded = Runs.checked("b", Verdict.DEGRADED);
    TargetRun failed = Runs.checked("c", Verdict.UNHEALTHY);
    TargetRun unknown = Runs.trouble("d", "x");

    assertThat(code(healthy, healthy)).isEqualTo(0);
    assertThat(code(healthy, degraded)).isEqualTo(1);
    assertThat(code(unknown, degraded, healthy)).isEqualTo(3);
    assertThat(code(unknown, failed, degraded)).isEqualTo(2);
  }

  @Test
  void words_of_a_server_cannot_forge_numbers_or_lines() {
    // When
    List<String> lines = lines(Runs.degraded("", HOSTILE));

    // Then
    assertThat(lines.getFirst()).containsOnlyOnce("|").contains("Ju¦nk MAIL OK - fine ¦ time=0");
    assertThat(lines.subList(1, lines.size()))
        .allSatisfy(line -> assertThat(line).doesNotContainPattern("[|\\n\\r\\u2028]"));
  }

  @Test
  void a_long_status_is_cut_before_the_numbers() {
    // When
    String line = lines(Runs.trouble("", "🚨".repeat(400))).getFirst();

    // Then
    assertThat(line).contains("🚨… | delivery=U;");
    assertThat(line.substring(0, line.indexOf(" | ")).codePointCount(0, line.indexOf(" | ")))
        .isEqualTo("MAIL UNKNOWN - ".length() + 240);
  }

  @Test
  void a_wrong_configuration_is_unknown_and_everything_that_is_wrong_is_listed() {
    assertThat(NagiosText.refusal(List.of("One | thing.", "Another.")))
        .containsExactly(
            "MAIL UNKNOWN - One ¦ thing. (and 1 more)", "- One ¦ thing.", "- Another.");
    assertThat(NagiosText.refusal(List.of("One thing.")))
        .containsExactly("MAIL UNKNOWN - One thing.");
  }
}
