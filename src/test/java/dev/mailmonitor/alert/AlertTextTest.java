package dev.mailmonitor.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mailmonitor.alert.Alert.Condition;
import dev.mailmonitor.alert.Alert.Span;
import dev.mailmonitor.target.TargetName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AlertTextTest {
  private static final Instant DOWN_AT = Instant.parse("2026-01-16T09:30:10Z");
  private static final Instant UP_AT = Instant.parse("2026-01-16T09:53:20Z");
  private static final Problem AUTH =
      new Problem(
          "SMTP auth failed: 535 5.7.8 denied",
          "SMTP auth failed: the login was rejected",
          "login with mail.example.com:587",
          "535-5.7.8 denied\r\n535 5.7.8 see https://example.com/why",
          List.of("192.0.2.7:587: server words again"),
          "Check user name and password.");
  private static final Problem SEND = Problem.of("Send Test: SMTP auth failed");
  private static final Problem WARNING =
      new Problem(
          "The certificate ends in 5 days",
          "The certificate ends in 5 days",
          null,
          null,
          List.of(),
          "Renew it.");

  private final AlertText text = new AlertText(ZoneId.of("Europe/Berlin"));

  static List<Arguments> titles() {
    return List.of(
        arguments(AlertKind.DOWN, "🚨 Mail Server Alert", true),
        arguments(AlertKind.REMINDER, "🚨 Mail Server Alert", true),
        arguments(AlertKind.DEGRADED, "⚠️ Mail Server Degraded", false),
        arguments(AlertKind.RECOVERED, "✅ Mail Server Recovered", false),
        arguments(AlertKind.RECOVERED_WITH_WARNINGS, "✅ Mail Server Recovered", false),
        arguments(AlertKind.MONITOR_BROKEN, "🚨 Mail Monitor cannot check", true),
        arguments(AlertKind.TEST, "Mail Monitor Test", false));
  }

  @ParameterizedTest
  @MethodSource("titles")
  void titles_and_urgency_are_those_that_users_know(
      AlertKind kind, String title, boolean isFailure) {
    // When
    AlertMessage unnamed = text.render(alert(kind, List.of()), AlertDetails.FULL);
    AlertMessage named =
        text.render(alert(kind, new TargetName("office"), List.of()), AlertDetails.FULL);

    // Then
    assertThat(unnamed.title()).isEqualTo(title);
    assertThat(named.title()).isEqualTo(title + " (office)");
    assertThat(kind.isFailure()).isEqualTo(isFailure);
  }

  @Test
  void the_longest_title_is_below_one_kilobyte() {
    // Given
    TargetName longest = new TargetName("x".repeat(64));

    // When
    String title = alert(AlertKind.MONITOR_BROKEN, longest, List.of()).title();

    // Then
    assertThat(title.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1024);
  }

  @Test
  void a_failure_is_told_with_all_that_helps() {
    // Given
    Alert alert = alert(AlertKind.DOWN, List.of(AUTH, SEND), Span.since(Condition.DOWN, DOWN_AT));

    // When
    String body = text.render(alert, AlertDetails.FULL).body();

    // Then
    assertThat(body)
        .isEqualTo(
            """
            Mail server monitoring detected failures:

            • SMTP auth failed: 535 5.7.8 denied
            • Send Test: SMTP auth failed

            Step: login with mail.example.com:587
            Server said: 535-5.7.8 denied 535 5.7.8 see https://example.com/why
            - 192.0.2.7:587: server words again
            What to do: Check user name and password.

            Since 2026-01-16 10:30 +01:00.\
            """);
  }

  @Test
  void a_reminder_says_since_when_and_how_long() {
    // Given
    Instant began = DOWN_AT.minus(Duration.ofMinutes(125));
    Alert alert = alert(AlertKind.REMINDER, List.of(SEND), Span.since(Condition.DOWN, began));

    // When
    String body = text.render(alert, AlertDetails.FULL).body();

    // Then
    assertThat(body)
        .isEqualTo(
            """
            Mail server monitoring still detects failures:

            • Send Test: SMTP auth failed

            Since 2026-01-16 08:25 +01:00 (2 h 5 min).\
            """);
  }

  @Test
  void a_failure_that_is_told_later_says_how_long_it_has_lasted() {
    // Given
    Instant began = DOWN_AT.minus(Duration.ofMinutes(30));
    Alert alert = alert(AlertKind.DOWN, List.of(SEND), Span.since(Condition.DOWN, began));

    // When
    String body = text.render(alert, AlertDetails.FULL).body();

    // Then
    assertThat(body).endsWith("\n\nSince 2026-01-16 10:00 +01:00 (30 min).");
  }

  @Test
  void a_clock_that_went_back_since_a_failure_began_gives_no_length() {
    // Given
    Instant future = DOWN_AT.plus(Duration.ofDays(300));
    Alert alert = alert(AlertKind.REMINDER, List.of(SEND), Span.since(Condition.DOWN, future));

    // When
    String body = text.render(alert, AlertDetails.FULL).body();

    // Then
    assertThat(body).endsWith("\n\nSince 2026-11-12 10:30 +01:00.");
  }

  @Test
  void a_short_failure_has_nothing_that_a_server_said() {
    // Given
    Alert alert = alert(AlertKind.DOWN, List.of(AUTH, SEND), Span.since(Condition.DOWN, DOWN_AT));

    // When
    String body = text.render(alert, AlertDetails.SHORT).body();

    // Then
    assertThat(body)
        .isEqualTo(
            """
            Mail server monitoring detected failures:

            • SMTP auth failed: the login was rejected
            • Send Test: SMTP auth failed

            What to do: Check user name and password.

            Since 2026-01-16 10:30 +01:00.\
            """);
  }

  @Test
  void words_of_the_server_that_stand_in_the_bullet_are_not_repeated() {
    // Given
    Problem problem =
        new Problem("SMTP auth failed: 535 no", "x", "login with h:587", "535 no", List.of(), null);

    // When
    String body = text.render(alert(AlertKind.DOWN, List.of(problem)), AlertDetails.FULL).body();

    // Then
    assertThat(body)
        .isEqualTo(
            """
            Mail server monitoring detected failures:

            • SMTP auth failed: 535 no

            Step: login with h:587\
            """);
  }

  @Test
  void a_recovery_says_how_long_it_was_down() {
    // Given
    Alert alert = alert(AlertKind.RECOVERED, List.of(), new Span(Condition.DOWN, DOWN_AT, UP_AT));

    // When
    String body = text.render(alert, AlertDetails.FULL).body();

    // Then
    assertThat(body)
        .isEqualTo(
            """
            Mail server monitoring: all tests passing

            It was down from 2026-01-16 10:30 +01:00 to 2026-01-16 10:53 +01:00 (23 min).\
            """);
  }

  @Test
  void the_end_of_warnings_says_how_long_it_was_degraded() {
    // Given
    Alert alert =
        alert(AlertKind.RECOVERED, List.of(), new Span(Condition.DEGRADED, DOWN_AT, UP_AT));

    // When
    String body = text.render(alert, AlertDetails.FULL).body();

    // Then
    assertThat(body).contains("It was degraded from 2026-01-16 10:30 +01:00 to ");
  }

  @Test
  void a_recovery_of_unknown_length_is_the_first_line_alone() {
    // When
    String body = text.render(alert(AlertKind.RECOVERED, List.of()), AlertDetails.FULL).body();

    // Then
    assertThat(body).isEqualTo("Mail server monitoring: all tests passing");
  }

  @Test
  void a_recovery_with_warnings_lists_them() {
    // Given
    Alert alert =
        alert(
            AlertKind.RECOVERED_WITH_WARNINGS,
            List.of(WARNING),
            new Span(Condition.DOWN, DOWN_AT, UP_AT));

    // When
    String body = text.render(alert, AlertDetails.FULL).body();

    // Then
    assertThat(body)
        .isEqualTo(
            """
            Mail server monitoring: all tests passing, with warnings:

            • The certificate ends in 5 days

            What to do: Renew it.

            It was down from 2026-01-16 10:30 +01:00 to 2026-01-16 10:53 +01:00 (23 min).\
            """);
  }

  @Test
  void a_degradation_lists_its_warnings() {
    // Given
    Alert alert =
        alert(AlertKind.DEGRADED, List.of(WARNING), Span.since(Condition.DEGRADED, DOWN_AT));

    // When
    String body = text.render(alert, AlertDetails.FULL).body();

    // Then
    assertThat(body)
        .isEqualTo(
            """
            Mail server monitoring found problems:

            • The certificate ends in 5 days

            What to do: Renew it.

            Since 2026-01-16 10:30 +01:00.\
            """);
  }

  @Test
  void a_recovery_in_place_of_its_failure_too_tells_both() {
    // Given
    Alert alert =
        alert(AlertKind.RECOVERED, List.of(), new Span(Condition.DOWN, DOWN_AT, UP_AT))
            .insteadOf(new UUID(0, 2), List.of(AUTH, SEND));

    // When
    String full = text.render(alert, AlertDetails.FULL).body();
    String discreet = text.render(alert, AlertDetails.SHORT).body();

    // Then
    assertThat(full)
        .isEqualTo(
            """
            Mail server monitoring: all tests passing

            It was down from 2026-01-16 10:30 +01:00 to 2026-01-16 10:53 +01:00 (23 min):

            • SMTP auth failed: 535 5.7.8 denied
            • Send Test: SMTP auth failed\
            """);
    assertThat(discreet)
        .contains("• SMTP auth failed: the login was rejected")
        .doesNotContain("535");
  }

  @Test
  void a_broken_monitor_says_why() {
    // Given
    Problem reason = Problem.of("The configuration is broken: unknown key smtp_hst");

    // When
    String body =
        text.render(alert(AlertKind.MONITOR_BROKEN, List.of(reason)), AlertDetails.FULL).body();

    // Then
    assertThat(body)
        .isEqualTo(
            """
            Mail server monitoring cannot check:

            • The configuration is broken: unknown key smtp_hst\
            """);
  }

  @Test
  void a_test_message_says_where_it_comes_from() {
    // Given
    Alert alert =
        Alert.test(new UUID(0, 1), new TargetName("office"), DOWN_AT, "mail-monitor on host1");

    // When
    AlertMessage message = text.render(alert, AlertDetails.FULL);

    // Then
    assertThat(message)
        .isEqualTo(
            new AlertMessage(
                "Mail Monitor Test (office)",
                """
                This is a test message: alerts of mail-monitor arrive here.

                Sent by mail-monitor on host1.\
                """));
  }

  @Test
  void remarks_are_told_in_public_too() {
    // Given
    Alert alert = alert(AlertKind.RECOVERED, List.of()).remarking("Not\nsaved.");

    // When
    String body = text.render(alert, AlertDetails.SHORT).body();

    // Then
    assertThat(body).isEqualTo("Mail server monitoring: all tests passing\n\nNot saved.");
  }

  @Test
  void template_syntax_and_markup_in_a_servers_words_stay_words() {
    // Given
    Problem problem = Problem.of("{#for x in y} {x} <b>&amp;</b> {|");

    // When
    String body = text.render(alert(AlertKind.DOWN, List.of(problem)), AlertDetails.FULL).body();

    // Then
    assertThat(body).contains("• {#for x in y} {x} <b>&amp;</b> {|");
  }

  @Test
  void utc_is_called_utc() {
    // Given
    AlertText utc = new AlertText(ZoneOffset.UTC);
    Alert alert = alert(AlertKind.DOWN, List.of(SEND), Span.since(Condition.DOWN, DOWN_AT));

    // When
    String body = utc.render(alert, AlertDetails.FULL).body();

    // Then
    assertThat(body).endsWith("Since 2026-01-16 09:30 UTC.");
  }

  @Test
  void details_give_way_before_bullets_and_times() {
    // Given
    Problem long1 =
        new Problem(
            "IMAP auth failed: é",
            "x",
            "login with one:993",
            "🚨".repeat(600),
            Collections.nCopies(10, "é".repeat(300)),
            "Advice one.");
    Alert alert = alert(AlertKind.DOWN, List.of(long1, SEND), Span.since(Condition.DOWN, DOWN_AT));

    // When
    String body = text.render(alert, AlertDetails.FULL).body();

    // Then
    assertThat(PlainText.utf8Length(body)).isBetween(4080, 4095);
    assertThat(body)
        .startsWith(
            "Mail server monitoring detected failures:\n\n• IMAP auth failed: é\n"
                + "• Send Test: SMTP auth failed\n\nStep: login with one:993\nServer said: 🚨🚨")
        .contains("é…\n\n")
        .endsWith("\n\nSince 2026-01-16 10:30 +01:00.");
  }

  @Test
  void very_many_long_bullets_are_shortened_and_all_survive() {
    // Given
    List<Problem> problems = Collections.nCopies(20, Problem.of("🚨".repeat(300)));
    Alert alert = alert(AlertKind.DOWN, problems, Span.since(Condition.DOWN, DOWN_AT));

    // When
    String body = text.render(alert, AlertDetails.FULL).body();

    // Then
    assertThat(PlainText.utf8Length(body)).isLessThan(4096);
    assertThat(body.lines().filter(line -> line.startsWith("• 🚨") && line.endsWith("🚨…")))
        .hasSize(20);
    assertThat(body).endsWith("Since 2026-01-16 10:30 +01:00.");
  }

  @Test
  void a_message_is_cut_whatever_it_takes() {
    // Given
    List<Problem> problems = Collections.nCopies(2000, Problem.of("🚨".repeat(300)));

    // When
    String body = text.render(alert(AlertKind.DOWN, problems), AlertDetails.FULL).body();

    // Then
    assertThat(PlainText.utf8Length(body)).isBetween(4090, 4095);
    assertThat(body).startsWith("Mail server monitoring detected failures:").endsWith("…");
  }

  @Test
  void a_smaller_size_is_kept_too() {
    // Given
    Alert alert = alert(AlertKind.DOWN, List.of(AUTH, SEND), Span.since(Condition.DOWN, DOWN_AT));

    // When
    String body = text.render(alert, AlertDetails.FULL, 200).body();

    // Then
    assertThat(PlainText.utf8Length(body)).isLessThanOrEqualTo(200);
    assertThat(body)
        .contains("• Send Test: SMTP auth failed")
        .contains("…")
        .endsWith("Since 2026-01-16 10:30 +01:00.");
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 s",
    "PT59.9S, 59 s",
    "PT60S, 1 min",
    "PT23M10S, 23 min",
    "PT59M59S, 59 min",
    "PT1H, 1 h",
    "PT2H5M, 2 h 5 min",
    "PT23H59M, 23 h 59 min",
    "PT24H, 1 d",
    "PT76H59M, 3 d 4 h"
  })
  void durations_are_said_in_two_units(Duration duration, String expected) {
    // When
    String words = AlertText.words(duration);

    // Then
    assertThat(words).isEqualTo(expected);
  }

  @Test
  void a_clock_that_went_back_makes_no_negative_duration() {
    // When
    Span span = new Span(Condition.DOWN, UP_AT, DOWN_AT);

    // Then
    assertThat(span.duration()).contains(Duration.ZERO);
  }

  private static Alert alert(AlertKind kind, List<Problem> problems) {
    return alert(kind, problems, null);
  }

  private static Alert alert(AlertKind kind, TargetName target, List<Problem> problems) {
    return new Alert(new UUID(0, 1), kind, target, DOWN_AT, problems, null, List.of(), List.of());
  }

  private static Alert alert(AlertKind kind, List<Problem> problems, @Nullable Span span) {
    return new Alert(
        new UUID(0, 1), kind, TargetName.UNNAMED, DOWN_AT, problems, span, List.of(), List.of());
  }

  @Test
  void what_nobody_was_told_is_told_although_its_time_is_unknown() {
    // Given
    Alert alert =
        alert(AlertKind.RECOVERED, List.of()).insteadOf(new UUID(0, 2), List.of(AUTH, SEND));

    // When
    String body = text.render(alert, AlertDetails.FULL).body();

    // Then
    assertThat(body)
        .isEqualTo(
            """
            Mail server monitoring: all tests passing

            Of this nobody was told before:

            • SMTP auth failed: 535 5.7.8 denied
            • Send Test: SMTP auth failed\
            """);
  }
}
