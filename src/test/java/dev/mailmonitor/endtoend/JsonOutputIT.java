package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mailmonitor.testing.GreenMailHost;
import dev.mailmonitor.testing.NtfyStandIn;
import dev.mailmonitor.testing.Program;
import dev.mailmonitor.testing.ReportSchema;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// `--output json` of the packaged program: every line is checked against the shipped schema.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JsonOutputIT {
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

  private static List<JsonNode> objects(Program.Run run) {
    return run.outLines().stream().map(ReportSchema::valid).toList();
  }

  private static JsonNode object(Program.Run run) {
    assertThat(run.outLines()).as(run.toString()).hasSize(1);
    return objects(run).getFirst();
  }

  @Test
  void a_healthy_server_is_one_object_with_times_and_certificates() {
    // When
    Program.Run run = Situation.HEALTHY.run(host, directory, "--output", "json");

    // Then
    JsonNode object = object(run);
    assertThat(object.path("target").isNull()).isTrue();
    assertThat(object.path("status").asText()).isEqualTo("healthy");
    assertThat(Instant.parse(object.path("since").asText()))
        .isAfter(Instant.parse(object.path("started_at").asText()));
    assertThat(object.path("tests").findValuesAsText("result")).containsOnly("passed").hasSize(4);
    assertThat(object.path("delivery_seconds").asDouble())
        .isPositive()
        .isLessThan(object.path("duration_seconds").asDouble());
    assertThat(object.path("tests").path(2).path("text").asText())
        .contains(object.path("message_id").asText());
    assertThat(object.path("phases").findValuesAsText("phase"))
        .contains("connect", "tls", "auth", "select", "data", "delivery", "cleanup");
    assertThat(object.path("certificates").findValuesAsText("service"))
        .containsExactly("imap", "smtp");
    assertThat(object.path("alerts").path("pending").asInt()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
  }

  @Test
  void a_certificate_that_expires_soon_is_a_warning_of_a_degraded_target() {
    // When
    Program.Run run = Situation.DEGRADED.run(host, directory, "--output", "json");

    // Then
    JsonNode object = object(run);
    assertThat(object.path("status").asText()).isEqualTo("degraded");
    assertThat(object.path("warnings").path(0).path("summary").asText())
        .startsWith("The IMAP certificate of localhost:");
    assertThat(object.path("exit_status").asInt()).isZero();
    assertThat(run.status()).isZero();
  }

  @Test
  void a_failure_says_its_cause_and_people_who_were_told_stand_in_it_and_on_standard_error() {
    try (NtfyStandIn ntfy = NtfyStandIn.start()) {
      // Given
      Installation installation =
          Installation.in(directory)
              .reaching(host)
              .set("smtp_port", 1)
              .telling(ntfy.uri().toString().replaceFirst("/$", ""), "alerts");

      // When
      Program.Run run = installation.run("--output", "json", "--verbose");

      // Then
      JsonNode object = object(run);
      assertThat(object.path("status").asText()).isEqualTo("unhealthy");
      assertThat(object.path("tests").path(1).path("failure").path("cause").asText())
          .isEqualTo("connection_refused");
      assertThat(object.path("delivery_seconds").isNull()).isTrue();
      assertThat(object.path("certificates").findValuesAsText("service")).containsExactly("imap");
      assertThat(object.path("alerts").path("delivered").path(0).path("title").asText())
          .isEqualTo("🚨 Mail Server Alert");
      assertThat(object.path("alerts").path("pending").asInt()).isZero();
      assertThat(run.err())
          .contains("ntfy: \"🚨 Mail Server Alert\" delivered", "Timings:", "Transcript:");
      assertThat(run.status()).isEqualTo(1);
    }
  }

  @Test
  void an_alert_that_nobody_took_waits_with_its_reason() {
    // Given
    Installation installation =
        Installation.in(directory)
            .reaching(host)
            .set("smtp_port", 1)
            .set("receive_timeout", 1)
            .set("timeout", 6)
            .telling("http://localhost:1", "alerts");

    // When
    JsonNode alerts = object(installation.run("--output", "json")).path("alerts");

    // Then
    assertThat(alerts.path("pending").asInt()).isEqualTo(1);
    assertThat(alerts.path("oldest_pending_since").isNull()).isFalse();
    assertThat(alerts.path("last_error").asText()).contains("could not be delivered yet");
  }

  @Test
  void a_state_that_another_run_holds_is_trouble() {
    // When
    Program.Run run = Situation.LOCKED.run(host, directory, "--output", "json");

    // Then
    JsonNode object = object(run);
    assertThat(object.path("status").asText()).isEqualTo("unknown");
    assertThat(object.path("trouble").asText()).contains("locked by another run");
    assertThat(run.err()).startsWith("Error: ").contains("locked by another run");
    assertThat(run.status()).isEqualTo(3);
  }

  @Test
  void a_wrong_configuration_is_an_object_about_no_target() {
    // When
    Program.Run run = Situation.MISCONFIGURED.run(host, directory, "--output", "json");

    // Then
    JsonNode object = object(run);
    assertThat(object.path("trouble").asText()).contains("smtp_port", "junk");
    assertThat(object.path("exit_status").asInt()).isEqualTo(2);
    assertThat(run.err()).contains("the configuration cannot be used, for 2 reasons:");
    assertThat(run.status()).isEqualTo(2);
  }

  @Test
  void several_targets_are_several_lines_in_their_order() {
    // When
    Program.Run run = Situation.SEVERAL.run(host, directory, "--output", "json");

    // Then
    assertThat(objects(run))
        .extracting(
            object -> object.path("target").asText(),
            object -> object.path("status").asText(),
            object -> object.path("exit_status").asInt())
        .containsExactly(
            tuple("a", "healthy", 0), tuple("b", "unhealthy", 1), tuple("c", "degraded", 0));
    assertThat(run.status()).isEqualTo(1);
  }
}
