package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mailmonitor.testing.GreenMailHost;
import dev.mailmonitor.testing.LoopbackPorts;
import dev.mailmonitor.testing.MailHost;
import dev.mailmonitor.testing.NeedsMailServers;
import dev.mailmonitor.testing.NtfyStandIn;
import dev.mailmonitor.testing.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The service as its administrator sees it: health, log, reload, stop.
class ServeIT {
  private static final Duration PROMISED = Duration.ofSeconds(8);

  /// 128 and the number of SIGTERM.
  private static final int TERMINATED = 143;

  @TempDir Path directory;

  private Installation watching(GreenMailHost mail) {
    return Installation.in(directory).reaching(mail).set("interval", "10s");
  }

  @Test
  @NeedsMailServers
  void of_two_servers_one_fails_and_the_health_data_say_which_while_the_monitor_is_ready()
      throws Exception {
    // Given
    try (MailHost mail = MailHost.start();
        NtfyStandIn ntfy = NtfyStandIn.start()) {
      Installation installation =
          Installation.in(directory)
              .reaching(mail)
              .telling(ntfy.uri().toString(), "alerts")
              .set("interval", "10s")
              .target("works", Map.of())
              .target("broken", Map.of("smtp_port", LoopbackPorts.free()));

      // When
      try (Service service = Service.of(installation)) {
        service.awaitLog("works: ✓ Receive Test: Email delivered in");
        service.awaitLog("broken: ❌ SMTP Auth: SMTP auth failed: Connection refused");
        service.awaitLog("ntfy: \"🚨 Mail Server Alert (broken)\" delivered");

        // Then
        Service.Answer mailHealth = service.get("/q/health/group/mail");
        assertThat(mailHealth.status()).isEqualTo(503);
        JsonNode works = mailHealth.check("mail works");
        assertThat(works.path("status").asText()).isEqualTo("UP");
        assertThat(works.path("data").path("status").asText()).isEqualTo("healthy");
        assertThat(works.path("data").path("lastDeliverySeconds").asDouble()).isPositive();
        assertThat(works.path("data").path("lastRun").asText()).isNotEmpty();
        JsonNode broken = mailHealth.check("mail broken");
        assertThat(broken.path("status").asText()).isEqualTo("DOWN");
        assertThat(broken.path("data").path("status").asText()).isEqualTo("unhealthy");
        assertThat(broken.path("data").path("since").asText()).isNotEmpty();
        assertThat(broken.path("data").path("failingTests").asText()).isEqualTo("SMTP Auth");
        assertThat(service.get("/q/health/well").status()).isEqualTo(503);
        assertThat(service.get("/q/health").status()).isEqualTo(503);
        assertThat(service.get("/q/health/live").status()).isEqualTo(200);
        assertThat(service.get("/q/health/ready").status()).isEqualTo(200);
        assertThat(service.get("/q/health/started").status()).isEqualTo(200);
        assertThat(service.log()).doesNotContain("internal error");
        assertThat(service.stop().status()).isEqualTo(TERMINATED);
      }
      assertThat(ntfy.requests()).hasSize(1);
      assertThat(mail.messages(mail.user(), "INBOX")).isEmpty();
    }
  }

  @Test
  void single_runs_and_the_service_exclude_each_other_with_a_clear_message() throws Exception {
    // Given
    try (GreenMailHost mail = GreenMailHost.start();
        Service service = Service.of(watching(mail).set("interval", "1h"))) {
      service.awaitLog("delivered in");

      // When
      Program.Run run = Installation.in(directory).reaching(mail).run();

      // Then
      assertThat(run.status()).isEqualTo(3);
      assertThat(run.err()).contains("state.json", "locked");
      service.stop();
      assertThat(Installation.in(directory).reaching(mail).run().status()).isZero();
    }
  }

  @Test
  void a_changed_configuration_is_in_force_without_a_restart_and_a_broken_one_is_not()
      throws Exception {
    // Given
    try (GreenMailHost mail = GreenMailHost.start()) {
      Installation installation = watching(mail).set("interval", "1h").target("first", Map.of());
      try (Service service = Service.of(installation)) {
        service.awaitLog("first: ✓ Receive Test: Email delivered in");

        // When: somebody makes a mistake
        Files.writeString(directory.resolve("config.json"), "{ \"smtp_hots\": ");

        // Then
        service.awaitLog("cannot be used, the one before stays in force");
        assertThat(service.get("/q/health/ready").check("workplace").toString())
            .contains("UP", "cannot be used");
        assertThat(service.get("/q/health/group/mail").check("mail first").toString())
            .contains("healthy");

        // When: and mends it, with one more target
        installation.target("second", Map.of()).configuration();

        // Then
        service.awaitLog("1 added, 0 changed, 0 removed, 1 as before");
        service.awaitLog("second: ✓ Receive Test: Email delivered in");
        assertThat(service.log().split("first: ✓ Receive Test", -1))
            .as("a target that did not change is not disturbed")
            .hasSize(2);
        assertThat(service.get("/q/health/ready").check("workplace").toString())
            .contains("in force");
        service.stop();
      }
    }
  }

