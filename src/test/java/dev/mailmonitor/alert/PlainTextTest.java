package dev.mailmonitor.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
  @Test
  void line_breaks_and_tabs_become_single_spaces() {
    // When
    String line = PlainText.line("  535 5.7.8\r\n\tError:\u2028 no\u00a0\u00a0way ", 100);

    // Then
    assertThat(line).isEqualTo("535 5.7.8 Error: no way");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0000",
        "\u0007",
        "\u001b",
        "\u007f",
        "\u009b",
        "\u202e",
        "\u202a",
        "\u2066",
        "\u2069",
        "\u200e",
        "\u061c",
        "\u200b",
        "\ufeff",
        "\udb40\udc41"
      })
  void characters_that_hide_or_reorder_text_are_removed(String hostile) {
    // When
    String line = PlainText.line("gnp" + hostile + ".exe", 100);

    // Then
    assertThat(line).isEqualTo("gnp.exe");
  }

  @Test
  void emoji_sequences_stay_whole() {
    // When
    String line = PlainText.line("👩‍💻 ⚠️ done", 100);

    // Then
    assertThat(line).isEqualTo("👩‍💻 ⚠️ done");
  }

  @Test
  void half_a_surrogate_pair_becomes_the_replacement_character() {
    // When
    String line = PlainText.line("a\ud83db\udea8", 100);

    // Then
    assertThat(line).isEqualTo("a\ufffdb\ufffd");
  }

  @ParameterizedTest
  @CsvSource({
    "abcde, 5, abcde",
    "abcdef, 5, abcd…",
    "'abcd ', 4, abcd",
    "'abcd e', 5, abcd…",
    "'abcd e', 6, abcd e",
    "'abc defg', 5, abc…",
    "🚨🚨🚨, 2, 🚨…"
  })
  void what_is_too_long_ends_in_an_ellipsis(String text, int max, String expected) {
    // When
    String line = PlainText.line(text, max);

    // Then
    assertThat(line).isEqualTo(expected);
    assertThat(line.codePointCount(0, line.length())).isLessThanOrEqualTo(max);
  }

  @ParameterizedTest
  @CsvSource({
    "abc, 3, abc",
    "abcd, 3, …",
    "abcde, 4, a…",
    "abcd, 2, ''",
    "aé🚨b, 8, aé🚨b",
    "aé🚨bc, 8, aé…",
    "🚨🚨, 7, 🚨…",
    "🚨🚨, 6, …"
  })
  void a_cut_never_splits_a_code_point(String text, int maxBytes, String expected) {
    // When
    String cut = PlainText.cutToBytes(text, maxBytes);

    // Then
    assertThat(cut).isEqualTo(expected);
    assertThat(PlainText.utf8Length(cut)).isLessThanOrEqualTo(maxBytes);
  }
}
