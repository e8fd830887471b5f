package dev.mailmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DecorationTest {
  private static final List<String> REPORT =
      List.of(
          "✓ IMAP Auth: OK",
          "❌ SMTP Auth: SMTP auth failed: 535 no: really",
          "    advice: Check user name and password by logging in with a mail program.",
          "- Send Test: skipped (SMTP Auth failed)",
          "⚠ The certificate expires in 3 days");

  @Test
  void in_a_file_or_a_pipe_every_line_stays_as_it_is() {
    assertThat(new Decoration(Terminal.NONE).of(REPORT)).isEqualTo(REPORT);
    assertThat(new Decoration(new Terminal(false, true, 40, true)).of(REPORT)).isEqualTo(REPORT);
  }

  @Test
  void on_a_terminal_the_results_have_colours() {
    assertThat(new Decoration(new Terminal(true, true, 0, true)).of(REPORT))
        .containsExactly(
            "\u001b[32m✓\u001b[0m IMAP Auth: OK",
            "\u001b[1;31m❌ SMTP Auth:\u001b[0m SMTP auth failed: 535 no: really",
            "    advice: Check user name and password by logging in with a mail program.",
            "\u001b[2m- Send Test: skipped (SMTP Auth failed)\u001b[0m",
            "\u001b[33m⚠ The certificate expires in 3 days\u001b[0m");
  }

  @Test
  void no_color_is_respected() {
    assertThat(new Decoration(new Terminal(true, true, 0, false)).of(REPORT)).isEqualTo(REPORT);
  }

  @Test
  void a_long_detail_is_broken_between_words_below_its_beginning() {
    assertThat(new Decoration(new Terminal(true, true, 50, false)).of(REPORT))
        .containsExactly(
            "✓ IMAP Auth: OK",
            "❌ SMTP Auth: SMTP auth failed: 535 no: really",
            "    advice: Check user name and password by",
            "            logging in with a mail program.",
            "- Send Test: skipped (SMTP Auth failed)",
            "⚠ The certificate expires in 3 days");
  }

  @Test
  void a_word_that_is_longer_than_the_line_stays_whole() {
    // Given
    String word = "x".repeat(200);

    // When
    List<String> lines =
        new Decoration(new Terminal(true, true, 50, false)).of(List.of("    server: " + word));

    // Then
    assertThat(lines).containsExactly("    server: " + word);
  }
}
