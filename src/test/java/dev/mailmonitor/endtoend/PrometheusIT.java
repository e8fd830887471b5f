package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mailmonitor.testing.Dashboard;
import dev.mailmonitor.testing.Exposition;
import dev.mailmonitor.testing.GreenMailHost;
import dev.mailmonitor.testing.LoopbackPorts;
import dev.mailmonitor.testing.NeedsPrometheus;
import dev.mailmonitor.testing.NeedsPromtool;
import dev.mailmonitor.testing.Prometheus;
import dev.mailmonitor.testing.Promtool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A real Prometheus reads the metrics of the packaged service and looks at the rules that are
/// shipped.
@NeedsPrometheus
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrometheusIT {
  private static final Path RULES = Path.of("deploy/prometheus/mail-monitor.rules.yml");

  /// The next check, a reading and a look at the rules later, on a machine under load.
  private static final Duration SOON = Duration.ofMinutes(2);

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private GreenMailHost mail;
  private Installation installation;
  private Service service;
  private Prometheus prometheus;

  @BeforeAll
  void start(@TempDir Path directory) {
    mail = GreenMailHost.start();
    started.push(mail);
    installation =
        Installation.in(directory)
            .reaching(mail)
            .set("interval", "10s")
            .target("eu", Map.of())
            .target("nobody", Map.of("smtp_port", LoopbackPorts.free()));
    service = Service.of(installation);
    started.push(service);
    prometheus = Prometheus.start(RULES, "mail-monitor", service.port());
    started.push(prometheus);
  }

  @AfterAll
  void stop() throws Exception {
    for (AutoCloseable last : started) {
      last.close();
    }
  }

  private static ConditionFactory soon() {
    return await().atMost(SOON).pollInterval(Duration.ofMillis(500));
  }

  private List<Prometheus.Alert> firing(String name, String target) {
    return prometheus.alerts().stream()
        .filter(Prometheus.Alert::isFiring)
        .filter(alert -> alert.name().equals(name))
        .filter(alert -> target.equals(alert.labels().get("target")))
        .toList();
  }

  private void awaitStatus(String target, String status) {
    String query = "mailmonitor_status{target='%s',status='%s'} == 1".formatted(target, status);
    soon().until(() -> !prometheus.query(query).isEmpty());
  }

  @Test
  void it_reads_the_service_and_can_answer_every_rule_and_every_panel_of_the_dashboard() {
    // When
    awaitStatus("eu", "healthy");

    // Then
    assertThat(prometheus.targetErrors()).isEqualTo(Map.of("mail-monitor", ""));
    soon().until(() -> prometheus.ruleErrors().values().stream().allMatch(String::isEmpty));
    assertThat(prometheus.ruleErrors()).containsKey("MailMonitorTargetDown");
    for (String query : Dashboard.shipped().queries()) {
      if (query.contains("postfix") || query.contains("alert_deliveries")) {
        assertThat(prometheus.query(query)).as(query).isEmpty();
      } else {
        soon().untilAsserted(() -> assertThat(prometheus.query(query)).as(query).isNotEmpty());
      }
    }
  }

  @Test
  void an_alert_fires_when_the_mail_server_stops_and_ends_when_it_is_back() {
    // Given
    awaitStatus("eu", "healthy");
    soon().until(() -> firing("MailMonitorTargetDown", "eu").isEmpty());

    // When
    mail.stopServers();

    // Then
    soon().until(() -> !firing("MailMonitorTargetDown", "eu").isEmpty());
    assertThat(firing("MailMonitorTargetDown", "eu").getFirst().description())
        .contains("Not passed: imap_auth receive send smtp_auth (tests");

    // When
    mail.startServers();

    // Then
    soon().until(() -> firing("MailMonitorTargetDown", "eu").isEmpty());
    assertThat(prometheus.query("mailmonitor_checks_total{target='eu',result='unhealthy'}"))
        .allSatisfy((_, count) -> assertThat(count).isPositive());
  }

  @Test
  void of_two_targets_only_the_one_that_fails_is_told() {
    // When
    soon().until(() -> !firing("MailMonitorTargetDown", "nobody").isEmpty());

    // Then
    assertThat(firing("MailMonitorTargetDown", "nobody").getFirst().description())
        .contains("Not passed: receive send smtp_auth (tests");
    assertThat(prometheus.query("mailmonitor_delivery_seconds_count{target='nobody'}"))
        .as("what fails is no delivery")
        .hasSize(1)
        .allSatisfy((_, count) -> assertThat(count).isZero());
  }

  @Test
  void a_target_leaves_with_the_configuration() {
    // Given
    installation.target("guest", Map.of()).configuration();
    soon().until(() -> !prometheus.query("mailmonitor_status{target='guest'}").isEmpty());

    // When
    installation.withoutTarget("guest").configuration();

    // Then
    soon().until(() -> prometheus.query("{target='guest'}").isEmpty());
    assertThat(prometheus.query("{target='eu'}")).isNotEmpty();
  }

  @Test
  void a_service_that_is_not_there_is_missed() {
    // Given
    try (Prometheus alone = Prometheus.start(RULES, "mail-monitor", LoopbackPorts.free())) {
      // Then
      soon()
          .until(() ->
              alone.alerts().stream()
                  .anyMatch(
                      alert -> alert.isFiring() && alert.name().equals("MailMonitorMissing")));
      assertThat(alone.alerts())
          .extracting(Prometheus.Alert::name)
          .containsOnly("MailMonitorMissing");
    }
  }

  @NeedsPromtool
  @Test
  void prometheus_own_checker_has_nothing_to_complain_about(@TempDir Path directory)
      throws Exception {
    // Given
    Path file = directory.resolve("metrics.prom");

    // When
    Service.Answer answer = service.get("/q/metrics");

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(Promtool.complaints(Files.writeString(file, answer.body()))).isEmpty();
    assertThat(Exposition.of(answer.body()).types().keySet())
        .allMatch(name -> name.matches("(mailmonitor|process|jvm)_.*"));
  }
}
