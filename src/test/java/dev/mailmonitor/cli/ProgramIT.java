package dev.mailmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mailmonitor.output.ExitStatus;
import dev.mailmonitor.testing.GreenMailHost;
import dev.mailmonitor.testing.NtfyStandIn;
import dev.mailmonitor.testing.SecretWatch;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command line against a mail server and a stand-in for ntfy, all in one process.
@QuarkusTest
class ProgramIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private GreenMailHost mail;
  private NtfyStandIn ntfy;

  ProgramIT() {
    mail = GreenMailHost.start();
    ntfy = NtfyStandIn.start();
  }

  @BeforeEach
  void servers() {
    mail.startServers();
  }

  @AfterEach
  void stop() {
    mail.close();
    ntfy.close();
  }

  private record Run(int status, List<String> out, String err) {}

  private Run run(String... more) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] connection = {
      "--smtp-host", mail.host(),
      "--smtp-port", String.valueOf(mail.smtpsPort()),
      "--smtp-security", "tls",
      "--imap-host", mail.host(),
      "--imap-port", String.valueOf(mail.imapsPort()),
      "--username", mail.user(),
      "--password", mail.password(),
      "--ca-file", mail.caFile().toString(),
      "--receive-timeout", "5",
      "--ntfy-server", ntfy.uri().toString().replaceFirst("/$", ""),
      "--ntfy-topic", "alerts",
      "--state-file", "state/state.json"
    };
    int status =
        new Program(
                new Console(
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    Terminal.NONE),
                Map.of(),
                directory,
                PasswordInput.ofProcess(),
                Clock.systemUTC(),
                AlertContainer.thatRuns())
            .run(Stream.of(more, connection).flatMap(Stream::of).toArray(String[]::new));
    SecretWatch.OF_TESTS.inspect("the standard output", out.toString(StandardCharsets.UTF_8));
    SecretWatch.OF_TESTS.inspect("the standard error", err.toString(StandardCharsets.UTF_8));
    SecretWatch.OF_TESTS.inspectAll(directory);
    return new Run(
        status,
        out.toString(StandardCharsets.UTF_8).lines().toList(),
        err.toString(StandardCharsets.UTF_8));
  }

  private JsonNode message(int index) throws Exception {
    return JSON.readTree(ntfy.requests().get(index).body());
  }

  @Test
  void a_healthy_server_is_told_in_four_lines_and_nobody_is_alerted() {
    // When
    Run run = run();

    // Then
    assertThat(run.status()).as(run.toString()).isEqualTo(ExitStatus.OK.code());
    assertThat(run.out()).hasSize(4);
    assertThat(run.out().get(0)).isEqualTo("✓ IMAP Auth: OK");
    assertThat(run.out().get(1)).isEqualTo("✓ SMTP Auth: OK");
    assertThat(run.out().get(2))
        .matches("✓ Send Test: OK \\(Message-ID: <[0-9a-f-]{36}@localhost>\\)");
    assertThat(run.out().get(3)).matches("✓ Receive Test: Email delivered in \\d+\\.\\ds");
    assertThat(ntfy.requests()).isEmpty();
    assertThat(mail.messages()).isZero();
  }

  @Test
  void an_outage_alerts_once_and_its_end_is_told() throws Exception {
    // Given
    run();

    // When
    mail.stopServers();
    Run down = run();
    Run stillDown = run();
    mail.startServers();
    Run up = run();

    // Then
    assertThat(down.status()).isEqualTo(ExitStatus.FAILED.code());
    assertThat(down.out())
        .contains(
            "❌ IMAP Auth: IMAP auth failed: Connection refused",
            "❌ SMTP Auth: SMTP auth failed: Connection refused",
            "- Send Test: skipped (SMTP Auth failed)",
            "- Receive Test: skipped (Send Test did not run)")
        .anyMatch(line -> line.startsWith("ntfy: \"🚨 Mail Server Alert\" delivered"));
    assertThat(stillDown.status()).isEqualTo(ExitStatus.FAILED.code());
    assertThat(stillDown.out()).noneMatch(line -> line.contains("ntfy"));
    assertThat(up.status()).isEqualTo(ExitStatus.OK.code());
    assertThat(ntfy.requests()).hasSize(2);
    assertThat(message(0).path("title").asText()).isEqualTo("🚨 Mail Server Alert");
    assertThat(message(0).path("priority").asInt()).isEqualTo(4);
    assertThat(message(0).path("message").asText())
        .startsWith(
            """
            Mail server monitoring detected failures:

            • IMAP auth failed: Connection refused
            • SMTP auth failed: Connection refused
            • Send Test: SMTP auth failed
            """);
    assertThat(message(1).path("title").asText()).isEqualTo("✅ Mail Server Recovered");
    assertThat(message(1).path("message").asText())
        .startsWith("Mail server monitoring: all tests passing\n");
  }

  @Test
  void an_alert_that_ntfy_does_not_take_waits_and_the_status_says_so() {
    // Given
    mail.stopServers();
    ntfy.nextError(403, 40301, "forbidden");

    // When
    Run refused = run();
    Run status = run("status");
    Run later = run();

    // Then
    assertThat(refused.status()).isEqualTo(ExitStatus.FAILED.code());
    assertThat(refused.err()).contains("Warning: ntfy: \"🚨 Mail Server Alert\" WAS REFUSED");
    assertThat(String.join("\n", status.out()))
        .contains("status:       unhealthy since", "waits for ntfy since");
    assertThat(later.out())
        .anyMatch(line -> line.startsWith("ntfy: \"🚨 Mail Server Alert\" delivered"));
    assertThat(ntfy.requests()).hasSize(2);
  }

  @Test
  void the_test_message_shows_what_the_server_answered() throws Exception {
    // When
    Run accepted = run("alert", "test");
    ntfy.nextError(403, 40301, "forbidden");
    Run refused = run("alert", "test");

    // Then
    assertThat(accepted.status()).isEqualTo(ExitStatus.OK.code());
    assertThat(accepted.out())
        .singleElement()
        .asString()
        .startsWith("ntfy: the test message was accepted");
    assertThat(message(0).path("title").asText()).isEqualTo("Mail Monitor Test");
    assertThat(refused.status()).isEqualTo(ExitStatus.FAILED.code());
    assertThat(refused.err()).contains("ntfy: the test message was refused", "403");
  }

  @Test
  void verbose_shows_timings_and_what_was_said_without_the_password() {
    // When
    Run run = run("--verbose");

    // Then
    assertThat(String.join("\n", run.out()))
        .contains("Timings:", "IMAP connect", "SMTP DATA", "IMAP delivery", "IMAP cleanup")
        .contains("Transcript:", "> EHLO", "SELECT INBOX", "(hidden)")
        .doesNotContain(mail.password());
  }

  @Test
  void the_configuration_can_be_looked_at_without_its_secrets() {
    // When
    Run run = run("config", "check");

    // Then
    assertThat(run.status()).isEqualTo(ExitStatus.OK.code());
    assertThat(String.join("\n", run.out()))
        .contains("smtp_host", "(hidden)", "--smtp-host")
        .doesNotContain(mail.password());
    assertThat(run.err()).contains("Warning: ").doesNotContain(mail.password());
  }

  @Test
  void a_wrong_option_is_explained_without_its_value() {
    // When
    Run run = run("--pasword", "hunter2");
    Run near = run("--smtp-prot", "25");

    // Then
    assertThat(run.status()).isEqualTo(ExitStatus.USAGE.code());
    assertThat(run.err()).contains("--pasword", "--password").doesNotContain("hunter2");
    assertThat(near.err()).contains("did you mean --smtp-port?");
    assertThat(Files.exists(directory.resolve("state"))).isFalse();
  }

  private Run runWithFile(String... keysAndValues) throws Exception {
    Map<String, String> keys = new java.util.LinkedHashMap<>();
    for (int index = 0; index < keysAndValues.length; index += 2) {
      keys.put(keysAndValues[index], keysAndValues[index + 1]);
    }
    Files.writeString(directory.resolve("config.json"), JSON.writeValueAsString(keys));
    return run("--config", "config.json");
  }

  @Test
  void a_configuration_that_breaks_is_told_once_and_only_where_there_was_a_watch()
      throws Exception {
    // Given
    Run fresh = runWithFile("no_such_key", "1");
    int before = ntfy.requests().size();
    run();

    // When
    Run broken = runWithFile("no_such_key", "1");
    Run again = runWithFile("no_such_key", "1");

    // Then
    assertThat(fresh.status()).isEqualTo(ExitStatus.USAGE.code());
    assertThat(before).isZero();
    assertThat(broken.status()).isEqualTo(ExitStatus.USAGE.code());
    assertThat(again.status()).isEqualTo(ExitStatus.USAGE.code());
    assertThat(ntfy.requests()).hasSize(1);
    assertThat(message(0).path("title").asText()).isEqualTo("🚨 Mail Monitor cannot check");
    assertThat(message(0).path("message").asText())
        .contains("no_such_key", directory.resolve("config.json").toString());
  }

  @Test
  void a_mistake_on_the_command_line_alerts_nobody() throws Exception {
    // Given
    run();

    // When
    Run run = run("--timeout", "soon");

    // Then
    assertThat(run.status()).isEqualTo(ExitStatus.USAGE.code());
    assertThat(ntfy.requests()).isEmpty();
  }
}
