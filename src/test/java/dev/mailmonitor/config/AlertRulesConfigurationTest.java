package dev.mailmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.alert.AlertRules;
import dev.mailmonitor.schedule.Maintenance;
import dev.mailmonitor.schedule.MaintenanceWindow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When people are told, as it is configured.
class AlertRulesConfigurationTest {
  private static final MaintenanceWindow SUNDAY = MaintenanceWindow.parse("Sun 02:00-04:00");
  private static final MaintenanceWindow NIGHTS = MaintenanceWindow.parse("Mon,Wed 23:30-00:30");

  @TempDir Path directory;

  @Test
  void every_rule_can_stand_in_the_file() throws Exception {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .file(
                """
                "failure_threshold": 3, "recovery_threshold": 2, "confirm_after": "20s",
                "remind_every": "PT4H", "timezone": "America/New_York",
                "maintenance": ["Sun 02:00-04:00", "Mon,Wed 23:30-00:30"]
                """);

    // When
    AlertRules rules = scenario.only().rules();

    // Then
    assertThat(rules)
        .isEqualTo(
            new AlertRules(
                3,
                2,
                Duration.ofSeconds(20),
                Duration.ofHours(4),
                new Maintenance(List.of(SUNDAY, NIGHTS), ZoneId.of("America/New_York"))));
    assertThat(scenario.warnings()).isEmpty();
  }

  @Test
  void every_rule_can_be_a_flag_or_a_variable() throws Exception {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .file("")
            .flag("failure_threshold", "3")
            .flag("confirm_after", "1m")
            .flag("maintenance", "Sun 02:00-04:00; Mon,Wed 23:30-00:30")
            .variable("MAIL_MONITOR_RECOVERY_THRESHOLD", "2")
            .variable("MAIL_MONITOR_REMIND_EVERY", "3600")
            .variable("MAIL_MONITOR_TIMEZONE", "UTC");

    // When
    AlertRules rules = scenario.only().rules();

    // Then
    assertThat(rules)
        .isEqualTo(
            new AlertRules(
                3,
                2,
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                new Maintenance(List.of(SUNDAY, NIGHTS), ZoneId.of("UTC"))));
  }

  @Test
  void a_target_can_turn_off_what_holds_for_the_others() throws Exception {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .file(
                """
                "confirm_after": "20s", "remind_every": 3600, "maintenance": "Sun 02:00-04:00",
                "targets": {
                  "eu": {},
                  "us": { "confirm_after": "off", "remind_every": "off", "maintenance": [] }
                }
                """);

    // When
    List<MonitoredTarget> targets = scenario.targets();

    // Then
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    assertThat(targets)
        .extracting(MonitoredTarget::rules)
        .containsExactly(
            new AlertRules(
                1,
                1,
                Duration.ofSeconds(20),
                Duration.ofHours(1),
                new Maintenance(List.of(SUNDAY), berlin)),
            new AlertRules(1, 1, null, null, new Maintenance(List.of(), berlin)));
  }

  @Test
  void what_is_in_effect_is_shown_as_it_could_be_written() throws Exception {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .file(
                """
                "confirm_after": 90, "maintenance": ["sunday 2:00 - 4:00", "Mon,Wed 23:30-00:30"]
                """);

    // When
    String text = scenario.read().render();

    // Then
    assertThat(text.lines().map(line -> line.replaceAll("  +", "  ")))
        .contains(
            "confirm_after  1min30s  confirm_after in config.json, line 3",
            "maintenance  Sun 02:00-04:00; Mon,Wed 23:30-00:30  maintenance in config.json, line 3");
  }

  @Test
  void a_number_in_quotes_is_warned_of_but_a_span_is_none() throws Exception {
    assertThat(Scenario.in(directory).file("\"confirm_after\": \"20s\"").warnings()).isEmpty();
    assertThat(Scenario.in(directory).file("\"confirm_after\": \"20\"").warnings())
        .containsExactly(
            "confirm_after (config.json, line 3) is a number written as a string; write 20 without"
                + " quotes.");
  }
}
