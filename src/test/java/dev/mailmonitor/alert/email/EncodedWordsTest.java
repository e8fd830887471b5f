package dev.mailmonitor.alert.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.alert.AlertKind;
import jakarta.mail.internet.MimeUtility;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedWordsTest {
  @Test
  void plain_ascii_stays_as_it_is() {
    assertThat(EncodedWords.of("Mail Monitor Test (eu-1)")).isEqualTo("Mail Monitor Test (eu-1)");
  }

  @ParameterizedTest
  @EnumSource(AlertKind.class)
  void every_title_is_read_as_it_was_written(AlertKind kind) throws Exception {
    // Given
    String title = kind.title() + " (" + "n".repeat(64) + ")";

    // When
    String value = EncodedWords.of(title);

    // Then
    assertThat(MimeUtility.decodeText(MimeUtility.unfold(value))).isEqualTo(title);
  }

  @ParameterizedTest
  @ValueSource(strings = {"🚨", "é", "✅", "👩‍👩‍👧‍👦"})
  void no_word_is_longer_than_allowed_or_ends_within_a_character(String character)
      throws Exception {
    for (int length = 1; length < 60; length++) {
      // Given
      String text = "x".repeat(length % 7) + character.repeat(length);

      // When
      List<String> lines = List.of(EncodedWords.of(text).split("\r\n ", -1));

      // Then
      StringBuilder read = new StringBuilder();
      for (String line : lines) {
        assertThat(line)
            .hasSizeLessThanOrEqualTo(75)
            .matches("=\\?UTF-8\\?B\\?[A-Za-z0-9+/=]+\\?=");
        read.append(MimeUtility.decodeWord(line));
      }
      assertThat(read).hasToString(text);
    }
  }

  @Test
  void nothing_can_begin_a_header_line_of_its_own() {
    assertThat(EncodedWords.of("a\r\nBcc: x@example.com")).doesNotContain("\n", "Bcc");
  }
}
