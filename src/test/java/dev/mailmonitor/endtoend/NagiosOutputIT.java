package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mailmonitor.testing.Conversation;
import dev.mailmonitor.testing.GreenMailHost;
import dev.mailmonitor.testing.Program;
import dev.mailmonitor.testing.RunningProgram;
import dev.mailmonitor.testing.ScriptedServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// `--output nagios` of the packaged program, as a monitoring server calls it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NagiosOutputIT {
  private static final String CERTIFICATES =
      " imap_certificate_days=[0-9.]+;14:;0: smtp_certificate_days=[0-9.]+;14:;0:";

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
    return situation.run(host, directory, "--output", "nagios");
  }

  @Test
  void a_healthy_server_is_ok() {
    // When
    Program.Run run = run(Situation.HEALTHY);

    // Then
    assertThat(run.outLines().getFirst())
        .matches(
            "MAIL OK - delivered in [0-9.]+s \\| delivery=[0-9]+\\.[0-9]{3}s;15;20;0"
                + " time=[0-9]+\\.[0-9]{3}s;;50;0"
                + CERTIFICATES);
    assertThat(run.out().substring(run.out().indexOf('\n') + 1)).matches(Installation.HEALTHY);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
  }

  @Test
  void a_certificate_that_expires_soon_is_a_warning() {
    // When
    Program.Run run = run(Situation.DEGRADED);

    // Then
    assertThat(run.outLines().getFirst())
        .matches(
            "MAIL WARNING - The IMAP certificate of localhost:\\d+ expires in \\d+ days \\([0-9-]+\\)"
                + " \\(and 1 more\\) \\| delivery=.* imap_certificate_days=[0-9.]+;3650:;0: .*");
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void a_failed_test_is_critical_with_step_and_advice_below() {
    // When
    Program.Run run = run(Situation.FAILED);

    // Then
    assertThat(run.outLines().getFirst())
        .startsWith("MAIL CRITICAL - SMTP auth failed: Connection refused | delivery=U;15;20;0 ")
        .endsWith(" smtp_certificate_days=U;14:;0:");
    assertThat(run.out()).contains("\n    step:   connect with ", "\n    advice: ");
    assertThat(run.status()).isEqualTo(2);
  }

  @Test
  void a_state_that_another_run_holds_is_unknown() {
    // When
    Program.Run run = run(Situation.LOCKED);

    // Then
    assertThat(run.outLines().getFirst())
        .startsWith("MAIL UNKNOWN - The state file ")
        .contains(" is locked by another run", " | delivery=U;15;20;0 ");
    assertThat(run.status()).isEqualTo(3);
  }

  @Test
  void a_wrong_configuration_is_unknown() {
    // When
    Program.Run run = run(Situation.MISCONFIGURED);

    // Then
    assertThat(run.outLines().getFirst())
        .startsWith("MAIL UNKNOWN - smtp_port (")
        .endsWith(" (and 1 more)");
    assertThat(run.outLines()).hasSize(3);
    assertThat(run.status()).isEqualTo(3);
  }

  @Test
  void several_targets_are_one_result_with_the_worst_first() {
    // When
    Program.Run run = run(Situation.SEVERAL);

    // Then
    assertThat(run.outLines().getFirst())
        .startsWith(
            "MAIL CRITICAL - 2 of 3 targets: b: SMTP auth failed: Connection refused; c: The IMAP"
                + " certificate of localhost:")
        .contains(" | 'a delivery'=", " 'b delivery'=U;", " 'c imap_certificate_days'=");
    assertThat(run.outLines()).contains("a:", "b:", "c:");
    assertThat(run.status()).isEqualTo(2);
  }

  @Test
  void a_wrong_command_line_is_unknown_whether_flag_or_environment_asks() {
    // When
    Program.Run flag = Program.with().run(Installation.BOUND, "--smtp-hots=x", "--output=nagios");
    Program.Run variable =
        Program.with()
            .environment("MAIL_MONITOR_OUTPUT", "nagios")
            .run(Installation.BOUND, "--smtp-hots=x");

    // Then
    assertThat(flag.out())
        .isEqualTo("MAIL UNKNOWN - unknown option --smtp-hots; did you mean --smtp-host?\n");
    assertThat(flag.err()).startsWith("Error: unknown option --smtp-hots");
    assertThat(flag.status()).isEqualTo(3);
    assertThat(variable.out()).isEqualTo(flag.out());
    assertThat(variable.status()).isEqualTo(3);
  }

  @Test
  void a_run_that_is_called_off_still_says_that_nothing_is_known() {
    // Given
    try (ScriptedServer silent = ScriptedServer.plain(Conversation::hang)) {
      Installation installation =
          Installation.in(directory)
              .reaching("localhost", silent.port(), silent.port())
              .set("username", "probe@mail.test")
              .set("password", "s3cr3t-pa55");
      try (RunningProgram running = installation.start("--output", "nagios")) {
        await().atMost(Duration.ofSeconds(60)).until(() -> silent.connections() == 2);

        // When
        running.signal("TERM");
        Program.Run run = installation.end(running);

        // Then
        assertThat(run.out()).startsWith("MAIL UNKNOWN - the check was called off by a signal");
      }
    }
  }
}
