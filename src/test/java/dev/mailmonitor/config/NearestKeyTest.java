package dev.mailmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What somebody meant who mistyped a key.
class NearestKeyTest {
  @ParameterizedTest
  @CsvSource({
    "smtp_hots, smtp_host",
    "smtpHost, smtp_host",
    "SMTP-HOST, smtp_host",
    "recieve_timeout, receive_timeout",
    "user, username",
    "metrics, metrics_file",
    "ntfy_url, ntfy_tags",
    "passwd, password",
    "'', from"
  })
  void the_key_that_begins_so_or_has_the_fewest_differences(String written, String meant) {
    assertThat(NearestKey.to(written, Setting.all().stream().map(Setting::key).toList()))
        .isEqualTo(meant);
  }

  @ParameterizedTest
  @CsvSource({"'', '', 0", "a, '', 1", "ab, ba, 1", "kitten, sitting, 3", "ca, abc, 3"})
  void differences_are_insertions_deletions_replacements_and_swaps(
      String left, String right, int expected) {
    assertThat(NearestKey.distance(left, right)).isEqualTo(expected);
  }

  @Test
  void a_very_long_key_costs_no_more_than_a_long_one() {
    assertThat(NearestKey.to("x".repeat(1_000_000), List.of("from"))).isEqualTo("from");
  }

  @ParameterizedTest
  @CsvSource({
    "smtp_prot, smtp_port",
    "--smtp-prot, smtp_port",
    "smtp_port, smtp_port",
    "imapHost, imap_host",
    "form, from",
    "frobnicate, ",
    "x, ",
    "'', "
  })
  void a_key_is_suggested_only_if_most_of_it_was_written(String written, @Nullable String meant) {
    assertThat(Setting.nearest(written)).isEqualTo(Optional.ofNullable(meant));
  }
}
