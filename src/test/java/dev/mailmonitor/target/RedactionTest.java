package dev.mailmonitor.target;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private static final String USER = "alice@mail.test";
  private static final String PASSWORD = "hünter \"2\\";

  private final Redaction redaction = Redaction.of(new Account(USER, Secret.of(PASSWORD)));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hünter \"2\\",
        "HÜNTER \"2\\",
        "hünter \\\"2\\\\",
        "h??nter \"2\\",
        "h?nter \"2\\"
      })
  void a_password_is_hidden_as_servers_write_it(String echo) {
    // When
    String shown = redaction.apply("535 bad password " + echo + ", go away");

    // Then
    assertThat(shown).isEqualTo("535 bad password (hidden), go away");
  }

  @Test
  void a_password_is_hidden_where_the_line_was_read_as_latin_1() {
    // When
    String shown = redaction.apply(new String(("no " + PASSWORD).getBytes(UTF_8), ISO_8859_1));

    // Then
    assertThat(shown).isEqualTo("no (hidden)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "\u0000alice@mail.test\u0000%s",
        "alice@mail.test\u0000alice@mail.test\u0000%s",
        "alice@mail.test:%s"
      })
  void a_login_is_hidden_as_it_was_encoded(String login) {
    // Given
    String encoded = Base64.getEncoder().encodeToString(login.formatted(PASSWORD).getBytes(UTF_8));

    // When
    String shown = redaction.apply("501 cannot decode " + encoded + " at all");

    // Then
    assertThat(shown).isEqualTo("501 cannot decode (hidden) at all");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "12", "123", "user=x,"})
  void a_password_is_hidden_within_base64_of_anything(String before) {
    // Given
    String encoded =
        Base64.getUrlEncoder().encodeToString((before + PASSWORD + " and more").getBytes(UTF_8));

    // When
    String shown = redaction.apply(encoded);

    // Then
    assertThat(shown).contains("(hidden)").doesNotContain(encoded.substring(12, 16));
  }

  @Test
  void a_password_that_is_broken_over_the_lines_of_a_reply_is_hidden_line_by_line() {
    // When
    String smtp = redaction.apply("535-5.7.8 no hün\r\n535-5.7.8 ter \r\n535 5.7.8 \"2\\ here");
    String imap = redaction.apply("* NO hünt\nA1 NO er \"2\\ here");

    // Then
    assertThat(smtp)
        .isEqualTo("535-5.7.8 no (hidden)\r\n535-5.7.8 (hidden)\r\n535 5.7.8 (hidden) here");
    assertThat(imap).isEqualTo("* NO (hidden)\nA1 NO (hidden) here");
  }

  @Test
  void base64_that_is_broken_into_lines_is_hidden() {
    // Given
    String password = "long " + "x1y2".repeat(40);
    String encoded =
        Base64.getMimeEncoder().encodeToString(("\0" + USER + "\0" + password).getBytes(UTF_8));

    // When
    String shown = Redaction.of(USER, Secret.of(password)).apply(encoded);

    // Then
    assertThat(encoded.lines().count()).isGreaterThan(2);
    assertThat(shown.lines().distinct()).containsExactly("(hidden)");
  }

  @Test
  void a_password_with_a_line_break_in_it_keeps_the_lines_apart() {
    // When
    String shown = Redaction.of(Secret.of("one1\ntwo2")).apply("a one1\ntwo2 b");

    // Then
    assertThat(shown).isEqualTo("a (hidden)\n(hidden) b");
  }

  @ParameterizedTest
  @CsvSource({
    "a, 535 authentication failed for a, 535 authentication failed for (hidden)",
    "5, 535 5.7.8 failed, 535 (hidden).7.8 failed",
    "abc, ABC is no abcd, (hidden) is no abcd",
    "hid, hid the (hidden) hid, (hidden) the (hidden) (hidden)"
  })
  void a_short_password_is_hidden_only_where_it_stands_for_itself(
      String password, String said, String expected) {
    // When
    String shown = Redaction.of(Secret.of(password)).apply(said);

    // Then
    assertThat(shown).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "535 5.7.8 Error: authentication failed", "hün ter", "hünter\n"})
  void what_is_no_secret_stays_as_it_is(String said) {
    assertThat(redaction.apply(said)).isEqualTo(said);
    assertThat(Redaction.ofNothing().apply(said)).isEqualTo(said);
    assertThat(Redaction.of(Secret.of("")).apply(said)).isEqualTo(said);
    assertThat(Redaction.of("alice", Secret.of("")).apply(said)).isEqualTo(said);
  }
}
