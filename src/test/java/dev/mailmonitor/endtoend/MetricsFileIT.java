package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mailmonitor.testing.GreenMailHost;
import dev.mailmonitor.testing.NeedsPromtool;
import dev.mailmonitor.testing.Program;
import dev.mailmonitor.testing.Promtool;
import dev.mailmonitor.testing.ReportSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `--metrics-file` of the packaged program, as node_exporter finds it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsFileIT {
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

  private Path file() {
    return directory.resolve("mail.prom");
  }

  private Program.Run run(Situation situation, String... more) {
    String[] arguments = {"--metrics-file", file().toString()};
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return situation.run(host, directory, all);
  }

  private double value(String series) throws Exception {
    List<String> found =
        Files.readAllLines(file()).stream().filter(line -> line.startsWith(series + " ")).toList();
    assertThat(found).as(series).hasSize(1);
    return Double.parseDouble(found.getFirst().substring(series.length() + 1));
  }

  @NeedsPromtool
  @ParameterizedTest
  @EnumSource(names = {"HEALTHY", "FAILED", "LOCKED", "SEVERAL"})
  void prometheus_has_nothing_to_complain_about(Situation situation) {
    // When
    run(situation);

    // Then
    assertThat(Promtool.complaints(file())).isEmpty();
  }

  @Test
  void a_healthy_check_leaves_its_times_and_only_this_file() throws Exception {
    // Given
    double before = Instant.now().toEpochMilli() / 1000.0;

    // When
    Program.Run run = run(Situation.HEALTHY);

    // Then
    assertThat(run.out()).matches(Installation.HEALTHY);
    assertThat(run.err()).isEmpty();
    assertThat(value("mailmonitor_test_success{target=\"default\",test=\"receive\"}")).isOne();
    assertThat(value("mailmonitor_last_delivery_seconds{target=\"default\"}")).isPositive();
    assertThat(value("mailmonitor_last_run_timestamp_seconds{target=\"default\"}"))
        .isGreaterThanOrEqualTo(before);
    for (String phase : List.of("imap_tls", "imap_delivery", "imap_cleanup", "smtp_data")) {
      String labels = "{phase=\"" + phase + "\",target=\"default\"}";
      assertThat(value("mailmonitor_phase_duration_seconds" + labels)).isPositive();
    }
    assertThat(
            value(
                "mailmonitor_certificate_expiry_timestamp_seconds{service=\"smtp\",target=\"default\"}"))
        .isGreaterThan(before);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-r--r--");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(path -> "" + path.getFileName()))
          .containsExactlyInAnyOrder("config.json", "mail.prom", "state.json", "state.json.lock");
    }
  }

  @Test
  void every_step_that_is_timed_has_its_series() throws Exception {
    // When
    Program.Run run = run(Situation.HEALTHY, "--output", "json");

    // Then
    JsonNode phases = ReportSchema.valid(run.outLines().getFirst()).path("phases");
    assertThat(phases).hasSizeGreaterThan(12);
    for (JsonNode timed : phases) {
      if (!timed.path("phase").asText().equals("logout")) {
        String phase = timed.path("service").asText() + "_" + timed.path("phase").asText();
        assertThat(
                value(
                    "mailmonitor_phase_duration_seconds{phase=\"%s\",target=\"default\"}"
                        .formatted(phase)))
            .isPositive();
      }
    }
  }

  @Test
  void failures_are_counted_from_run_to_run_and_the_last_success_stays() throws Exception {
    // Given
    run(Situation.DEGRADED);
    double success = value("mailmonitor_last_success_timestamp_seconds{target=\"default\"}");

    // When
    run(Situation.FAILED);
    Program.Run run = run(Situation.FAILED);

    // Then
    assertThat(run.status()).isEqualTo(1);
    assertThat(value("mailmonitor_consecutive_failures{target=\"default\"}")).isEqualTo(2);
    assertThat(value("mailmonitor_last_success_timestamp_seconds{target=\"default\"}"))
        .isEqualTo(success);
    assertThat(value("mailmonitor_last_run_timestamp_seconds{target=\"default\"}"))
        .isGreaterThan(success);
    assertThat(value("mailmonitor_status{status=\"unhealthy\",target=\"default\"}")).isOne();
    assertThat(value("mailmonitor_last_delivery_seconds{target=\"default\"}")).isNaN();
  }

  @Test
  void a_target_that_could_not_be_checked_keeps_the_time_of_its_last_check() throws Exception {
    // Given
    run(Situation.HEALTHY);
    double before = value("mailmonitor_last_run_timestamp_seconds{target=\"default\"}");

    // When
    Program.Run run = run(Situation.LOCKED);

    // Then
    assertThat(run.status()).isEqualTo(3);
    assertThat(value("mailmonitor_last_run_timestamp_seconds{target=\"default\"}"))
        .isEqualTo(before);
    assertThat(value("mailmonitor_status{status=\"healthy\",target=\"default\"}")).isOne();
    assertThat(value("mailmonitor_test_success{target=\"default\",test=\"send\"}")).isNaN();
  }

  @Test
  void a_configuration_that_is_wrong_leaves_the_file_as_it_is() throws Exception {
    // Given
    Files.writeString(file(), "as it was\n");

    // When
    run(Situation.MISCONFIGURED);

    // Then
    assertThat(file()).hasContent("as it was\n");
  }

  @Test
  void a_file_that_cannot_be_written_is_a_warning_and_no_status() {
    // When
    Program.Run run =
        Situation.HEALTHY.run(host, directory, "--metrics-file", directory + "/missing/mail.prom");

    // Then
    assertThat(run.out()).matches(Installation.HEALTHY);
    assertThat(run.err())
        .isEqualTo(
            "Warning: The metrics file "
                + directory
                + "/missing/mail.prom could not be written: its directory does not exist.\n");
    assertThat(run.status()).isZero();
  }
}
