package dev.mailmonitor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.mail.Service;
import dev.mailmonitor.mail.Timings;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.Verdict;
import dev.mailmonitor.state.Memory;
import dev.mailmonitor.state.Outbox;
import dev.mailmonitor.state.Reports;
import dev.mailmonitor.state.States;
import dev.mailmonitor.state.Tally;
import dev.mailmonitor.state.TargetState;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.tls.PeerCertificate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SamplesTest {
  private static final Instant NOW = Instant.parse("2026-01-16T10:00:00Z");
  private static final TargetName EU = new TargetName("eu");

  private static List<String> lines(TargetSample... samples) {
    return new String(Samples.text(List.of(samples), "1.2.3", NOW), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  private static TargetState state(Tally tally) {
    return new TargetState.Healthy(Memory.fresh(new UUID(1, 1)).withTally(tally), NOW);
  }

  private static TargetSample healthy(TargetName name) {
    CheckReport plain = Reports.of(Verdict.HEALTHY, name);
    PeerCertificate certificate =
        new PeerCertificate("CN=a", "CN=b", NOW, NOW.plusSeconds(500), List.of(), false);
    CheckReport report =
        new CheckReport(
            name,
            NOW,
            plain.took(),
            plain.results(),
            plain.warnings(),
            Timings.NONE,
            plain.deliveryTime(),
            List.of(),
            null,
            null,
            Map.of(Service.IMAP, certificate));
    Timings timings =
        new Timings(
            List.of(
                new Timings.Entry(Service.IMAP, Phase.CONNECT, Duration.ofMillis(20)),
                new Timings.Entry(Service.IMAP, Phase.CONNECT, Duration.ofMillis(5)),
                new Timings.Entry(Service.SMTP, Phase.CONNECT, Duration.ofMillis(7))));
    return new TargetSample(
        name,
        state(new Tally(0, 1, NOW.minusSeconds(1), NOW.minusSeconds(1), NOW.minusSeconds(1))),
        report,
        timings);
  }

  @Test
  void a_healthy_check_is_told_by_names_that_do_not_change() {
    // When
    List<String> lines = lines(healthy(EU));

    // Then
    double last = (NOW.getEpochSecond() - 1) * 1.0;
    assertThat(lines)
        .contains(
            "mailmonitor_test_success{target=\"eu\",test=\"imap_auth\"} 1.0",
            "mailmonitor_test_success{target=\"eu\",test=\"receive\"} 1.0",
            "mailmonitor_phase_duration_seconds{phase=\"imap_connect\",target=\"eu\"} 0.025",
            "mailmonitor_phase_duration_seconds{phase=\"smtp_connect\",target=\"eu\"} 0.007",
            "mailmonitor_phase_duration_seconds{phase=\"smtp_data\",target=\"eu\"} 0.0",
            "mailmonitor_last_delivery_seconds{target=\"eu\"} 2.1",
            "mailmonitor_last_run_timestamp_seconds{target=\"eu\"} " + last,
            "mailmonitor_last_success_timestamp_seconds{target=\"eu\"} " + last,
            "mailmonitor_certificate_expiry_timestamp_seconds{service=\"imap\",target=\"eu\"} "
                + (NOW.getEpochSecond() + 500) * 1.0,
            "mailmonitor_certificate_expiry_timestamp_seconds{service=\"smtp\",target=\"eu\"} NaN",
            "mailmonitor_status{status=\"healthy\",target=\"eu\"} 1.0",
            "mailmonitor_status{status=\"degraded\",target=\"eu\"} 0.0",
            "mailmonitor_status{status=\"unhealthy\",target=\"eu\"} 0.0",
            "mailmonitor_status{status=\"unknown\",target=\"eu\"} 0.0",
            "mailmonitor_consecutive_failures{target=\"eu\"} 0.0",
            "mailmonitor_alerts_pending{target=\"eu\"} 0.0",
            "mailmonitor_alerts_oldest_pending_seconds{target=\"eu\"} 0.0",
            "mailmonitor_build_info{version=\"1.2.3\"} 1");
    assertThat(lines)
        .filteredOn(line -> !line.startsWith("#"))
        .map(line -> line.replaceFirst("[{ ].*", ""))
        .containsOnly(
            "mailmonitor_test_success",
            "mailmonitor_phase_duration_seconds",
            "mailmonitor_last_delivery_seconds",
            "mailmonitor_last_run_timestamp_seconds",
            "mailmonitor_last_success_timestamp_seconds",
            "mailmonitor_certificate_expiry_timestamp_seconds",
            "mailmonitor_status",
            "mailmonitor_consecutive_failures",
            "mailmonitor_alerts_pending",
            "mailmonitor_alerts_oldest_pending_seconds",
            "mailmonitor_build_info");
  }

  @Test
  void a_failed_check_has_no_delivery_time_and_counts_its_alerts() {
    // When
    List<String> lines =
        lines(
            new TargetSample(
                EU, States.withEverything(), Reports.of(Verdict.UNHEALTHY, EU), Timings.NONE));

    // Then
    double waited = Duration.between(States.THEN.minusSeconds(9), NOW).toNanos() / 1e9;
    assertThat(lines)
        .contains(
            "mailmonitor_test_success{target=\"eu\",test=\"imap_auth\"} 1.0",
            "mailmonitor_test_success{target=\"eu\",test=\"smtp_auth\"} 0.0",
            "mailmonitor_test_success{target=\"eu\",test=\"send\"} 0.0",
            "mailmonitor_last_delivery_seconds{target=\"eu\"} NaN",
            "mailmonitor_status{status=\"unhealthy\",target=\"eu\"} 1.0",
            "mailmonitor_consecutive_failures{target=\"eu\"} 3.0",
            "mailmonitor_alerts_pending{target=\"eu\"} 3.0",
            "mailmonitor_alerts_oldest_pending_seconds{target=\"eu\"} " + waited);
  }

  @Test
  void a_target_that_could_not_be_checked_keeps_what_is_remembered_and_its_time() {
    // Given
    Tally tally =
        new Tally(2, 0, NOW.minusSeconds(2700), NOW.minusSeconds(3600), NOW.minusSeconds(1800));

    // When
    List<String> lines = lines(new TargetSample(EU, state(tally), null, Timings.NONE));

    // Then
    assertThat(lines)
        .contains(
            "mailmonitor_last_run_timestamp_seconds{target=\"eu\"} "
                + (NOW.getEpochSecond() - 1800) * 1.0,
            "mailmonitor_last_success_timestamp_seconds{target=\"eu\"} "
                + (NOW.getEpochSecond() - 3600) * 1.0,
            "mailmonitor_status{status=\"healthy\",target=\"eu\"} 1.0",
            "mailmonitor_consecutive_failures{target=\"eu\"} 2.0",
            "mailmonitor_test_success{target=\"eu\",test=\"send\"} NaN",
            "mailmonitor_phase_duration_seconds{phase=\"imap_auth\",target=\"eu\"} NaN",
            "mailmonitor_last_delivery_seconds{target=\"eu\"} NaN");
  }

  @Test
  void a_target_that_was_never_checked_has_all_series_with_times_of_0() {
    // Given
    TargetState fresh = TargetState.fresh(new UUID(1, 1));

    // When
    List<String> never = lines(new TargetSample(EU, fresh, null, Timings.NONE));

    // Then
    assertThat(never)
        .contains(
            "mailmonitor_last_run_timestamp_seconds{target=\"eu\"} 0.0",
            "mailmonitor_last_success_timestamp_seconds{target=\"eu\"} 0.0",
            "mailmonitor_status{status=\"unknown\",target=\"eu\"} 1.0");
    assertThat(series(never)).isEqualTo(series(lines(healthy(EU))));
  }

  @Test
  void a_time_that_no_clock_shows_keeps_nobody_from_being_told() {
    // Given
    Outbox.Entry ancient =
        Outbox.Entry.fresh(Alert.test(new UUID(1, 3), EU, NOW, "nowhere"), "ntfy", Instant.MIN);
    TargetState state =
        state(new Tally(0, 0, null, Instant.MIN, Instant.MAX))
            .withOutbox(outbox -> outbox.with(ancient));

    // When
    List<String> lines = lines(new TargetSample(EU, state, null, Timings.NONE));

    // Then
    assertThat(lines)
        .contains(
            "mailmonitor_last_run_timestamp_seconds{target=\"eu\"} "
                + (double) Instant.MAX.getEpochSecond(),
            "mailmonitor_last_success_timestamp_seconds{target=\"eu\"} "
                + (double) Instant.MIN.getEpochSecond());
  }

  private static List<String> series(List<String> lines) {
    return lines.stream().map(line -> line.replaceFirst(" [^ ]+$", "")).toList();
  }

  @Test
  void the_unnamed_target_is_called_default_and_several_stand_side_by_side() {
    // When
    List<String> lines = lines(healthy(TargetName.UNNAMED), healthy(EU));

    // Then
    assertThat(
            Pattern.compile("target=\"([^\"]*)\"")
                .matcher(String.join("\n", lines))
                .results()
                .map(MatchResult::group))
        .containsOnly("target=\"default\"", "target=\"eu\"");
    assertThat(lines)
        .filteredOn(line -> line.startsWith("# TYPE"))
        .hasSize(11)
        .doesNotHaveDuplicates();
  }
}
