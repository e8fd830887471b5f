package dev.mailmonitor.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mailmonitor.monitor.Outcome;
import dev.mailmonitor.probe.Check;
import dev.mailmonitor.probe.FailureCause;
import dev.mailmonitor.probe.Verdict;
import dev.mailmonitor.state.States;
import dev.mailmonitor.testing.ReportSchema;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JsonReportTest {
  private static JsonNode json(TargetRun run) {
    return ReportSchema.valid(JsonReport.of(run));
  }

  @ParameterizedTest
  @EnumSource(Verdict.class)
  void a_check_says_its_status_and_since_when(Verdict verdict) {
    // When
    JsonNode object = json(Runs.checked("eu", verdict));

    // Then
    assertThat(object.path("format_version").asInt()).isEqualTo(1);
    assertThat(object.path("target").asText()).isEqualTo("eu");
    assertThat(object.path("status").asText()).isEqualToIgnoringCase(verdict.name());
    assertThat(object.path("since").asText()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(object.path("started_at").asText()).isEqualTo("2026-01-16T09:30:00Z");
    assertThat(object.path("duration_seconds").asText()).isEqualTo("3.4");
    assertThat(object.path("exit_status").asInt()).isEqualTo(verdict == Verdict.UNHEALTHY ? 1 : 0);
    assertThat(object.path("trouble").isNull()).isTrue();
  }

  @Test
  void the_unnamed_target_has_no_name() {
    assertThat(json(Runs.checked("", Verdict.HEALTHY)).path("target").isNull()).isTrue();
  }

  @Test
  void numbers_are_seconds_to_the_microsecond_and_never_in_scientific_notation() {
    // When
    String line = JsonReport.of(Runs.checked("", Verdict.HEALTHY));

    // Then
    assertThat(line)
        .contains("\"delivery_seconds\":2.134567,")
        .contains("{\"service\":\"imap\",\"phase\":\"connect\",\"seconds\":0.001234}")
        .contains("\"delay_seconds\":1380.000000,\"place\":\"junk\"");
  }

  @Test
  void a_failed_test_says_where_why_and_what_to_do() {
    // When
    JsonNode tests = json(Runs.checked("", Verdict.UNHEALTHY)).path("tests");

    // Then
    assertThat(tests.findValuesAsText("test"))
        .containsExactly("imap_auth", "smtp_auth", "send", "receive");
    assertThat(tests.findValuesAsText("result"))
        .containsExactly("passed", "failed", "skipped", "skipped");
    JsonNode failure = tests.path(1).path("failure");
    assertThat(failure.path("cause").asText()).isEqualTo("service_unavailable");
    assertThat(failure.path("phase").asText()).isEqualTo("greeting");
    assertThat(failure.path("server").asText()).isEqualTo("mail.example.com:587");
    assertThat(failure.path("summary").asText()).isEqualTo("SMTP auth failed: 421 go away");
    assertThat(failure.path("server_words").asText()).isEqualTo("421 go away");
    assertThat(failure.path("advice").asText())
        .isEqualTo(FailureCause.SERVICE_UNAVAILABLE.advice());
    assertThat(tests.path(2).path("reason").asText()).isEqualTo("SMTP Auth failed");
  }

  @Test
  void the_certificates_of_both_services_stand_there_imap_first() {
    // When
    JsonNode certificates = json(Runs.checked("", Verdict.HEALTHY)).path("certificates");

    // Then
    assertThat(certificates.findValuesAsText("service")).containsExactly("imap", "smtp");
    JsonNode imap = certificates.path(0);
    assertThat(imap.path("subject").asText()).isEqualTo("CN=mail.test");
    assertThat(imap.path("issuer").asText()).isEqualTo("CN=Authority");
    assertThat(imap.path("not_before").asText()).isEqualTo("2026-01-06T09:30:00Z");
    assertThat(imap.path("not_after").asText()).isEqualTo("2026-04-06T15:30:03.400Z");
    assertThat(imap.path("names").toString()).isEqualTo("[\"mail.test\",\"192.0.2.1\"]");
  }

  @Test
  void alerts_that_wait_and_alerts_that_were_accepted_are_told() {
    // When
    JsonNode object = json(Runs.withAlerts());

    // Then
    JsonNode alerts = object.path("alerts");
    assertThat(alerts.path("pending").asInt()).isEqualTo(3);
    assertThat(alerts.path("oldest_pending_since").asText())
        .isEqualTo(States.THEN.minusSeconds(9).toString());
    assertThat(alerts.path("delivered").path(0).path("channel").asText()).isEqualTo("ntfy");
    assertThat(alerts.path("delivered").path(0).path("title").asText())
        .isEqualTo("🚨 Mail Server Alert (office)");
    assertThat(alerts.path("last_error").asText()).isEqualTo("Timed out.");
    assertThat(object.path("monitor_warnings").path(0).asText()).contains("INBOX");
  }

  @Test
  void an_object_is_one_line_whatever_stands_in_it() {
    assertThat(JsonReport.of(Runs.withAlerts()).split("[\\n\\r\\u2028\\u2029]")).hasSize(1);
  }

  @Test
  void trouble_of_the_monitor_is_an_unknown_status_with_the_alerts_that_wait() {
    // When
    JsonNode object = json(Runs.trouble("eu", "The state is locked."));

    // Then
    assertThat(object.path("status").asText()).isEqualTo("unknown");
    assertThat(object.path("since").isNull()).isTrue();
    assertThat(object.path("tests")).isEmpty();
    assertThat(object.path("trouble").asText()).isEqualTo("The state is locked.");
    assertThat(object.path("alerts").path("pending").asInt()).isEqualTo(3);
    assertThat(object.path("exit_status").asInt()).isEqualTo(3);
  }

  @Test
  void a_check_that_was_called_off_says_nothing_about_the_server() {
    // Given
    TargetRun trouble = Runs.trouble("", "");
    TargetRun calledOff =
        new TargetRun(
            trouble.target(),
            new Outcome.CalledOff(Check.Trace.REMOVED),
            trouble.state(),
            trouble.timings(),
            List.of(),
            List.of());

    // When
    JsonNode object = json(calledOff);

    // Then
    assertThat(object.path("status").asText()).isEqualTo("unknown");
    assertThat(object.path("trouble").asText()).contains("called off");
  }

  @Test
  void a_wrong_configuration_is_an_object_too() {
    // When
    JsonNode object =
        ReportSchema.valid(JsonReport.refusal(List.of("One thing.", "Another."), ExitStatus.USAGE));

    // Then
    assertThat(object.path("target").isNull()).isTrue();
    assertThat(object.path("status").asText()).isEqualTo("unknown");
    assertThat(object.path("alerts").isNull()).isTrue();
    assertThat(object.path("trouble").asText()).isEqualTo("One thing. Another.");
    assertThat(object.path("exit_status").asInt()).isEqualTo(2);
  }
}
