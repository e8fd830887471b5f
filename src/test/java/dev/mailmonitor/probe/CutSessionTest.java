package dev.mailmonitor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.ImapDialogue;
import dev.mailmonitor.testing.ScriptedServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An IMAP session that is cut while it is waited for the mail, beyond what the table of faults
/// has.
class CutSessionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  @TempDir Path directory;

  @Test
  void a_server_that_stays_away_is_tried_a_few_times_and_told() throws Exception {
    // Given
    try (ScriptedServer smtp = ScriptedCheck.goodSmtp();
        ScriptedServer imap =
            ScriptedCheck.server(talk -> {
              if (talk.number() == 0) {
                ImapDialogue.begin(talk).until("NOOP");
              }
              talk.close();
            })) {

      // When
      CheckReport report = ScriptedCheck.run(imap, smtp, PATIENCE, directory);

      // Then
      Failure failure = ScriptedCheck.failure(report, TestKind.RECEIVE);
      assertThat(failure.cause()).isEqualTo(FailureCause.CONNECTION_CLOSED);
      assertThat(failure.summary()).startsWith("Failed to look for the test email: ");
      assertThat(imap.connections()).isBetween(3, 9);
      assertThat(report.took()).isLessThan(PATIENCE.plusSeconds(4));
    }
  }

  @Test
  void a_run_that_is_called_off_does_not_wait_for_the_server_to_come_back() throws Exception {
    // Given
    try (ScriptedServer smtp = ScriptedCheck.goodSmtp();
        ScriptedServer imap =
            ScriptedCheck.server(talk -> {
              if (talk.number() == 0) {
                ImapDialogue.begin(talk).until("NOOP");
              }
              talk.close();
            });
        Check.Run run =
            Check.standard(Clock.systemUTC())
                .prepare(
                    ScriptedCheck.target(
                        imap.port(), smtp.port(), Duration.ofSeconds(9), directory),
                    ScriptedCheck.INSTANCE)) {
      CompletableFuture<CheckReport> report = CompletableFuture.supplyAsync(run::run);
      Awaitility.await().until(() -> imap.connections() >= 3);

      // When
      run.callOff();

      // Then
      Awaitility.await().atMost(Duration.ofSeconds(2)).until(report::isDone);
    }
  }
}
