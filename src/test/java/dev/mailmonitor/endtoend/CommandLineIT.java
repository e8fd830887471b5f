package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.Conversation;
import dev.mailmonitor.testing.GreenMailHost;
import dev.mailmonitor.testing.Program;
import dev.mailmonitor.testing.ScriptedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The command line as cron, systemd and people use it. The environment of all these runs is nearly
/// empty: no locale.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLineIT {
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

  @BeforeEach
  void repair() {
    host.startServers();
  }

  private static Program.Run run(String... arguments) {
    return Program.with().run(Installation.BOUND, arguments);
  }

  private String[] flags(String... more) {
    String[] flags = {
      "--smtp-host",
      host.host(),
      "--smtp-port",
      "" + host.smtpsPort(),
      "--smtp-security=tls",
      "--imap-host",
      host.host(),
      "--imap-port",
      "" + host.imapsPort(),
      "--username",
      host.user(),
      "--ca-file",
      host.caFile().toString(),
      "--receive-timeout",
      "20"
    };
    String[] all = Arrays.copyOf(flags, flags.length + more.length);
    System.arraycopy(more, 0, all, flags.length, more.length);
    return all;
  }

  @Test
  void version_is_printed() {
    // When
    Program.Run run = run("--version");

    // Then
    assertThat(run.out()).matches("mail-monitor \\d+\\.\\d+\\.\\d+\\S*\n");
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
  }

  @Test
  void help_names_every_flag_of_the_old_tool_and_the_exit_statuses() {
    // When
    Program.Run run = run("--help");

    // Then
    assertThat(run.out())
        .startsWith("Usage: mail-monitor ")
        .contains("--config", "--smtp-host", "--smtp-port", "--imap-host", "--imap-port")
        .contains("--username", "--password", "--test-recipient", "--ntfy-topic", "--ntfy-server")
        .contains("--state-file", "--receive-timeout", "config", "alert", "status", "Exit status:");
    assertThat(run.outLines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    assertThat(run.status()).isZero();
  }

  @Test
  void everything_by_flags_works_and_the_password_on_the_command_line_earns_a_warning() {
    // Given
    Path state = directory.resolve("state.json");

    // When
    Program.Run run = run(flags("--password", host.password(), "--state-file", state.toString()));

    // Then
    assertThat(run.out()).matches(Installation.HEALTHY);
    assertThat(run.err())
        .isEqualTo(
            "Warning: --password can be seen by every user of this machine; use --password-file.\n");
    assertThat(run.status()).isZero();
    assertThat(state).isRegularFile();
  }

  @Test
  void a_password_on_the_standard_input_works_and_needs_no_warning() {
    // Given
    String[] flags = flags("--password-stdin", "--state-file", "state.json");

    // When
    Program.Run run = Program.with().input(host.password() + "\n").run(Installation.BOUND, flags);

    // Then
    assertThat(run.out()).matches(Installation.HEALTHY);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
  }

  @Test
  void an_empty_standard_input_is_no_password() {
    // When
    Program.Run run = run(flags("--password-stdin", "--state-file", "state.json"));

    // Then
    assertThat(run.err()).startsWith("Error: --password-stdin: nothing came in;");
    assertThat(run.status()).isEqualTo(2);
  }

  @Test
  void a_failure_is_printed_with_its_cross_whatever_the_locale() {
    // Given
    Installation installation = Installation.in(directory).reaching(host);
    host.stopServers();

    // When
    Program.Run run = installation.run();

    // Then
    assertThat(run.outLines()).contains("❌ IMAP Auth: IMAP auth failed: Connection refused");
  }

  @Test
  void paths_that_are_not_ascii_arrive_unharmed() throws Exception {
    // Given: a shell makes the files, since a JVM without a UTF-8 locale, as this one may be,
    // cannot
    // name them.
    Files.writeString(directory.resolve("secret"), host.password());
    Path script =
        Files.writeString(
            directory.resolve("script"),
            """
            #!/bin/sh
            launcher=$1; directory="$2/Überwachung ✓"; shift 2
            mkdir "$directory" && cp "$directory/../secret" "$directory/paßwort"
            "$launcher" "$@" --password-file "$directory/paßwort" --state-file "$directory/ä.json"
            status=$?
            ls "$directory"
            rm -r "$directory"
            exit $status
            """);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                Installation.DISTRIBUTION.resolve("bin/mail-monitor").toString(),
                directory.toString()));
    arguments.addAll(List.of(flags()));

    // When
    Program.Run run =
        Program.with().launcher(script).run(Installation.BOUND, arguments.toArray(String[]::new));

    // Then
    assertThat(run.out()).matches(Installation.HEALTHY + "paßwort\nä.json\nä.json.lock\n");
    assertThat(run.status()).isZero();
  }

  @Test
  void what_is_missing_is_named_all_at_once_and_nothing_is_touched() {
    // When
    Program.Run run =
        Program.with()
            .workingDirectory(directory)
            .run(Installation.BOUND, "--state-file", "state.json");

    // Then
    assertThat(run.err())
        .contains("  - smtp_host is missing: give smtp_host in the configuration file, --smtp-host")
        .contains("  - imap_host is missing: ")
        .contains("  - username is missing: ")
        .contains("  - password is missing: ");
    assertThat(run.out()).isEmpty();
    assertThat(run.status()).isEqualTo(2);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void one_missing_value_is_enough_that_no_server_is_connected_to() {
    // Given
    try (ScriptedServer server = ScriptedServer.plain(Conversation::hang)) {
      Installation installation =
          Installation.in(directory)
              .reaching("localhost", server.port(), server.port())
              .set("username", "probe@mail.test");

      // When
      Program.Run run = installation.run();

      // Then
      assertThat(run.err()).contains("password is missing");
      assertThat(run.status()).isEqualTo(2);
      assertThat(server.connections()).isZero();
      assertThat(installation.files()).isEmpty();
    }
  }

  @Test
  void an_unknown_option_is_an_error_with_the_nearest_one() {
    // When
    Program.Run run = run("--smtp-hots", "localhost");

    // Then
    assertThat(run.err())
        .isEqualTo(
            """
            Error: unknown option --smtp-hots; did you mean --smtp-host?
            Try 'mail-monitor --help'.
            """);
    assertThat(run.status()).isEqualTo(2);
  }

  @Test
  void a_misspelt_password_flag_does_not_repeat_the_password() {
    // When
    Program.Run run = run("--pasword=correct horse 42");
    Program.Run spaced = run("--pasword", "correct horse 42");

    // Then
    assertThat(run.err() + spaced.err()).contains("--pasword").doesNotContain("correct horse 42");
    assertThat(run.status()).isEqualTo(2);
    assertThat(spaced.status()).isEqualTo(2);
  }

  @Test
  void flags_that_are_not_given_never_override_the_file_and_given_ones_do() {
    // Given: the ports, the time-out and the ntfy server of the file are no defaults.
    Installation installation =
        Installation.in(directory)
            .reaching(host)
            .set("receive_timeout", 17)
            .telling("http://localhost:1", "topic");

    // When
    Program.Run healthy = installation.run();
    Program.Run shown = installation.run("config", "check", "--receive-timeout", "19");

    // Then
    assertThat(healthy.out()).matches(Installation.HEALTHY);
    assertThat(shown.out())
        .containsPattern("smtp_port +" + host.smtpsPort() + " +smtp_port in ")
        .containsPattern("imap_port +" + host.imapsPort() + " +imap_port in ")
        .containsPattern("ntfy_server +http://localhost:1 +ntfy_server in ")
        .containsPattern("receive_timeout +19 +--receive-timeout\n");
  }

  @Test
  void the_environment_stands_between_flags_and_file() {
    // Given
    Installation installation =
        Installation.in(directory)
            .reaching(host)
            .set("receive_timeout", 17)
            .without("password")
            .environment("MAIL_MONITOR_PASSWORD", host.password())
            .environment("MAIL_MONITOR_RECEIVE_TIMEOUT", "18")
            .environment("MAIL_MONITOR_EHLO_NAME", "probe.mail.test");

    // When
    Program.Run shown = installation.run("config", "check", "--ehlo-name", "given.mail.test");
    Program.Run healthy = installation.run();

    // Then
    assertThat(shown.out())
        .containsPattern("receive_timeout +18 +MAIL_MONITOR_RECEIVE_TIMEOUT\n")
        .containsPattern("ehlo_name +given.mail.test +--ehlo-name\n");
    assertThat(healthy.out()).matches(Installation.HEALTHY);
  }

  @Test
  void a_connection_flag_needs_its_target_where_there_are_several() {
    // Given
    Installation installation =
        Installation.in(directory).reaching(host).target("a", Map.of()).target("b", Map.of());

    // When
    Program.Run refused = installation.run("--smtp-port", "1");
    Program.Run applied = installation.run("--target", "b", "--smtp-port", "1");

    // Then
    assertThat(refused.err()).contains("--target");
    assertThat(refused.status()).isEqualTo(2);
    assertThat(applied.out())
        .startsWith("b:\n✓ IMAP Auth: OK\n❌ SMTP Auth: SMTP auth failed: Connection refused\n")
        .doesNotContain("a:\n");
    assertThat(applied.status()).isEqualTo(1);
  }
}
