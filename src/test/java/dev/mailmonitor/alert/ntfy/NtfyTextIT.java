package dev.mailmonitor.alert.ntfy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.AlertDetails;
import dev.mailmonitor.alert.AlertKind;
import dev.mailmonitor.alert.AlertMessage;
import dev.mailmonitor.alert.AlertText;
import dev.mailmonitor.alert.Attempt;
import dev.mailmonitor.alert.Problem;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.testing.NeedsNtfy;
import dev.mailmonitor.testing.RealNtfy;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Texts of any length and any Unicode arrive at a real ntfy server as messages.
@NeedsNtfy
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NtfyTextIT {
  private static final TargetName LONGEST_NAME = new TargetName("n".repeat(64));

  private final AlertText text = new AlertText(ZoneOffset.UTC);
  private RealNtfy ntfy;

  @BeforeAll
  void start() {
    ntfy = RealNtfy.with().setting("visitor-request-limit-burst", "1000").start();
  }

  @AfterAll
  void stop() {
    ntfy.close();
  }

  /// What a server may say.
  enum Words {
    EMOJI_OF_FOUR_BYTES("🚨"),
    FAMILY_OF_JOINED_EMOJI("👩‍👩‍👧‍👦"),
    COMBINING("e\u0301\u0323\u0302"),
    RIGHT_TO_LEFT("\u202eشكرا \u2067שלום\u2069"),
    LONE_HIGH_SURROGATES("a\ud83d "),
    LONE_LOW_SURROGATES("b\ude00 "),
    CONTROL_CHARACTERS("\u0000\u0007\u001b[31mred\r\n\u0085\u2028"),
    JSON("{\"topic\":\"other\",\"x\":\"\\\\\"} "),
    MARKUP("<script>alert(1)</script> [a](javascript:1) {{.Title}} ${x} %s "),
    PRIVATE_USE("\ue000\uffff\ufdd0\udbff\udfff");

    private final String unit;

    Words(String unit) {
      this.unit = unit;
    }
  }

  private Alert alert(String words, int problems) {
    List<Problem> all = new ArrayList<>();
    for (int index = 0; index < problems; index++) {
      all.add(
          new Problem(
              "SMTP auth failed: " + words,
              "x",
              "AUTH " + words,
              words,
              List.of(words, words),
              "Advice: " + words));
    }
    return new Alert(
        UUID.randomUUID(),
        AlertKind.DOWN,
        LONGEST_NAME,
        Instant.EPOCH,
        all,
        new Alert.Span(Alert.Condition.DOWN, Instant.EPOCH, null),
        List.of(),
        List.of(words));
  }

  private JsonNode delivered(String topic, Alert alert) {
    NtfySettings settings =
        new NtfySettings(
            URI.create(ntfy.url()),
            topic,
            new NtfySettings.Credentials.None(),
            NtfySettings.HIGH,
            List.of(),
            null);
    try (NtfyChannel channel =
        new NtfyChannel(
            settings,
            AlertDetails.FULL,
            text,
            () -> {
              throw new IllegalStateException("no TLS here");
            },
            "mail-monitor/test")) {
      assertThat(channel.deliver(alert, Duration.ofMinutes(1)))
          .isInstanceOf(Attempt.Accepted.class);
    }
    List<JsonNode> messages = ntfy.messages(topic);
    assertThat(messages).hasSize(1);
    return messages.getFirst();
  }

  private void assertArrived(JsonNode message, Alert alert) {
    AlertMessage expected = text.render(alert, AlertDetails.FULL);
    assertThat(message.has("attachment")).as("sent as an attachment").isFalse();
    assertThat(message.path("message").textValue()).isEqualTo(expected.body());
    assertThat(message.path("title").textValue())
        .isEqualTo("🚨 Mail Server Alert (" + LONGEST_NAME + ")");
    assertThat(expected.body().getBytes(UTF_8).length).isLessThan(4096);
    assertThat(expected.body())
        .startsWith("Mail server monitoring detected failures:")
        .doesNotContain("\ufffd\ufffd");
    assertThat(expected.body().codePoints().noneMatch(point -> point >= 0xd800 && point < 0xe000))
        .as("no half of a character")
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource(Words.class)
  void a_mebibyte_of_a_servers_words_arrives_cut(Words words) {
    // Given
    Alert alert = alert(words.unit.repeat(1024 * 1024 / words.unit.getBytes(UTF_8).length), 4);

    // When
    JsonNode message = delivered("long-" + words.name(), alert);

    // Then
    assertArrived(message, alert);
  }

  @ParameterizedTest
  @EnumSource(Words.class)
  void a_few_words_arrive_whole(Words words) {
    // Given
    Alert alert = alert(words.unit, 1);

    // When
    JsonNode message = delivered("short-" + words.name(), alert);

    // Then
    assertArrived(message, alert);
    assertThat(message.path("message").textValue()).doesNotContain("…");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void a_text_is_cut_between_two_characters_wherever_the_limit_falls(int shift) {
    // Given: characters of four bytes, moved byte by byte against the limit.
    Alert alert = alert("x".repeat(shift) + "🚨".repeat(1000), 4);

    // When
    JsonNode message = delivered("shift-" + shift, alert);

    // Then
    assertArrived(message, alert);
    assertThat(message.path("message").textValue().getBytes(UTF_8).length)
        .isBetween(4096 - 100, 4095);
  }
}
