package dev.mailmonitor.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerReplyTest {
  @Test
  void control_and_direction_characters_of_a_server_are_not_shown() {
    // When
    ServerReply reply = new ServerReply("550", "no\u001b[31m such\r\nuser\u202e here\u0000");

    // Then
    assertThat(reply).hasToString("550 no [31m such user here");
  }

  @Test
  void a_server_that_talks_too_much_is_cut() {
    // When
    ServerReply reply = new ServerReply("550", "x".repeat(100_000));

    // Then
    assertThat(reply.text()).hasSize(500);
  }

  @ParameterizedTest
  @CsvSource({
    "5.7.8 Error: authentication failed, 5.7.8",
    "4.2.2, 4.2.2",
    "Error 5.7.8, ''",
    "5.7.8x no, ''"
  })
  void the_enhanced_status_is_what_the_text_begins_with(String text, String expected) {
    // When
    String status = new ServerReply("535", text).enhancedStatus().orElse("");

    // Then
    assertThat(status).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "[AUTHENTICATIONFAILED] Authentication failed., AUTHENTICATIONFAILED",
    "[REFERRAL imap://x/] no, REFERRAL",
    "Authentication failed [x], ''"
  })
  void the_response_code_is_what_the_text_begins_with(String text, String expected) {
    // When
    String code = new ServerReply("NO", text).responseCode().orElse("");

    // Then
    assertThat(code).isEqualTo(expected);
  }

  @Test
  void words_in_utf_8_are_read_as_such_and_others_as_latin_1() {
    // Given
    String utf8 =
        new String("ungültig für €".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    String latin1 = "ung\u00fcltig";

    // Then
    assertThat(ServerReply.decode(utf8)).isEqualTo("ungültig für €");
    assertThat(ServerReply.decode(latin1)).isEqualTo("ungültig");
  }
}
