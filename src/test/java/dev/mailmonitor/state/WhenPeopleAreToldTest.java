package dev.mailmonitor.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mailmonitor.alert.AlertRules;
import dev.mailmonitor.schedule.Maintenance;
import dev.mailmonitor.schedule.MaintenanceWindow;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The rules by which people are told, as stories: each line is one check, and what it makes of the
/// status and of the alerts that wait to be sent. After each check they are sent, unless the line
/// says that they are `stuck`. Times are those of Berlin.
class WhenPeopleAreToldTest {
  private static final LocalDate MONDAY = LocalDate.of(2026, 1, 12);

  private static AlertRules thresholds(int failure, int recovery) {
    return new AlertRules(failure, recovery, null, null, Maintenance.NONE);
  }

  private static AlertRules reminding(String every) {
    return new AlertRules(1, 1, null, Duration.parse(every), Maintenance.NONE);
  }

  private static Maintenance window(String... windows) {
    return new Maintenance(Stream.of(windows).map(MaintenanceWindow::parse).toList(), Story.BERLIN);
  }

  private static AlertRules maintenance(String... windows) {
    return new AlertRules(1, 1, null, null, window(windows));
  }

  static List<Arguments> stories() {
    return List.of(
        story(
            "every change is told at once, and once",
            AlertRules.AT_ONCE,
            "10:00 ok   -> healthy since 10:00",
            "10:15 fail -> unhealthy since 10:15; DOWN since 10:15",
            "10:30 fail -> unhealthy since 10:15",
            "10:45 warn -> degraded since 10:45; RECOVERED_WITH_WARNINGS 10:15-10:45",
            "11:00 warn -> degraded since 10:45",
            "11:15 ok   -> healthy since 11:15; RECOVERED 10:45-11:15",
            "11:30 ok   -> healthy since 11:15",
            "11:45 warn -> degraded since 11:45; DEGRADED since 11:45",
            "12:00 fail -> unhealthy since 12:00; DOWN since 12:00",
            "12:15 ok   -> healthy since 12:15; RECOVERED 12:00-12:15"),
        story(
            "the third failed check in a row is an outage since the first",
            thresholds(3, 1),
            "10:00 ok   -> healthy since 10:00",
            "10:15 fail -> healthy since 10:00",
            "10:30 fail -> healthy since 10:00",
            "10:45 fail -> unhealthy since 10:15; DOWN since 10:15, 3 checks in a row have failed.",
            "11:00 fail -> unhealthy since 10:15",
            "11:15 ok   -> healthy since 11:15; RECOVERED 10:15-11:15"),
        story(
            "a check that does not fail begins the count anew",
            thresholds(2, 1),
            "10:00 ok   -> healthy since 10:00",
            "10:15 fail -> healthy since 10:00",
            "10:30 ok   -> healthy since 10:00",
            "10:45 fail -> healthy since 10:00",
            "11:00 warn -> degraded since 11:00; DEGRADED since 11:00",
            "11:15 fail -> degraded since 11:00",
            "11:30 fail -> unhealthy since 11:15; DOWN since 11:15, 2 checks in a row have failed."),
        story(
            "a target that was never checked stays unknown until enough checks have failed",
            thresholds(2, 1),
            "10:00 fail -> unknown",
            "10:15 fail -> unhealthy since 10:00; DOWN since 10:00, 2 checks in a row have failed."),
        story(
            "a target that was never checked is healthy after one check, whatever the thresholds",
            thresholds(5, 5),
            "10:00 fail -> unknown",
            "10:15 ok   -> healthy since 10:15"),
        story(
            "a recovery is believed when enough checks have passed, since the first of them",
            thresholds(1, 3),
            "10:00 fail -> unhealthy since 10:00; DOWN since 10:00",
            "10:15 ok   -> unhealthy since 10:00",
            "10:30 warn -> unhealthy since 10:00",
            "10:45 ok   -> healthy since 10:15; RECOVERED 10:00-10:15, 3 checks in a row have passed."),
        story(
            "a failure in between begins the count of passed checks anew and is no news",
            thresholds(1, 2),
            "10:00 fail -> unhealthy since 10:00; DOWN since 10:00",
            "10:15 ok   -> unhealthy since 10:00",
            "10:30 fail -> unhealthy since 10:00",
            "10:45 ok   -> unhealthy since 10:00",
            "11:00 warn -> degraded since 10:45; RECOVERED_WITH_WARNINGS 10:00-10:45, 2 checks in a"
                + " row have passed."),
        story(
            "warnings and their end are told at once, whatever the thresholds",
            thresholds(3, 3),
            "10:00 ok   -> healthy since 10:00",
            "10:15 warn -> degraded since 10:15; DEGRADED since 10:15",
            "10:30 ok   -> healthy since 10:30; RECOVERED 10:15-10:30"),
        story(
            "what comes and goes below both thresholds is never told",
            thresholds(2, 2),
            "10:00 ok   -> healthy since 10:00",
            "10:15 fail -> healthy since 10:00",
            "10:30 ok   -> healthy since 10:00",
            "10:45 fail -> healthy since 10:00",
            "11:00 ok   -> healthy since 10:00"),
        story(
            "a failure and its recovery both unsent are one message here too",
            thresholds(2, 2),
            "10:00 fail       -> unknown",
            "10:15 fail stuck -> unhealthy since 10:00; DOWN since 10:00, 2 checks in a row have"
                + " failed.",
            "10:30 ok   stuck -> unhealthy since 10:00; DOWN since 10:00, 2 checks in a row have"
                + " failed.",
            "10:45 ok         -> healthy since 10:30; RECOVERED 10:00-10:30 + what was missed, 2"
                + " checks in a row have passed."),
        story(
            "people are reminded of an outage, and not of its end",
            reminding("PT1H"),
            "10:00 fail -> unhealthy since 10:00; DOWN since 10:00",
            "10:30 fail -> unhealthy since 10:00",
            "11:00 fail -> unhealthy since 10:00; REMINDER since 10:00",
            "11:30 fail -> unhealthy since 10:00",
            "12:00 fail -> unhealthy since 10:00; REMINDER since 10:00",
            "12:15 ok   -> healthy since 12:15; RECOVERED 10:00-12:15",
            "14:15 ok   -> healthy since 12:15",
            "14:30 fail -> unhealthy since 14:30; DOWN since 14:30",
            "15:00 fail -> unhealthy since 14:30",
            "15:30 fail -> unhealthy since 14:30; REMINDER since 14:30"),
        story(
            "a check that comes a little early reminds too, and one that comes late puts off the next",
            reminding("PT1H"),
            "10:00 fail -> unhealthy since 10:00; DOWN since 10:00",
            "10:57 fail -> unhealthy since 10:00",
            "10:58 fail -> unhealthy since 10:00; REMINDER since 10:00",
            "11:55 fail -> unhealthy since 10:00",
            "12:30 fail -> unhealthy since 10:00; REMINDER since 10:00",
            "13:15 fail -> unhealthy since 10:00",
            "13:30 fail -> unhealthy since 10:00; REMINDER since 10:00"),
        story(
            "nobody is reminded of warnings",
            reminding("PT1H"),
            "10:00 warn -> degraded since 10:00; DEGRADED since 10:00",
            "12:00 warn -> degraded since 10:00",
            "14:00 warn -> degraded since 10:00"),
        story(
            "a newer reminder takes the place of one that could not be sent, and so does the recovery",
            reminding("PT1H"),
            "10:00 fail       -> unhealthy since 10:00; DOWN since 10:00",
            "11:00 fail stuck -> unhealthy since 10:00; REMINDER since 10:00",
            "12:00 fail stuck -> unhealthy since 10:00; REMINDER since 10:00",
            "12:30 fail stuck -> unhealthy since 10:00; REMINDER since 10:00",
            "13:00 ok         -> healthy since 13:00; RECOVERED 10:00-13:00"),
        story(
            "who could not be told of the failure needs no reminder of it",
            reminding("PT1H"),
            "10:00 fail stuck -> unhealthy since 10:00; DOWN since 10:00",
            "11:00 fail stuck -> unhealthy since 10:00; DOWN since 10:00",
            "12:00 fail       -> unhealthy since 10:00; DOWN since 10:00",
            "13:00 fail       -> unhealthy since 10:00; REMINDER since 10:00"),
        story(
            "a check that passes reminds nobody, though the recovery is not believed yet",
            new AlertRules(1, 2, null, Duration.ofHours(1), Maintenance.NONE),
            "10:00 fail -> unhealthy since 10:00; DOWN since 10:00",
            "11:00 ok   -> unhealthy since 10:00",
            "11:15 fail -> unhealthy since 10:00; REMINDER since 10:00"),
        story(
            "a failure that outlives the window is told at the first check after it",
            maintenance("Sun 02:00-04:00"),
            "Sun 01:45 ok   -> healthy since 01:45",
            "Sun 02:15 fail -> unhealthy since 02:15",
            "Sun 03:45 fail -> unhealthy since 02:15",
            "Sun 04:15 fail -> unhealthy since 02:15; DOWN since 02:15, 3 checks in a row have"
                + " failed. It began in a maintenance window.",
            "Sun 04:30 fail -> unhealthy since 02:15",
            "Sun 04:45 ok   -> healthy since 04:45; RECOVERED 02:15-04:45"),
        story(
            "a check that began in the window tells nobody, though it ends after it",
            maintenance("Sun 02:00-04:00"),
            "Sun 01:45 ok   -> healthy since 01:45",
            "Sun 04:00 fail -> unhealthy since 04:00",
            "Sun 04:01 fail -> unhealthy since 04:00; DOWN since 04:00, 2 checks in a row have"
                + " failed. It began in a maintenance window."),
        story(
            "a failure that comes and goes in the window is never told",
            maintenance("Sun 02:00-04:00"),
            "Sun 01:45 ok   -> healthy since 01:45",
            "Sun 02:15 fail -> unhealthy since 02:15",
            "Sun 03:45 ok   -> healthy since 03:45",
            "Sun 04:15 ok   -> healthy since 03:45",
            "Sun 05:15 fail -> unhealthy since 05:15; DOWN since 05:15"),
        story(
            "a failure that is over at the first check after the window is never told",
            maintenance("Sun 02:00-04:00"),
            "Sun 01:45 ok   -> healthy since 01:45",
            "Sun 02:15 fail -> unhealthy since 02:15",
            "Sun 04:15 ok   -> healthy since 04:15"),
        story(
            "the end of an outage that people know of is told in the window too",
            maintenance("Sun 02:00-04:00"),
            "Sun 01:45 fail -> unhealthy since 01:45; DOWN since 01:45",
            "Sun 02:15 fail -> unhealthy since 01:45",
            "Sun 02:30 ok   -> healthy since 02:30; RECOVERED 01:45-02:30",
            "Sun 02:45 fail -> unhealthy since 02:45",
            "Sun 03:00 ok   -> healthy since 03:00",
            "Sun 03:15 fail -> unhealthy since 03:15",
            "Sun 04:15 fail -> unhealthy since 03:15; DOWN since 03:15, 2 checks in a row have"
                + " failed. It began in a maintenance window."),
        story(
            "an outage that people know of and that outlasts the window is no news",
            maintenance("Sun 02:00-04:00"),
            "Sun 01:45 fail -> unhealthy since 01:45; DOWN since 01:45",
            "Sun 02:15 fail -> unhealthy since 01:45",
            "Sun 04:15 fail -> unhealthy since 01:45",
            "Sun 04:30 ok   -> healthy since 04:30; RECOVERED 01:45-04:30"),
        story(
            "warnings wait for the end of the window",
            maintenance("Sun 02:00-04:00"),
            "Sun 01:45 ok   -> healthy since 01:45",
            "Sun 02:15 warn -> degraded since 02:15",
            "Sun 02:30 ok   -> healthy since 02:30",
            "Sun 02:45 fail -> unhealthy since 02:45",
            "Sun 03:00 warn -> degraded since 03:00",
            "Sun 04:15 warn -> degraded since 03:00; DEGRADED since 03:00, It began in a maintenance"
                + " window.",
            "Sun 04:30 ok   -> healthy since 04:30; RECOVERED 03:00-04:30"),
        story(
            "warnings that people know of end when they end, whatever came in between",
            maintenance("Sun 02:00-04:00"),
            "Sun 01:45 warn -> degraded since 01:45; DEGRADED since 01:45",
            "Sun 02:15 fail -> unhealthy since 02:15",
            "Sun 02:30 warn -> degraded since 02:30",
            "Sun 02:45 fail -> unhealthy since 02:45",
            "Sun 03:00 ok   -> healthy since 03:00; RECOVERED 01:45-03:00"),
        story(
            "nobody is reminded in a window",
            new AlertRules(1, 1, null, Duration.ofHours(1), window("Sun 02:00-04:00")),
            "Sun 00:30 fail -> unhealthy since 00:30; DOWN since 00:30",
            "Sun 01:30 fail -> unhealthy since 00:30; REMINDER since 00:30",
            "Sun 02:30 fail -> unhealthy since 00:30",
            "Sun 03:30 fail -> unhealthy since 00:30",
            "Sun 04:30 fail -> unhealthy since 00:30; REMINDER since 00:30"),
        story(
            "reminders of a failure that outlived the window count from its alert",
            new AlertRules(1, 1, null, Duration.ofHours(1), window("Sun 02:00-04:00")),
            "Sun 01:45 ok   -> healthy since 01:45",
            "Sun 02:15 fail -> unhealthy since 02:15",
            "Sun 04:15 fail -> unhealthy since 02:15; DOWN since 02:15, 2 checks in a row have"
                + " failed. It began in a maintenance window.",
            "Sun 04:45 fail -> unhealthy since 02:15",
            "Sun 05:15 fail -> unhealthy since 02:15; REMINDER since 02:15"),
        story(
            "checks in the window count for the thresholds",
            new AlertRules(2, 2, null, null, window("Sun 02:00-04:00")),
            "Sun 01:45 ok   -> healthy since 01:45",
            "Sun 03:45 fail -> healthy since 01:45",
            "Sun 04:15 fail -> unhealthy since 03:45; DOWN since 03:45, 2 checks in a row have failed."),
        story(
            "a failure of the window is not told by a check that passes, nor by the recovery after it",
            new AlertRules(1, 2, null, null, window("Sun 02:00-04:00")),
            "Sun 01:45 ok   -> healthy since 01:45",
            "Sun 03:45 fail -> unhealthy since 03:45",
            "Sun 04:15 ok   -> unhealthy since 03:45",
            "Sun 04:30 ok   -> healthy since 04:15"),
        story(
            "a failure of the window is told if the recovery after it was none",
            new AlertRules(1, 2, null, null, window("Sun 02:00-04:00")),
            "Sun 01:45 ok   -> healthy since 01:45",
            "Sun 03:45 fail -> unhealthy since 03:45",
            "Sun 04:15 ok   -> unhealthy since 03:45",
            "Sun 04:30 fail -> unhealthy since 03:45; DOWN since 03:45, It began in a maintenance"
                + " window."),
        story(
            "a target that is first checked in a window is told after it",
            maintenance("Sun 02:00-04:00"),
            "Sun 02:15 fail -> unhealthy since 02:15",
            "Sun 04:15 fail -> unhealthy since 02:15; DOWN since 02:15, 2 checks in a row have"
                + " failed. It began in a maintenance window."),
        story(
            "a window may go on over midnight, on the nights that begin on its days",
            maintenance("Mon..Fri 23:30-00:30"),
            "Fri 23:45 fail -> unhealthy since 23:45",
            "Sat 00:15 ok   -> healthy since 00:15",
            "Sat 23:45 fail -> unhealthy since 23:45; DOWN since 23:45",
            "Sun 00:15 ok   -> healthy since 00:15; RECOVERED Sat 23:45-00:15"),
        story(
            "a window may be open once",
            maintenance("2026-01-14 18:00 - 2026-01-15 08:00"),
            "Wed 17:45 ok   -> healthy since 17:45",
            "Wed 18:15 fail -> unhealthy since 18:15",
            "Thu 07:45 ok   -> healthy since 07:45",
            "Thu 18:15 fail -> unhealthy since 18:15; DOWN since 18:15"));
  }

