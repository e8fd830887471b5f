package dev.mailmonitor.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.mailmonitor.testing.Foreign;
import dev.mailmonitor.testing.ForeignText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a server says is fit to be shown.
class ServerReplyPropertyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Provide
  Arbitrary<String> lines() {
    return Arbitraries.oneOf(
        Foreign.texts(120),
        // Long ones, whose cut may fall anywhere.
        Foreign.texts(80).map(text -> "x".repeat(460) + text));
  }

  static List<String> savedLines() {
    return ForeignText.rows("server-lines");
  }

  @Property
  void whatever_a_server_says_is_fit_to_be_shown(@ForAll("lines") String line) {
    assertFitToBeShown(line);
  }

  @ParameterizedTest
  @MethodSource("savedLines")
  void what_servers_have_said_is_fit_to_be_shown(String line) {
    assertFitToBeShown(line);
  }

  private static void assertFitToBeShown(String line) {
    Assertions.assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          String cleaned = ServerReply.clean(line);
          assertThat(cleaned.length()).isLessThanOrEqualTo(500);
          assertThat(Foreign.isValid(cleaned)).isTrue();
          assertThat(cleaned.codePoints())
              .noneMatch(Character::isISOControl)
              .noneMatch(point -> Character.getType(point) == Character.FORMAT)
              .noneMatch(point -> point == 0x2028 || point == 0x2029);
          assertThat(cleaned).isEqualTo(cleaned.strip());
          assertThat(ServerReply.clean(cleaned)).isEqualTo(cleaned);
          ServerReply reply = new ServerReply("535", ServerReply.decode(line));
          assertThatNoException()
              .isThrownBy(() -> {
                reply.enhancedStatus();
                reply.responseCode();
                assertThat(reply.number()).isEqualTo(535);
                assertThat(reply.toString()).startsWith("535");
              });
        });
  }

  @Property
  void what_a_server_says_is_shown_from_its_beginning_on(@ForAll("lines") String line) {
    String shown = ServerReply.clean(line);
    // Without what is left out or becomes a space.
    assertThat(visible(line)).startsWith(visible(shown));
  }

  private static String visible(String text) {
    StringBuilder visible = new StringBuilder();
    text.codePoints()
        .filter(point ->
            switch (Character.getType(point)) {
              case Character.CONTROL,
                  Character.FORMAT,
                  Character.SURROGATE,
                  Character.LINE_SEPARATOR,
                  Character.PARAGRAPH_SEPARATOR ->
                  false;
              default -> !Character.isWhitespace(point);
            })
        .forEach(visible::appendCodePoint);
    return visible.toString();
  }

  @Property
  void what_is_sent_as_utf8_is_read_as_it_was_meant(@ForAll("lines") String line) {
    String meant = new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    String octets = new String(meant.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

    assertThat(ServerReply.decode(octets)).isEqualTo(meant);
  }
}
