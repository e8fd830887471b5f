package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.GreenMailHost;
import dev.mailmonitor.testing.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What somebody sees who runs the program by hand, and what a log gets.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TerminalIT {
  private static final String GREEN_TICK = "\u001b[32m✓\u001b[0m IMAP Auth: OK";
  private static final String RED_LABEL = "\u001b[1;31m❌ Receive Test:\u001b[0m Email not received";
  private static final String COUNTER = "waiting for the mail, ";

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

  @Test
  void a_terminal_gets_colours_a_counter_while_waiting_and_lines_that_fit() throws Exception {
    // Given
    String[] arguments = undelivered();

    // When
    Program.Run run = onTerminal().run(Installation.BOUND, arguments);

    // Then
    assertThat(run.out())
        .contains(GREEN_TICK, RED_LABEL, COUNTER, " of 4 s")
        .containsPattern("advice: [^\r\n]{20,70}\r\n            [a-z]");
  }

  @Test
  void a_terminal_without_colours_gets_none() throws Exception {
    // Given
    String[] arguments = undelivered();

    // When
    Program.Run run = onTerminal().environment("NO_COLOR", "1").run(Installation.BOUND, arguments);

    // Then
    assertThat(run.out())
        .contains("✓ IMAP Auth: OK", COUNTER)
        .doesNotContain("\u001b[3", "\u001b[1");
  }

  @Test
  void a_log_gets_neither_colours_nor_a_counter() throws Exception {
    // Given
    String[] arguments = undelivered();

    // When
    Program.Run run = program().run(Installation.BOUND, arguments);

    // Then
    assertThat(run.out() + run.err())
        .contains("✓ IMAP Auth: OK", "❌ Receive Test: Email not received")
        .doesNotContain("\u001b", "\r", COUNTER);
  }

  /// A mail to somebody else never arrives in this INBOX.
  private String[] undelivered() {
    return new String[] {
      "--smtp-host",
      host.host(),
      "--smtp-port",
      "" + host.smtpsPort(),
      "--smtp-security",
      "tls",
      "--imap-host",
      host.host(),
      "--imap-port",
      "" + host.imapsPort(),
      "--username",
      host.user(),
      "--ca-file",
      host.caFile().toString(),
      "--test-recipient",
      "somebody-else@localhost",
      "--receive-timeout",
      "4",
      "--state-file",
      directory.resolve("state.json").toString()
    };
  }

  private Program program() {
    return Program.with()
        .environment("TERM", "xterm")
        .environment("MAIL_MONITOR_PASSWORD", host.password());
  }

  /// The program on a terminal of 80 columns.
  private Program onTerminal() throws Exception {
    Path launcher = directory.resolve("on-terminal");
    Files.writeString(
        launcher,
        """
        #!/bin/sh
        exec script -qec "stty cols 80; exec %s $*" /dev/null
        """
            .formatted(Installation.DISTRIBUTION.resolve("bin/mail-monitor")));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    return program().launcher(launcher);
  }
}
