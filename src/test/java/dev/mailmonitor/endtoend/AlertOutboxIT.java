package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mailmonitor.testing.CertificateAuthority;
import dev.mailmonitor.testing.GreenMailHost;
import dev.mailmonitor.testing.NtfyStandIn;
import dev.mailmonitor.testing.Program;
import dev.mailmonitor.testing.ProxyStandIn;
import dev.mailmonitor.testing.ScriptedServer;
import dev.mailmonitor.testing.SmtpDialogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of alerts when something stands in their way, and what they never tell.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlertOutboxIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private GreenMailHost host;
  private NtfyStandIn ntfy;

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
    ntfy = NtfyStandIn.start();
  }

  @AfterEach
  void stopNtfy() {
    ntfy.close();
  }

  private Installation installation() {
    return Installation.in(directory).reaching(host).telling(ntfy.uri().toString(), "outbox");
  }

  private List<JsonNode> sent() {
    return ntfy.requests().stream()
        .map(request -> {
          try {
            return JSON.readTree(request.body());
          } catch (IOException e) {
            throw new UncheckedIOException(request.body(), e);
          }
        })
        .toList();
  }

  @Test
  void a_failure_and_its_recovery_that_nobody_was_told_of_come_as_one_message() {
    // Given
    Installation installation = installation();
    ntfy.nextError(403, 40301, "forbidden");

    // When
    host.stopServers();
    Program.Run down = installation.run();
    host.startServers();
    Program.Run back = installation.run();
    Program.Run later = installation.run();

    // Then
    assertThat(List.of(down, back, later)).extracting(Program.Run::status).containsExactly(1, 0, 0);
    assertThat(sent()).hasSize(2);
    JsonNode message = sent().getLast();
    assertThat(message.path("title").asText()).isEqualTo("✅ Mail Server Recovered");
    assertThat(message.path("message").asText())
        .matches(
            """
            Mail server monitoring: all tests passing

            It was down from .+ to .+ \\(\\d+ s\\):

            • IMAP auth failed: Connection refused
            • SMTP auth failed: Connection refused
            • Send Test: SMTP auth failed\
            """);
    assertThat(installation.state().path("outbox")).isEmpty();
  }

  @Test
  void a_server_that_asks_to_wait_is_left_alone_until_the_next_run() {
    // Given
    Installation installation = installation();
    ntfy.next(
        new NtfyStandIn.Reply.Answer(
            429,
            Map.of("Retry-After", "3600"),
            "{\"code\":42908,\"http\":429,\"error\":\"limit reached: daily message quota reached\"}"));
    host.stopServers();

    // When
    Program.Run refused = installation.run();
    int tries = ntfy.requests().size();
    Program.Run accepted = installation.run();

    // Then
    assertThat(tries).isEqualTo(1);
    assertThat(refused.err())
        .contains("ntfy: ", "tried again after the next check", "daily message quota");
    assertThat(accepted.out()).contains("ntfy: \"🚨 Mail Server Alert\" delivered");
    assertThat(sent()).hasSize(2);
    assertThat(sent().getLast()).isEqualTo(sent().getFirst());
  }

  @Test
  void an_alert_goes_out_although_the_state_cannot_be_saved_and_says_so() throws Exception {
    // Given: below a regular file not even root can make a directory.
    Files.writeString(directory.resolve("file"), "");
    Installation installation = installation().set("state_file", "file/state.json");
    host.stopServers();

    // When
    Program.Run run = installation.run();

    // Then
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("Warning: The state file", "file/state.json cannot be used");
    assertThat(run.out()).contains("ntfy: \"🚨 Mail Server Alert\" delivered");
    assertThat(sent())
        .singleElement()
        .satisfies(message ->
            assertThat(message.path("message").asText())
                .startsWith("Mail server monitoring detected failures:")
                .endsWith(
                    "The monitor could not save its state, so this alert may come again with every"
                        + " check."));
  }

  @Test
  void short_details_keep_the_servers_words_from_the_topic_but_not_from_the_terminal() {
    // Given
    try (ScriptedServer smtp =
        ScriptedServer.tls(
            host.authority().issue("localhost").serverContext(),
            conversation -> {
              SmtpDialogue.begin(conversation).until("AUTH");
              conversation.say("535 5.7.8 Error: directory ldap7.inside.test is closed\r\n");
              conversation.hang();
            })) {
      Installation installation =
          installation().set("smtp_port", smtp.port()).set("alert_details", "short");

      // When
      Program.Run run = installation.run();

      // Then
      assertThat(run.out())
          .contains("❌ SMTP Auth: SMTP auth failed: 535 5.7.8 Error: directory ldap7");
      assertThat(sent())
          .singleElement()
          .satisfies(message ->
              assertThat(message.path("message").asText())
                  .startsWith(
                      """
                      Mail server monitoring detected failures:

                      • SMTP auth failed: the login was rejected
                      • Send Test: SMTP auth failed
                      """)
                  .contains("What to do: Check user name and password")
                  .doesNotContain("535", "ldap7", "localhost", host.user()));
    }
  }

  @Test
  void an_ntfy_server_of_the_own_authority_is_trusted_by_ca_file_and_no_other() {
    // Given
    try (NtfyStandIn secured =
            NtfyStandIn.start(host.authority().issue("localhost").serverContext());
        NtfyStandIn strange =
            NtfyStandIn.start(CertificateAuthority.create().issue("localhost").serverContext())) {
      Installation installation = installation();

      // When
      Program.Run trusted =
          installation.telling(secured.uri("localhost").toString(), "outbox").run("alert", "test");
      Program.Run untrusted =
          installation.telling(strange.uri("localhost").toString(), "outbox").run("alert", "test");

      // Then
      assertThat(trusted.err()).isEmpty();
      assertThat(trusted.status()).isZero();
      assertThat(secured.requests()).hasSize(1);
      assertThat(untrusted.err()).contains("ntfy: the test message was").contains("ertificate");
      assertThat(untrusted.status()).isEqualTo(1);
      assertThat(strange.requests()).isEmpty();
    }
  }

  @Test
  void a_configuration_that_breaks_after_it_worked_is_told_once() {
    // Given
    Installation installation = installation();
    installation.run();
    installation.set("smtp_hots", "typo");

    // When
    Program.Run broken = installation.run();
    Program.Run stillBroken = installation.run();
    Program.Run mended = installation.without("smtp_hots").run();

    // Then
    assertThat(List.of(broken, stillBroken, mended))
        .extracting(Program.Run::status)
        .containsExactly(2, 2, 0);
    assertThat(broken.err()).contains("smtp_hots", "smtp_host");
    assertThat(mended.out()).startsWith("✓ IMAP Auth: OK\n");
    assertThat(sent().getFirst().path("title").asText()).isEqualTo("🚨 Mail Monitor cannot check");
    assertThat(sent().getFirst().path("priority").asInt()).isEqualTo(4);
    assertThat(sent()).hasSize(1);
    assertThat(installation.state().path("last_status").asText()).isEqualTo("healthy");
  }

  @Test
  void without_a_topic_nobody_is_told_and_nothing_waits() {
    // Given
    Installation installation = installation().set("ntfy_topic", "");
    host.stopServers();

    // When
    Program.Run run = installation.run();

    // Then
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).doesNotContain("ntfy");
    assertThat(installation.state().path("outbox")).isEmpty();
    assertThat(ntfy.requests()).isEmpty();
  }

  @Test
  void the_proxy_of_the_environment_is_used_except_where_no_proxy_says_so() {
    // Given: a name that only the proxy knows.
    try (ProxyStandIn proxy = ProxyStandIn.start(ntfy.port(), null)) {
      Installation installation =
          installation()
              .telling("http://ntfy.example.com", "outbox")
              .environment("HTTP_PROXY", "http://127.0.0.1:" + proxy.port())
              .environment("NO_PROXY", "127.0.0.1");

      // When
      Program.Run proxied = installation.run("alert", "test");
      int heads = proxy.requestHeads().size();
      Program.Run direct =
          installation.telling(ntfy.uri().toString(), "outbox").run("alert", "test");

      // Then
      assertThat(proxied.status()).as(proxied.err()).isZero();
      assertThat(direct.status()).as(direct.err()).isZero();
      assertThat(heads).isEqualTo(1);
      assertThat(proxy.requestHeads()).hasSize(1);
      assertThat(sent()).hasSize(2);
    }
  }
}
