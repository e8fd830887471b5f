package dev.mailmonitor.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.alert.AlertRules;
import dev.mailmonitor.alert.Problem;
import dev.mailmonitor.probe.Verdict;
import dev.mailmonitor.target.TargetName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What is counted of checks.
class TallyTest {
  private static final UUID INSTANCE = new UUID(7, 7);
  private static final AlertPolicy POLICY =
      new AlertPolicy(List.of("ntfy"), ZoneOffset.UTC, AlertRules.AT_ONCE);

  private static Instant minute(int count) {
    return States.THEN.plus(Duration.ofMinutes(count));
  }

  private static Tally after(Verdict... verdicts) {
    TargetState state = TargetState.fresh(INSTANCE);
    for (int index = 0; index < verdicts.length; index++) {
      state = POLICY.decide(state, Reports.of(verdicts[index]), minute(index));
    }
    return state.memory().tally();
  }

  @Test
  void failures_are_counted_until_a_check_does_not_fail() {
    assertThat(after(Verdict.UNHEALTHY)).isEqualTo(new Tally(1, 0, minute(0), null, minute(0)));
    assertThat(after(Verdict.HEALTHY, Verdict.UNHEALTHY, Verdict.UNHEALTHY))
        .isEqualTo(new Tally(2, 0, minute(1), minute(0), minute(2)));
    assertThat(after(Verdict.UNHEALTHY, Verdict.UNHEALTHY, Verdict.DEGRADED))
        .isEqualTo(new Tally(0, 1, minute(2), minute(2), minute(2)));
  }

  @Test
  void successes_are_counted_until_a_check_fails_and_warnings_are_none() {
    assertThat(after(Verdict.UNHEALTHY, Verdict.HEALTHY, Verdict.DEGRADED, Verdict.HEALTHY))
        .isEqualTo(new Tally(0, 3, minute(1), minute(3), minute(3)));
  }

  @Test
  void a_check_that_could_not_be_run_is_not_counted() {
    // Given
    TargetState failed =
        POLICY.decide(TargetState.fresh(INSTANCE), Reports.of(Verdict.UNHEALTHY), minute(0));

    // When
    TargetState broken =
        POLICY.cannotCheck(failed, TargetName.UNNAMED, Problem.of("broken"), minute(1));

    // Then
    assertThat(broken.memory().tally()).isEqualTo(new Tally(1, 0, minute(0), null, minute(0)));
  }

  @Test
  void the_file_keeps_it_and_an_older_file_has_counted_nothing() throws Exception {
    // Given
    TargetState state =
        POLICY.decide(TargetState.fresh(INSTANCE), Reports.of(Verdict.UNHEALTHY), minute(0));

    // When
    Tally kept = StateFile.read(StateFile.write(state), INSTANCE).state().memory().tally();
    Tally old =
        StateFile.read(
                "{\"last_status\": \"unhealthy\"}".getBytes(StandardCharsets.UTF_8), INSTANCE)
            .state()
            .memory()
            .tally();

    // Then
    assertThat(kept).isEqualTo(new Tally(1, 0, minute(0), null, minute(0)));
    assertThat(old).isEqualTo(Tally.NONE);
  }
}
