package dev.mailmonitor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.mail.Service;
import dev.mailmonitor.mail.Timings;
import dev.mailmonitor.monitor.DeliveryEvent;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.Verdict;
import dev.mailmonitor.serve.Reload;
import dev.mailmonitor.state.Reports;
import dev.mailmonitor.state.States;
import dev.mailmonitor.state.TargetState;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.testing.Exposition;
import dev.mailmonitor.testing.NeedsPromtool;
import dev.mailmonitor.testing.Promtool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServiceMetricsTest {
  private static final TargetName EU = new TargetName("eu");
  private static final TargetName US = new TargetName("us");
  private static final TargetState FRESH = TargetState.fresh(new UUID(1, 1));
  private static final Timings TIMINGS =
      new Timings(List.of(new Timings.Entry(Service.IMAP, Phase.TLS, Duration.ofMillis(20))));

  private final WatchedService service = new WatchedService();

  private static CheckReport delivered(Verdict verdict, @Nullable Duration delivery) {
    CheckReport like = Reports.of(verdict, EU);
    return new CheckReport(
        EU,
        like.startedAt(),
        like.took(),
        like.results(),
        like.warnings(),
        like.timings(),
        delivery);
  }

  private void end(Verdict verdict, @Nullable Duration delivery) {
    service.end(EU, delivered(verdict, delivery), FRESH, TIMINGS);
  }

  private static Alert alert() {
    return Alert.test(
        UUID.fromString("14ecc0f7-0a50-4a44-8e5b-a803b048920d"),
        EU,
        WatchedService.NOW,
        "probe@mail.test");
  }

  private static List<DeliveryEvent> deliveries(String channel) {
    return List.of(
        new DeliveryEvent.Delivered(channel, alert(), "xE73Iyuabi"),
        new DeliveryEvent.Postponed(channel, alert(), "It is slow."),
        new DeliveryEvent.Refused(channel, alert(), "It said no."),
        new DeliveryEvent.Dropped(channel, alert(), "It never said yes."),
        new DeliveryEvent.Unsaved(channel, alert(), "The disk is full."));
  }

  /// Everything that can happen to a target.
  private void live(TargetName name) {
    for (Verdict verdict : Verdict.values()) {
      service.start(name, Duration.ofMillis(300));
      service.end(name, Reports.of(verdict, name), States.withEverything(), TIMINGS);
    }
    service.start(name, Duration.ZERO);
    service.callOff(name);
    service.start(name, Duration.ZERO);
    service.fail(name, "The state is locked by another run: /var/lib/mail-monitor/state.json.");
    deliveries("ntfy").forEach(event -> service.deliver(name, event));
    deliveries("email").forEach(event -> service.deliver(name, event));
  }

  private static String metricOf(Exposition.Sample sample, Exposition exposition) {
    String name = sample.name();
    return exposition.types().containsKey(name)
        ? name
        : name.replaceFirst("_(bucket|sum|count)$", "");
  }

  @Test
  void the_endpoint_tells_all_metrics_of_the_table_as_it_says_and_no_others() {
    // Given
    service.assign(EU);

    // When
    Exposition told = service.exposition();

    // Then
    Map<String, List<String>> types = new TreeMap<>();
    told.types()
        .forEach((name, type) -> types.put(name, List.of(type, "" + told.helps().get(name))));
    assertThat(types)
        .isEqualTo(
            new TreeMap<>(
                Arrays.stream(Metric.values())
                    .collect(
                        Collectors.toMap(
                            Metric::title,
                            metric -> List.of(metric.kind().key(), metric.help())))));
    Map<String, Set<String>> labels = new TreeMap<>();
    for (Exposition.Sample sample : told.samples()) {
      Set<String> names = new TreeSet<>(sample.labels().keySet());
      names.remove("le");
      labels.merge(
          metricOf(sample, told), names, (some, others) -> some.equals(others) ? some : Set.of());
    }
    assertThat(labels)
        .isEqualTo(
            new TreeMap<>(
                Arrays.stream(Metric.values())
                    .collect(
                        Collectors.toMap(
                            Metric::title, metric -> new TreeSet<>(metric.labels())))));
  }

  @ParameterizedTest
  @EnumSource
  void a_run_writes_the_same_as_the_service_tells(Verdict verdict) {
    // Given
    CheckReport report = Reports.of(verdict, EU);
    service.assign(EU);
    service.end(EU, report, States.withEverything(), TIMINGS);

    // When
    Exposition told = service.exposition();
    Exposition written =
        Exposition.of(
            new String(
                Samples.text(
                    List.of(new TargetSample(EU, States.withEverything(), report, TIMINGS)),
                    "1.2.3",
                    WatchedService.NOW),
                StandardCharsets.UTF_8));

    // Then
    assertThat(told.samples()).containsAll(written.samples());
    assertThat(told.types()).containsAllEntriesOf(written.types());
    assertThat(told.helps()).containsAllEntriesOf(written.helps());
    assertThat(written.types().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Metric.values())
                .filter(metric -> metric.place() == Metric.Place.FILE_AND_SERVICE)
                .map(Metric::title)
                .toList());
  }

  @Test
  void every_series_is_there_before_the_first_check() {
    // Given
    service.assign(EU);
    Set<String> before = service.exposition().series();

    // When
    live(EU);

    // Then
    assertThat(service.exposition().series()).isEqualTo(before);
  }

  @Test
  void what_was_never_checked_has_neither_values_nor_counts() {
    // When
    service.assign(TargetName.UNNAMED);

    // Then
    Exposition told = service.exposition();
    assertThat(told.value("mailmonitor_test_success{target=\"default\",test=\"send\"}")).isNaN();
    assertThat(told.value("mailmonitor_last_delivery_seconds{target=\"default\"}")).isNaN();
    assertThat(told.value("mailmonitor_last_run_timestamp_seconds{target=\"default\"}")).isZero();
    assertThat(told.value("mailmonitor_status{status=\"unknown\",target=\"default\"}")).isOne();
    assertThat(told.value("mailmonitor_checks_total{result=\"healthy\",target=\"default\"}"))
        .isZero();
    assertThat(told.value("mailmonitor_delivery_seconds_count{target=\"default\"}")).isZero();
    assertThat(told.value("mailmonitor_next_run_timestamp_seconds{target=\"default\"}"))
        .isEqualTo((double) WatchedService.NEXT.getEpochSecond());
  }

  @Test
  void each_check_is_counted_once_by_its_result() {
    // Given
    service.assign(EU);
    service.assign(US);

    // When
    live(EU);
    end(Verdict.HEALTHY, null);

    // Then
    Exposition told = service.exposition();
    assertThat(told.value("mailmonitor_checks_total{result=\"healthy\",target=\"eu\"}"))
        .isEqualTo(2);
    for (String once : List.of("degraded", "unhealthy", "trouble", "called_off")) {
      assertThat(told.value("mailmonitor_checks_total{result=\"" + once + "\",target=\"eu\"}"))
          .isOne();
    }
    assertThat(told.value("mailmonitor_checks_total{result=\"healthy\",target=\"us\"}")).isZero();
  }

  @Test
  void a_failed_check_never_enters_the_histogram_of_deliveries() {
    // Given
    service.assign(EU);

    // When
    end(Verdict.HEALTHY, Duration.ofMillis(50));
    end(Verdict.DEGRADED, Duration.ofSeconds(40));
    // It came, but to Junk.
    end(Verdict.UNHEALTHY, Duration.ofSeconds(2));
    end(Verdict.UNHEALTHY, null);

    // Then
    Exposition told = service.exposition();
    assertThat(told.value("mailmonitor_delivery_seconds_count{target=\"eu\"}")).isEqualTo(2);
    assertThat(told.value("mailmonitor_delivery_seconds_sum{target=\"eu\"}")).isEqualTo(40.05);
    assertThat(told.value("mailmonitor_delivery_seconds_bucket{le=\"0.05\",target=\"eu\"}"))
        .isOne();
    assertThat(told.value("mailmonitor_delivery_seconds_bucket{le=\"30.0\",target=\"eu\"}"))
        .isOne();
    assertThat(told.value("mailmonitor_delivery_seconds_bucket{le=\"60.0\",target=\"eu\"}"))
        .isEqualTo(2);
    assertThat(told.value("mailmonitor_delivery_seconds_bucket{le=\"1800.0\",target=\"eu\"}"))
        .isEqualTo(2);
    assertThat(told.value("mailmonitor_delivery_seconds_bucket{le=\"+Inf\",target=\"eu\"}"))
        .isEqualTo(2);
  }

  @Test
  void what_was_measured_is_not_known_any_more_when_the_monitor_is_in_trouble() {
    // Given
    service.assign(EU);
    end(Verdict.HEALTHY, Duration.ofSeconds(1));

    // When
    service.fail(EU, "The state is locked by another run.");

    // Then
    Exposition told = service.exposition();
    assertThat(told.value("mailmonitor_test_success{target=\"eu\",test=\"send\"}")).isNaN();
    assertThat(told.value("mailmonitor_phase_duration_seconds{phase=\"imap_tls\",target=\"eu\"}"))
        .isNaN();
    assertThat(told.value("mailmonitor_delivery_seconds_count{target=\"eu\"}")).isOne();
  }

  @Test
  void a_target_that_is_not_watched_any_more_leaves_and_takes_all_its_series_along() {
    // Given
    service.assign(US);
    Set<String> before = service.exposition().series();
    service.assign(EU);
    live(EU);

    // When
    service.dismiss(EU);

    // Then
    assertThat(service.exposition().series()).isEqualTo(before);
  }

  @Test
  void a_target_whose_settings_change_keeps_its_counts() {
    // Given
    service.assign(EU);
    end(Verdict.HEALTHY, Duration.ofSeconds(1));

    // When
    service.assign(EU);

    // Then
    Exposition told = service.exposition();
    assertThat(told.value("mailmonitor_checks_total{result=\"healthy\",target=\"eu\"}")).isOne();
    assertThat(told.value("mailmonitor_delivery_seconds_count{target=\"eu\"}")).isOne();
  }

  @Test
  void alerts_are_counted_by_channel_and_by_what_became_of_them() {
    // When
    deliveries("ntfy").forEach(event -> service.deliver(EU, event));
    service.deliver(EU, deliveries("ntfy").getFirst());

    // Then
    Exposition told = service.exposition();
    assertThat(
            told.value("mailmonitor_alert_deliveries_total{channel=\"ntfy\",result=\"delivered\"}"))
        .isEqualTo(2);
    for (String once : List.of("postponed", "refused", "dropped", "unsaved")) {
      assertThat(
              told.value(
                  "mailmonitor_alert_deliveries_total{channel=\"ntfy\",result=\"" + once + "\"}"))
          .isOne();
      assertThat(
              told.value(
                  "mailmonitor_alert_deliveries_total{channel=\"email\",result=\"" + once + "\"}"))
          .isZero();
    }
  }

  @Test
  void checks_that_run_and_that_began_late_are_told() {
    // Given
    service.assign(EU);
    service.assign(US);

    // When
    service.start(EU, Duration.ofMillis(400));
    service.start(US, Duration.ofSeconds(3));
    service.callOff(US);

    // Then
    Exposition told = service.exposition();
    assertThat(told.value("mailmonitor_checks_running")).isOne();
    assertThat(told.value("mailmonitor_schedule_lateness_seconds_bucket{le=\"0.5\"}")).isOne();
    assertThat(told.value("mailmonitor_schedule_lateness_seconds_count")).isEqualTo(2);
    assertThat(told.value("mailmonitor_schedule_lateness_seconds_sum")).isEqualTo(3.4);
  }

  @Test
  void a_configuration_that_cannot_be_used_is_told_beside_the_time_of_the_one_in_force() {
    // When
    service.reload(
        new Reload.Status(
            WatchedService.NOW.plusSeconds(60), WatchedService.NOW, List.of("It is broken.")));

    // Then
    Exposition told = service.exposition();
    assertThat(told.value("mailmonitor_config_last_reload_successful")).isZero();
    assertThat(told.value("mailmonitor_config_last_reload_success_timestamp_seconds"))
        .isEqualTo((double) WatchedService.NOW.getEpochSecond());
  }

  @Test
  void the_process_tells_what_it_costs() {
    // When
    Exposition told = service.exposition();

    // Then
    double now = System.currentTimeMillis() / 1000.0;
    assertThat(told.value("process_cpu_seconds_total")).isPositive();
    assertThat(told.value("process_resident_memory_bytes")).isGreaterThan(20e6);
    assertThat(told.value("process_open_fds")).isGreaterThan(3);
    assertThat(told.value("process_start_time_seconds")).isBetween(now - 86_400, now);
    assertThat(told.value("jvm_memory_used_bytes{area=\"heap\"}")).isGreaterThan(1e6);
  }

  @Test
  void no_label_holds_an_address_a_message_id_or_what_somebody_said() {
    // Given
    service.assign(EU);

    // When
    live(EU);

    // Then
    assertThat(service.exposition().samples())
        .flatExtracting(sample -> sample.labels().entrySet())
        .filteredOn(label -> !label.getKey().equals("le"))
        .extracting(Map.Entry::getValue)
        .doesNotContain("")
        .allMatch(value -> value.matches("[a-z_]+|1\\.2\\.3"));
  }

  @NeedsPromtool
  @Test
  void prometheus_own_checker_has_nothing_to_complain_about(@TempDir Path directory)
      throws Exception {
    // Given
    service.assign(EU);
    service.assign(TargetName.UNNAMED);
    live(EU);
    Path file = directory.resolve("metrics");

    // When
    Files.writeString(file, service.text());

    // Then
    assertThat(Promtool.complaints(file)).isEmpty();
  }

  @Test
  void whoever_understands_open_metrics_is_told_the_same() {
    // Given
    service.assign(EU);
    live(EU);

    // When
    String text = service.openMetrics();

    // Then
    assertThat(text).endsWith("# EOF\n");
    assertThat(
            text.lines()
                .filter(line -> !line.startsWith("#") && !line.startsWith("process_"))
                .filter(line -> !line.startsWith("jvm_"))
                .map(line -> Exposition.of(line).samples().getFirst()))
        .containsExactlyInAnyOrderElementsOf(
            service.exposition().samples().stream()
                .filter(sample -> !sample.name().startsWith("process_"))
                .filter(sample -> !sample.name().startsWith("jvm_"))
                .toList());
  }
}