  /// In the night to 2026-03-29 the clock goes from 02:00 to 03:00, in that to 2026-10-25 from
  /// 03:00 back to 02:00.
  static List<Arguments> nightsOfTheClock() {
    AlertRules rules = maintenance("Sun 02:00-04:00");
    return List.of(
        arguments(
            LocalDate.of(2026, 3, 28),
            rules,
            List.of(
                "Sun 01:45 ok   -> healthy since 01:45",
                "Sun 03:15 fail -> unhealthy since 03:15",
                "Sun 04:15 fail -> unhealthy since 03:15; DOWN since 03:15, 2 checks in a row have"
                    + " failed. It began in a maintenance window.")),
        arguments(
            LocalDate.of(2026, 10, 24),
            rules,
            List.of(
                "Sun 01:45 ok   -> healthy since 01:45",
                "Sun 02:15 fail -> unhealthy since 02:15",
                "Sun 02:15 fail -> unhealthy since 02:15",
                "Sun 03:45 fail -> unhealthy since 02:15",
                "Sun 04:15 fail -> unhealthy since 02:15; DOWN since 02:15, 4 checks in a row have"
                    + " failed. It began in a maintenance window.")));
  }

  private static Arguments story(String name, AlertRules rules, String... lines) {
    return arguments(name, rules, List.of(lines));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stories")
  void people_are_told_by_these_rules(String name, AlertRules rules, List<String> story) {
    assertThat(new Story(rules, MONDAY).tell(story)).isEqualTo(Story.tidy(story));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nightsOfTheClock")
  void windows_follow_the_clock_on_the_wall(LocalDate day, AlertRules rules, List<String> story) {
    assertThat(new Story(rules, day).tell(story)).isEqualTo(Story.tidy(story));
  }
}
