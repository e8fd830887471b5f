package dev.mailmonitor.alert.ntfy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.alert.Attempt;
import dev.mailmonitor.target.Redaction;
import dev.mailmonitor.testing.Foreign;
import dev.mailmonitor.testing.ForeignText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a server, or a proxy before it, answers: it is accepted or a reason that can be shown.
class NtfyAnswersPropertyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Instant NOW = Instant.parse("2026-01-16T09:30:00Z");

  @Provide
  Arbitrary<String> bodies() {
    return Foreign.octets(
            12,
            "{",
            "}",
            "[",
            "\"id\": ",
            "\"code\": ",
            "\"error\": ",
            "\"link\": ",
            "\"abc\"",
            "42908",
            "1e99",
            "null",
            ", ",
            "\"\\ud800\"",
            "<html>",
            "99999999999999999999",
            "{\"error\": \"")
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  @Provide
  Arbitrary<@Nullable String> headers() {
    return Arbitraries.oneOf(
            Foreign.texts(24),
            Arbitraries.of(
                "0",
                "-1",
                "999999999",
                "99999999999",
                "1.5",
                "Wed, 21 Oct 2099 07:28:00 GMT",
                "Wed, 21 Oct 1999 07:28:00 GMT",
                "Fri, 31 Dec 9999 23:59:59 GMT"))
        .injectNull(0.3);
  }

  static List<String> savedBodies() {
    return ForeignText.rows("ntfy-answers");
  }

  @Property(tries = 600)
  void any_answer_is_accepted_or_a_reason_that_can_be_shown(
      @ForAll @IntRange(min = 100, max = 599) int status,
      @ForAll("bodies") String body,
      @ForAll("headers") @Nullable String retryAfter,
      @ForAll("headers") @Nullable String location) {
    assertShowable(status, body, retryAfter, location);
  }

  @ParameterizedTest
  @MethodSource("savedBodies")
  void answers_that_were_once_given_are_accepted_or_a_reason_that_can_be_shown(String body) {
    for (int status : List.of(200, 302, 400, 413, 429, 500)) {
      assertShowable(status, body, null, null);
    }
  }

  private static void assertShowable(
      int status, String body, @Nullable String retryAfter, @Nullable String location) {
    Assertions.assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          Attempt attempt =
              new NtfyAnswers(
                      "https://ntfy.example.com", InstantSource.fixed(NOW), Redaction.ofNothing())
                  .judge(status, body, retryAfter, location);
          String shown =
              switch (attempt) {
                case Attempt.Accepted accepted -> accepted.reference();
                case Attempt.Final refused -> refused.reason();
                case Attempt.Later later -> {
                  assertThat(later.retryAfter().orElse(Duration.ZERO))
                      .isGreaterThanOrEqualTo(Duration.ZERO);
                  // What is to come can be reckoned with.
                  assertThat(NOW.plus(later.retryAfter().orElse(Duration.ZERO))).isNotNull();
                  yield later.reason();
                }
              };
          assertThat(shown).isNotBlank().hasSizeLessThan(1200);
          assertThat(Foreign.isValid(shown)).isTrue();
          assertThat(shown.codePoints()).noneMatch(Character::isISOControl);
          assertThat(attempt instanceof Attempt.Accepted).isEqualTo(isAcceptance(status, attempt));
        });
  }

  /// Nothing but a success may count as delivered.
  private static boolean isAcceptance(int status, Attempt attempt) {
    return attempt instanceof Attempt.Accepted && status >= 200 && status < 300;
  }
}
