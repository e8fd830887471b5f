package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mailmonitor.testing.GreenMailHost;
import dev.mailmonitor.testing.NeedsNtfy;
import dev.mailmonitor.testing.Program;
import dev.mailmonitor.testing.RealNtfy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What arrives at a real ntfy server.
@NeedsNtfy
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlertIT {
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d (UTC|[+-]\\d\\d:\\d\\d)";
  private static final String NTFY_PASSWORD = "open sesame 17";

  private GreenMailHost host;
  private RealNtfy ntfy;

  /// A server on which only `probe` may publish, and only to `guarded`.
  private RealNtfy guarded;

  @TempDir Path directory;

  @BeforeAll
  void start() {
    host = GreenMailHost.start();
    ntfy = RealNtfy.start();
    guarded = RealNtfy.with().user("probe", NTFY_PASSWORD, "guarded").start();
  }

  @AfterAll
  void stop() {
    host.close();
    ntfy.close();
    guarded.close();
  }

  @BeforeEach
  void repair() {
    host.startServers();
  }

  @Test
  void one_alert_when_it_goes_down_silence_while_it_is_and_one_when_it_is_back() {
    // Given
    Installation installation =
        Installation.in(directory).reaching(host).telling(ntfy.url(), "story");

    // When
    Program.Run first = installation.run();
    List<JsonNode> beforeFailure = ntfy.messages("story");
    host.stopServers();
    Program.Run down = installation.run();
    Program.Run stillDown = installation.run();
    List<JsonNode> whileDown = ntfy.messages("story");
    host.startServers();
    Program.Run back = installation.run();
    Program.Run stillBack = installation.run();
    List<JsonNode> all = ntfy.messages("story");

    // Then
    assertThat(List.of(first, down, stillDown, back, stillBack))
        .extracting(Program.Run::status)
        .containsExactly(0, 1, 1, 0, 0);
    assertThat(List.of(first, down, stillDown, back, stillBack))
        .allSatisfy(run -> assertThat(run.err()).isEmpty());
    assertThat(beforeFailure).isEmpty();
    assertThat(down.outLines().getLast())
        .isEqualTo(
            "ntfy: \"🚨 Mail Server Alert\" delivered (id %s)"
                .formatted(whileDown.getFirst().path("id").asText()));
    assertThat(stillDown.out()).doesNotContain("ntfy");
    assertThat(back.outLines().getLast()).startsWith("ntfy: \"✅ Mail Server Recovered\" delivered");
    assertThat(stillBack.out()).matches(Installation.HEALTHY);
    assertThat(whileDown).hasSize(1);
    assertThat(all).hasSize(2);
    assertDown(all.getFirst());
    JsonNode recovery = all.getLast();
    assertThat(recovery.path("title").asText()).isEqualTo("✅ Mail Server Recovered");
    // ntfy leaves the default out.
    assertThat(recovery.path("priority").asInt(3)).isEqualTo(3);
    assertThat(recovery.path("message").asText())
        .matches(
            "Mail server monitoring: all tests passing\n\nIt was down from %1$s to %1$s \\(\\d+ (s|min)\\)\\."
                .formatted(TIME));
  }

  private void assertDown(JsonNode alert) {
    assertThat(alert.path("title").asText()).isEqualTo("🚨 Mail Server Alert");
    assertThat(alert.path("priority").asInt()).isEqualTo(4);
    assertThat(alert.path("tags")).isEmpty();
    assertThat(alert.path("message").asText())
        .startsWith(
            """
            Mail server monitoring detected failures:

            • IMAP auth failed: Connection refused
            • SMTP auth failed: Connection refused
            • Send Test: SMTP auth failed

            """)
        .contains(
            "Step: connect with the IMAP server localhost:" + host.imapsPort(),
            "Step: connect with the SMTP server localhost:" + host.smtpsPort(),
            "What to do: Check that the mail service is running")
        .doesNotContain("Receive Test")
        .matches("(?s).*\n\nSince " + TIME + "\\.");
  }

  @Test
  void the_first_check_of_a_broken_server_alerts_and_names_the_target() {
    // Given
    Installation installation =
        Installation.in(directory)
            .reaching(host)
            .telling(ntfy.url(), "named")
            .target("mail.example.com", Map.of());
    host.stopServers();

    // When
    Program.Run run = installation.run();

    // Then
    assertThat(run.outLines().getLast())
        .startsWith(
            "mail.example.com: ntfy: \"🚨 Mail Server Alert (mail.example.com)\" delivered (id ");
    assertThat(ntfy.messages("named"))
        .singleElement()
        .satisfies(alert ->
            assertThat(alert.path("title").asText())
                .isEqualTo("🚨 Mail Server Alert (mail.example.com)"));
  }

  @Test
  void an_alert_waits_while_ntfy_is_down_and_is_delivered_by_the_next_run() {
    // Given: the short time-out keeps the run from trying for longer than it must.
    Installation installation =
        Installation.in(directory)
            .reaching(host)
            .telling(ntfy.url(), "late")
            .set("receive_timeout", 5)
            .set("timeout", 6);
    host.stopServers();
    ntfy.stopServer();

    // When
    Program.Run unheard = installation.run();
    JsonNode waiting = installation.state();
    Program.Run status = installation.run("status");
    ntfy.startServer();
    Program.Run heard = installation.run();
    Program.Run silent = installation.run();

    // Then
    assertThat(unheard.status()).isEqualTo(1);
    assertThat(unheard.err())
        .startsWith(
            "Warning: ntfy: \"🚨 Mail Server Alert\" could not be delivered yet; it is kept and tried"
                + " again after the next check: ");
    assertThat(waiting.path("last_status").asText()).isEqualTo("unhealthy");
    assertThat(waiting.path("outbox")).hasSize(1);
    assertThat(status.out())
        .contains("alert:        \"🚨 Mail Server Alert\" waits for ntfy since");
    assertThat(heard.err()).isEmpty();
    assertThat(heard.outLines().getLast())
        .startsWith("ntfy: \"🚨 Mail Server Alert\" delivered (id");
    assertThat(silent.out()).doesNotContain("ntfy");
    assertThat(installation.state().path("outbox")).isEmpty();
    assertThat(ntfy.messages("late")).singleElement().satisfies(this::assertDown);
  }

  @Test
  void a_token_opens_a_guarded_topic() throws Exception {
    // Given
    Path token = Files.writeString(directory.resolve("secret"), guarded.token("probe") + "\n");
    Installation installation =
        Installation.in(directory)
            .reaching(host)
            .telling(guarded.url(), "guarded")
            .set("ntfy_token_file", token.toString());
    host.stopServers();

    // When
    Program.Run run = installation.run("--verbose");

    // Then
    assertThat(run.out()).contains("ntfy: \"🚨 Mail Server Alert\" delivered (id");
    assertThat(guarded.messages("guarded")).hasSize(1);
  }

  @Test
  void a_topic_that_we_may_not_write_to_is_reported_loudly_and_changes_no_status() {
    // Given
    Installation installation =
        Installation.in(directory)
            .reaching(host)
            .telling(guarded.url(), "reserved")
            .set("ntfy_token", guarded.token("probe"));

    // When
    host.stopServers();
    Program.Run down = installation.run();
    host.startServers();
    Program.Run back = installation.run();

    // Then
    assertThat(List.of(down, back)).extracting(Program.Run::status).containsExactly(1, 0);
    assertThat(down.err())
        .startsWith(
            "Warning: ntfy: \"🚨 Mail Server Alert\" WAS REFUSED; it is kept and tried again")
        .contains("answered 403", "forbidden", "Check who may publish to this topic")
        .hasLineCount(1);
    assertThat(back.err())
        .startsWith(
            "Warning: ntfy: \"✅ Mail Server Recovered\" WAS REFUSED; it is kept and tried again")
        .hasLineCount(1);
    assertThat(installation.state().path("outbox")).hasSize(1);
  }

  @Test
  void alert_test_sends_a_message_and_prints_what_the_server_answered() {
    // Given
    Installation installation =
        Installation.in(directory).reaching(host).telling(ntfy.url(), "tryout");

    // When
    Program.Run run = installation.run("alert", "test");

    // Then
    assertThat(ntfy.messages("tryout"))
        .singleElement()
        .satisfies(message -> {
          assertThat(message.path("title").asText()).isEqualTo("Mail Monitor Test");
          assertThat(message.path("message").asText())
              .startsWith("This is a test message: alerts of mail-monitor arrive here.");
          assertThat(run.out())
              .isEqualTo(
                  "ntfy: the test message was accepted (id %s)\n"
                      .formatted(message.path("id").asText()));
        });
    assertThat(run.status()).isZero();
    assertThat(installation.file("state.json")).doesNotExist();
  }

  @Test
  void alert_test_needs_to_know_nothing_of_mail_servers() {
    // When
    Program.Run run =
        Program.with()
            .run(
                Installation.BOUND,
                "alert",
                "test",
                "--ntfy-server",
                ntfy.url(),
                "--ntfy-topic",
                "alone");

    // Then
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(ntfy.messages("alone")).hasSize(1);
  }

  @Test
  void alert_test_fails_with_the_reason_where_the_topic_is_guarded() {
    // Given
    Installation installation =
        Installation.in(directory).reaching(host).telling(guarded.url(), "guarded");

    // When
    Program.Run run = installation.run("alert", "test");

    // Then
    assertThat(run.err())
        .startsWith("Error: ntfy: the test message was refused: ")
        .contains("answered 403");
    assertThat(run.status()).isEqualTo(1);
  }
}
