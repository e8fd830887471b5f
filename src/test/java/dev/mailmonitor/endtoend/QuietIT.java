package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.GreenMailHost;
import dev.mailmonitor.testing.Program;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// `--quiet` of the packaged program: cron mails whatever a command prints, so there must be
/// nothing unless there is something to tell.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuietIT {
  private GreenMailHost host;

  @TempDir Path directory;

  @BeforeAll
  void start() {
    host = GreenMailHost.start();
  }

  @AfterAll
  void stop() {
    host.close();
  }

  private Program.Run run(Situation situation) {
    return situation.run(host, directory, "--quiet");
  }

  @Test
  void a_healthy_server_is_no_news() {
    // When
    Program.Run run = run(Situation.HEALTHY);

    // Then
    assertThat(run.out() + run.err()).isEmpty();
    assertThat(run.status()).isZero();
  }

  @Test
  void a_warning_and_a_failure_are_told_as_usual() {
    // When
    Program.Run degraded = run(Situation.DEGRADED);
    Program.Run failed = run(Situation.FAILED);

    // Then
    assertThat(degraded.out()).contains("✓ IMAP Auth: OK", "⚠ The IMAP certificate of localhost:");
    assertThat(degraded.status()).isZero();
    assertThat(failed.out())
        .startsWith("✓ IMAP Auth: OK\n❌ SMTP Auth: SMTP auth failed: Connection refused\n");
    assertThat(failed.status()).isEqualTo(1);
  }

  @Test
  void of_several_targets_only_those_with_trouble_are_told() {
    // When
    Program.Run run = run(Situation.SEVERAL);

    // Then
    assertThat(run.outLines()).contains("b:", "c:").doesNotContain("a:");
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void errors_stay() {
    // When
    Program.Run locked = run(Situation.LOCKED);
    Program.Run misconfigured = run(Situation.MISCONFIGURED);

    // Then
    assertThat(locked.err()).contains("is locked by another run");
    assertThat(locked.status()).isEqualTo(3);
    assertThat(misconfigured.err()).contains("the configuration cannot be used");
    assertThat(misconfigured.status()).isEqualTo(2);
  }
}
