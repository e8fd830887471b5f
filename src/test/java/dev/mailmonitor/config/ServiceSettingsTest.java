package dev.mailmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.schedule.CronExpression;
import dev.mailmonitor.schedule.Schedule;
import dev.mailmonitor.schedule.Schedule.Cron;
import dev.mailmonitor.schedule.Schedule.Every;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// When the service checks, and how much at once.
class ServiceSettingsTest {
  @TempDir Path directory;

  private static Schedule cron(String zone, String... expressions) {
    return new Cron(
        Arrays.stream(expressions).map(CronExpression::parse).toList(), ZoneId.of(zone));
  }

  private Scenario file(String keys) {
    return Scenario.in(directory).file(keys);
  }

  @Test
  void by_default_a_target_is_checked_every_quarter_of_an_hour_and_little_at_once()
      throws Exception {
    // When
    Settings settings = file("").read().settings();

    // Then
    assertThat(settings.targets().getFirst().schedule())
        .isEqualTo(new Every(Duration.ofMinutes(15)));
    assertThat(settings.service())
        .isEqualTo(new ServiceSettings(8, 8, "127.0.0.1", 9000, LogFormat.TEXT));
  }

  @Test
  void the_file_can_say_everything() throws Exception {
    // Given
    Scenario scenario =
        file(
            """
            "schedule": ["*/15 8-17 * * 1-5", "0 18-23,0-7 * * *"], "timezone": "Europe/Berlin",
            "max_concurrent_checks": 20, "max_concurrent_handshakes": 4,
            "management_host": "::", "management_port": 9100, "log_format": "json"
            """);

    // When
    Settings settings = scenario.read().settings();

    // Then
    assertThat(settings.targets().getFirst().schedule())
        .isEqualTo(cron("Europe/Berlin", "*/15 8-17 * * 1-5", "0 18-23,0-7 * * *"));
    assertThat(settings.service())
        .isEqualTo(new ServiceSettings(20, 4, "::", 9100, LogFormat.JSON));
    assertThat(settings.service().managementAddress()).isEqualTo("[::]:9100");
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void the_clock_is_this_machines_unless_said_otherwise() throws Exception {
    assertThat(file("\"schedule\": \"@daily\"").only().schedule())
        .isEqualTo(cron("Europe/Berlin", "@daily"));
  }

  @Test
  void the_strongest_source_decides_between_interval_and_schedule() throws Exception {
    // Given
    Scenario scenario =
        file(
            """
            "schedule": "@daily", "timezone": "UTC",
            "targets": {"own": {"interval": "5m"}, "common": {"timezone": "Asia/Tokyo"}}
            """);

    // When
    List<Schedule> file = schedules(scenario);
    List<Schedule> environment =
        schedules(scenario.variable("MAIL_MONITOR_SCHEDULE", "0 8 * * *; 0 20 * * *"));
    List<Schedule> flag =
        schedules(scenario.variable("MAIL_MONITOR_SCHEDULE", "0 8 * * *").flag("interval", "90"));

    // Then
    assertThat(file)
        .containsExactly(new Every(Duration.ofMinutes(5)), cron("Asia/Tokyo", "@daily"));
    assertThat(environment)
        .containsExactly(
            cron("UTC", "0 8 * * *", "0 20 * * *"), cron("Asia/Tokyo", "0 8 * * *", "0 20 * * *"));
    assertThat(flag)
        .containsExactly(new Every(Duration.ofSeconds(90)), new Every(Duration.ofSeconds(90)));
  }

  private static List<Schedule> schedules(Scenario scenario) throws ConfigurationException {
    return scenario.targets().stream().map(MonitoredTarget::schedule).toList();
  }

  @Test
  void a_number_of_seconds_in_quotes_is_warned_of_and_a_time_span_is_not() throws Exception {
    assertThat(file("\"interval\": \"900\"").warnings())
        .containsExactly(
            "interval (config.json, line 3) is a number written as a string; write 900 without"
                + " quotes.");
    assertThat(file("\"interval\": \"15min\"").warnings()).isEmpty();
    assertThat(file("\"interval\": \"PT15M\"").warnings()).isEmpty();
  }

  @Test
  void an_interval_that_a_check_may_outlast_is_nobodys_mistake() throws Exception {
    assertThat(file("\"interval\": \"10s\", \"receive_timeout\": 600").warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          "interval": "5s" | interval (config.json, line 4) must be at least 10s, not 5s.
          "interval": 5 | interval (config.json, line 4) must be at least 10s, not 5s.
          "interval": "1M" | interval (config.json, line 4) must be a time span in weeks, days, hours, minutes (min or m) or seconds, such as 15min, not "1M".
          "interval": -900 | interval (config.json, line 4) must be a time span longer than zero, such as 15min, not -900.
          "interval": true | interval (config.json, line 4) must be a number or a string, not true.
          "schedule": "every day" | schedule (config.json, line 4) must be a cron expression of minute, hour, day, month and weekday such as */15 8-17 * * 1-5, not "every day".
          "schedule": "0 24 * * *" | schedule (config.json, line 4) must be a cron expression of minute, hour, day, month and weekday such as */15 8-17 * * 1-5 (Value 24 not in range [0, 23]), not "0 24 * * *".
          "schedule": ["@daily", "0 0 31 2 *"] | schedule (config.json, line 4) must be a cron expression with a day that its months have, not "@daily;0 0 31 2 *".
          "schedule": [] | schedule (config.json, line 4) must be 1 to 50 cron expressions such as */15 8-17 * * 1-5, not empty.
          "schedule": [15] | schedule (config.json, line 4) must be a string or a list of strings without semicolons, not the number 15.
          "schedule": 15 | schedule (config.json, line 4) must be a string or a list of strings without semicolons, not the number 15.
          "timezone": "Berlin" | timezone (config.json, line 4) must be a time zone such as Europe/Berlin, America/New_York or UTC, not "Berlin".
          "max_concurrent_checks": 0 | max_concurrent_checks (config.json, line 4) must be a whole number from 1 to 1000, not 0.
          "max_concurrent_handshakes": "many" | max_concurrent_handshakes (config.json, line 4) must be a whole number from 1 to 1000, not "many".
          "interval": 60, "schedule": "@daily" | interval (config.json, line 4) and schedule (config.json, line 4) exclude each other: keep one of them.
          """)
  void a_mistake_is_told(String keys, String problem) {
    assertThat(file("\n" + keys).problems()).containsExactly(problem);
  }

  @Test
  void how_much_at_once_is_no_targets_to_say() {
    assertThat(file("\"targets\": {\"eu\": {\"max_concurrent_checks\": 2}}").problems())
        .containsExactly(
            "targets.eu.max_concurrent_checks (config.json, line 3) belongs to the top level of the"
                + " file, not into a target.");
  }
}
