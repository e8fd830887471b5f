package dev.mailmonitor.alert.ntfy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.alert.Attempt;
import dev.mailmonitor.target.Redaction;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.testing.SecretWatch;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a reason says, whoever gets to read it: somebody who tries out the way, too.
class NtfyAnswersTest {
  private static final String SERVER = "https://ntfy.example.com";
  private static final String TOKEN = SecretWatch.OF_TESTS.keep("tk_abcdefghijklmnop12345678901");

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 503})
  void an_answer_that_passes_promises_nothing(int status) {
    // Given
    NtfyAnswers answers = new NtfyAnswers(SERVER, InstantSource.system(), Redaction.ofNothing());

    // When
    Attempt attempt = answers.judge(status, "", null, null);

    // Then
    assertPromisesNothing(attempt);
  }

  static Throwable[] faults() {
    return new Throwable[] {
      new ConnectException("Connection refused"),
      new UnknownHostException("ntfy.example.com"),
      new SSLException("no TLS"),
      new java.net.SocketTimeoutException("Read timed out"),
      new IllegalStateException("odd")
    };
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_fault_that_passes_promises_nothing(Throwable fault) {
    // Given
    NtfyFaults faults = new NtfyFaults(SERVER, "", Redaction.ofNothing());

    // When
    Attempt attempt = faults.judge(fault);

    // Then
    assertPromisesNothing(attempt);
  }

  private static void assertPromisesNothing(Attempt attempt) {
    assertThat(attempt)
        .isInstanceOfSatisfying(
            Attempt.Later.class,
            later ->
                assertThat(later.reason())
                    .contains(SERVER)
                    .doesNotContain("again")
                    .doesNotContain("  ")
                    .endsWith("."));
  }

  @ParameterizedTest
  @ValueSource(ints = {150, 180, 190, 195, 199, 200, 205})
  void no_part_of_a_token_remains_where_the_servers_words_are_cut(int before) {
    // Given
    String words = "x".repeat(before) + " " + TOKEN;
    NtfyAnswers answers =
        new NtfyAnswers(SERVER, InstantSource.system(), Redaction.of(Secret.of(TOKEN)));

    // When
    List<Attempt> attempts =
        List.of(
            answers.judge(500, words, null, null),
            answers.judge(403, "{\"code\":40301,\"error\":\"" + words + "\"}", null, null),
            answers.judge(307, "", null, "https://ntfy.example.com/" + words),
            answers.judge(200, "{\"id\":\"" + TOKEN + "\"}", null, null));

    // Then
    assertThat(attempts)
        .allSatisfy(attempt -> assertThat(attempt.toString()).doesNotContain("tk_", "2345"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"id\":4711}", "{\"id\":1.5}", "{\"id\":true}", "{\"id\":null}", "{\"id\":[]}"})
  void an_answer_whose_id_is_no_text_comes_from_another_service(String body) {
    // Given
    NtfyAnswers answers = new NtfyAnswers(SERVER, InstantSource.system(), Redaction.ofNothing());

    // When
    Attempt attempt = answers.judge(200, body, null, null);

    // Then
    assertThat(attempt).isInstanceOf(Attempt.Final.class);
  }
}
