package dev.mailmonitor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.AlertChannel;
import dev.mailmonitor.alert.Attempt;
import dev.mailmonitor.probe.Check;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.state.FileStateStore;
import dev.mailmonitor.state.Status;
import dev.mailmonitor.state.TargetState;
import dev.mailmonitor.tls.TrustSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a check says it left behind, with a server that is down.
class StateAfterCheckTest {
  @TempDir Path directory;

  private TargetState after(Attempt answer) throws IOException {
    AlertChannel channel =
        new AlertChannel() {
          @Override
          public String name() {
            return "test";
          }

          @Override
          public Attempt deliver(Alert alert, Duration atMost) {
            return answer;
          }
        };
    FileStateStore store =
        new FileStateStore(directory.resolve("state").resolve("state.json"), Clock.systemUTC());
    Outcome outcome =
        new Monitor(Check.standard(Clock.systemUTC()), Clock.systemUTC(), wait -> {}, new Random(1))
            .check(
                new Watch(MonitorTest.target(TrustSources.JAVA_ONLY), store, List.of(channel)),
                new LateMailIT.Silence());
    return outcome instanceof Outcome.Checked(CheckReport _, TargetState state)
        ? state
        : TargetState.fresh(new UUID(1, 1));
  }

  @Test
  void an_alert_that_was_accepted_does_not_wait_any_more() throws Exception {
    // When
    TargetState state = after(new Attempt.Accepted("1"));

    // Then
    assertThat(state.status()).isEqualTo(Status.UNHEALTHY);
    assertThat(state.since()).isPresent();
    assertThat(state.outbox().entries()).isEmpty();
    assertThat(state.memory().tally().consecutiveFailures()).isEqualTo(1);
  }

  @Test
  void an_alert_that_was_refused_waits_with_its_reason() throws Exception {
    // When
    TargetState state = after(new Attempt.Final("No."));

    // Then
    assertThat(state.outbox().entries())
        .singleElement()
        .satisfies(entry -> assertThat(Optional.ofNullable(entry.lastReason())).contains("No."));
  }

  @Test
  void the_same_holds_where_the_state_cannot_be_saved() throws Exception {
    // Given
    Files.writeString(directory.resolve("state"), "a file where the directory should be");

    // When
    TargetState accepted = after(new Attempt.Accepted("1"));
    TargetState refused = after(new Attempt.Final("No."));

    // Then
    assertThat(accepted.status()).isEqualTo(Status.UNHEALTHY);
    assertThat(accepted.outbox().entries()).isEmpty();
    assertThat(refused.outbox().entries()).hasSize(1);
  }
}
