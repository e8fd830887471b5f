package dev.mailmonitor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The watch bites: what leaks on purpose is found, in every form.
class SecretWatchTest {
  private static final String CANARY = "Kanari\\en \"vögel\" 'sing$en'";
  private static final String USER = "probe@mail.test";

  private final SecretWatch watch = SecretWatch.fresh();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Kanari\\en \"vögel\" 'sing$en'",
        "KANARI\\EN \"VÖGEL\" 'SING$EN'",
        "Kanari\\en \"vÃ¶gel\" 'sing$en'",
        "Kanari\\\\en \\\"vögel\\\" 'sing$en'",
        "Kanari\\\\en \\\"v\\u00f6gel\\\" 'sing$en'",
        "Kanari\\en \"vögel\" '\\''sing$en'\\''",
        "Kanari\\\\en \\\"vögel\\\" 'sing\\$en'",
        "Kanari%5Cen+%22v%C3%B6gel%22+%27sing%24en%27",
        "Kanari%5cen%20%22v%c3%b6gel%22%20%27sing%24en%27",
        "4b616e6172695c656e202276c3b667656c22202773696e6724656e27",
        "4B 61 6E 61 72 69 5C 65 6E 20 22 76 C3 B6 67 65 6C 22 20 27 73 69 6E 67 24 65 6E 27"
      })
  void a_secret_is_found_however_it_is_written(String leak) {
    // Given
    watch.keep(CANARY);

    // Then
    assertThatThrownBy(() -> watch.inspect("an output", "before" + leak + "after\n"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("stands")
        .hasMessageEndingWith("in an output")
        .message()
        .doesNotContainIgnoringCase("kanari", leak);
  }

  @Test
  void a_secret_is_found_in_base64_with_whatever_stands_around_it() {
    // Given: SASL PLAIN with and without an authorization identity (RFC 4616), LOGIN, XOAUTH2-like
    // fields, HTTP's Basic (RFC 7617), and every shift.
    watch.keep(CANARY);
    List<String> messages =
        List.of(
            CANARY,
            "\0" + USER + "\0" + CANARY,
            USER + "\0" + USER + "\0" + CANARY,
            "user=" + USER + "\u0001auth=Bearer " + CANARY + "\u0001\u0001",
            USER + ":" + CANARY,
            "1" + CANARY,
            "12" + CANARY + "3",
            "123" + CANARY + "45");

    // Then
    for (String message : messages) {
      byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
      for (Base64.Encoder encoder :
          List.of(Base64.getEncoder(), Base64.getUrlEncoder().withoutPadding())) {
        assertThatThrownBy(
                () -> watch.inspect("a transcript", "AUTH PLAIN " + encoder.encodeToString(bytes)))
            .isInstanceOf(AssertionError.class)
            .hasMessageContaining("in base64");
      }
    }
  }

  @Test
  void what_is_no_secret_is_left_alone() {
    // Given
    watch.keep(CANARY);

    // Then
    assertThatCode(() ->
            watch.inspect(
                "an output",
                "Kanarienvögel singen; "
                    + Base64.getEncoder().encodeToString(USER.getBytes(StandardCharsets.UTF_8))))
        .doesNotThrowAnyException();
  }

  @Test
  void a_secret_is_found_in_a_file_and_in_its_name(@TempDir Path directory) throws Exception {
    // Given
    watch.keep("canary-0815");
    Path named = Files.createDirectories(directory.resolve("named"));
    Files.writeString(named.resolve("state-canary-0815.json"), "{}");
    Path full = Files.createDirectories(directory.resolve("full/below"));
    Files.write(full.resolve("state.json"), "\u00ffcanary-0815".getBytes(StandardCharsets.UTF_8));
    Path latin = Files.createDirectories(directory.resolve("latin"));
    Files.write(latin.resolve("log"), "\u00ffCANARY-0815".getBytes(StandardCharsets.ISO_8859_1));

    // Then
    for (Path leaky : List.of(named, full, latin)) {
      assertThatThrownBy(() -> watch.inspectAll(leaky))
          .isInstanceOf(AssertionError.class)
          .message()
          .doesNotContainIgnoringCase("canary-0815");
    }
  }

  @Test
  void a_secret_on_the_command_line_is_the_users_own_choice_only_where_the_user_wrote_it() {
    // Given
    watch.keep("canary-0815");

    // Then
    assertThatCode(() ->
            watch.inspectCommandLine(
                "ps", "java --password=canary-0815", List.of("--password=canary-0815")))
        .doesNotThrowAnyException();
    assertThatThrownBy(() ->
            watch.inspectCommandLine("ps", "java --password=canary-0815", List.of("--config=x")))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void a_secret_that_would_be_found_by_chance_is_refused() {
    assertThatThrownBy(() -> watch.keep("passwor")).isInstanceOf(IllegalArgumentException.class);
    assertThat(watch.keep("passw0rd")).isEqualTo("passw0rd");
  }
}