  @Test
  void a_secret_and_a_configuration_that_kubernetes_swaps_are_read_again() throws Exception {
    // Given
    try (GreenMailHost mail = GreenMailHost.start()) {
      Path versions = Files.createDirectory(directory.resolve("mounted"));
      Installation installation = watching(mail).set("interval", "10s").without("password");
      installation.set("password_file", "secret");
      Path first = version(versions, "..1", installation, "not it");
      Files.createSymbolicLink(versions.resolve("..data"), first.getFileName());
      for (String name : List.of("config.json", "secret")) {
        Files.createSymbolicLink(versions.resolve(name), Path.of("..data", name));
      }
      int port = LoopbackPorts.free();
      try (var program =
          Program.with()
              .environment("MAIL_MONITOR_MANAGEMENT_PORT", String.valueOf(port))
              .start("serve", "--config", versions.resolve("config.json").toString())) {
        program.awaitLine("❌ IMAP Auth: IMAP auth failed", Service.SOON);

        // When
        Path second = version(versions, "..2", installation, mail.password());
        Files.createSymbolicLink(versions.resolve("..data_tmp"), second.getFileName());
        Files.move(
            versions.resolve("..data_tmp"),
            versions.resolve("..data"),
            java.nio.file.StandardCopyOption.ATOMIC_MOVE,
            java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        // Then
        program.awaitLine("0 added, 1 changed, 0 removed, 0 as before", Service.SOON);
        program.awaitLine("delivered in", Service.SOON);
      }
    }
  }

  private static Path version(Path parent, String name, Installation installation, String secret)
      throws IOException {
    Path version = Files.createDirectory(parent.resolve(name));
    Files.copy(installation.configuration(), version.resolve("config.json"));
    Files.writeString(version.resolve("secret"), secret + "\n");
    return version;
  }

  @Test
  @NeedsMailServers
  void stopping_while_a_mail_is_under_way_takes_less_than_eight_seconds_and_remembers_nothing()
      throws Exception {
    // Given
    try (MailHost mail = MailHost.start()) {
      mail.holdMail();
      Installation installation =
          Installation.in(directory).reaching(mail).set("receive_timeout", 60);
      try (Service service = Service.of(installation)) {
        await().atMost(Service.SOON).until(() -> mail.logs().contains("status=deferred"));

        // When
        long signalled = System.nanoTime();
        Program.Run run = service.stop();

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - signalled)).isLessThan(PROMISED);
        assertThat(run.status()).isEqualTo(TERMINATED);
        assertThat(run.out()).contains("the check was called off", "mail-monitor has stopped");
        assertThat(installation.state().path("last_status").asText()).isEqualTo("unknown");
      }
    }
  }

  @Test
  void an_alert_that_ntfy_did_not_take_goes_out_between_two_checks_and_after_a_restart()
      throws Exception {
    // Given
    try (NtfyStandIn ntfy = NtfyStandIn.start()) {
      ntfy.always(new NtfyStandIn.Reply.Answer(503, Map.of(), "down"));
      Installation installation =
          Installation.in(directory)
              .reaching("127.0.0.1", LoopbackPorts.free(), LoopbackPorts.free())
              .set("username", "probe@mail.test")
              .set("password", "s3cret of a service")
              .set("interval", "1h")
              .telling(ntfy.uri().toString(), "alerts");
      try (Service service = Service.of(installation)) {
        service.awaitLog("could not be delivered yet");
        service.stop();
      }
      ntfy.repair();
      int before = ntfy.requests().size();

      // When
      try (Service service = Service.of(installation)) {
        service.awaitLog("\"🚨 Mail Server Alert\" delivered");

        // Then
        assertThat(ntfy.requests()).hasSize(before + 1);
        service.stop();
      }
    }
  }

  @Test
  void a_port_that_is_taken_ends_the_start_with_a_sentence() throws Exception {
    // Given
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Installation installation =
          Installation.in(directory)
              .reaching("127.0.0.1", 1, 1)
              .set("username", "probe@mail.test")
              .set("password", "s3cret of a service")
              .set("management_port", taken.getLocalPort());

      // When
      Program.Run run = installation.run("serve");

      // Then
      assertThat(run.status()).isEqualTo(3);
      assertThat(run.err())
          .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort(), "management_port")
          .doesNotContain("Exception");
    }
  }

  @Test
  void a_log_in_json_has_an_object_a_line_with_the_target_in_a_field_of_its_own() throws Exception {
    // Given
    try (GreenMailHost mail = GreenMailHost.start();
        Service service =
            Service.of(watching(mail).set("log_format", "json").target("work", Map.of()))) {
      // When
      String line = service.awaitLog("delivered in");

      // Then
      JsonNode event = new ObjectMapper().readTree(line);
      assertThat(event.path("level").asText()).isEqualTo("INFO");
      assertThat(event.path("message").asText())
          .startsWith("work: ✓ Receive Test: Email delivered");
      assertThat(event.path("mdc").path("target").asText()).isEqualTo("work");
      for (String each : service.stop().outLines()) {
        assertThat(new ObjectMapper().readTree(each).path("timestamp").asText()).isNotEmpty();
      }
    }
  }

  @Test
  void a_configuration_that_cannot_be_used_ends_the_start_as_it_ends_a_single_run() {
    // When
    Program.Run run = Installation.in(directory).set("smtp_hots", "mail.test").run("serve");

    // Then
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("smtp_hots", "smtp_host");
    assertThat(run.out()).isEmpty();
  }
}
