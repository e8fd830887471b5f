package dev.mailmonitor.alert.ntfy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.alert.Attempt;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.InstantSource;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a reason says, whoever gets to read it: somebody who tries out the way, too.
class NtfyAnswersTest {
  private static final String SERVER = "https://ntfy.example.com";

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 503})
  void an_answer_that_passes_promises_nothing(int status) {
    // Given
    NtfyAnswers answers = new NtfyAnswers(SERVER, InstantSource.system());

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
    NtfyFaults faults = new NtfyFaults(SERVER, "");

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

  @Test
  void a_token_that_is_sent_back_is_not_shown_where_the_quotation_is_cut_either() {
    // Given
    String token = "tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2";
    NtfyAnswers answers =
        new NtfyAnswers(SERVER, InstantSource.system(), text -> text.replace(token, "(hidden)"));

    // When
    Attempt attempt = answers.judge(400, "x".repeat(185) + token, null, null);

    // Then
    assertThat(((Attempt.Final) attempt).reason()).contains("x(hidden)").doesNotContain("tk_");
  }
}
