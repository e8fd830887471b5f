package dev.mailmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordInputTest {
  private static PasswordInput of(byte[] bytes) {
    return of(new ByteArrayInputStream(bytes));
  }

  private static PasswordInput of(InputStream in) {
    return new PasswordInput(in, Duration.ofMillis(300));
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "pass word,pass word",
        "' pass ', pass ",
        "'p\n',p",
        "'p\r\n',p",
        "'p\n\n','p\n'",
        "pässwörd 🔑,pässwörd 🔑"
      })
  void one_line_break_at_the_end_is_dropped_and_nothing_else(String written, String password)
      throws Exception {
    assertThat(of(written.getBytes(StandardCharsets.UTF_8)).read()).isEqualTo(password);
  }

  @Test
  void nothing_is_no_password() {
    assertThatThrownBy(() -> of(new byte[0]).read()).hasMessageContaining("nothing came in");
    assertThatThrownBy(() -> of(new byte[] {'\n'}).read()).hasMessageContaining("nothing came in");
  }

  @Test
  void a_file_that_was_meant_for_something_else_is_refused() {
    assertThatThrownBy(() -> of(new byte[70_000]).read()).hasMessageContaining("64 KiB");
    assertThatThrownBy(() -> of(new byte[] {(byte) 0xff}).read()).hasMessageContaining("UTF-8");
  }

  @Test
  void a_writer_that_never_closes_is_not_waited_for_for_ever() throws Exception {
    try (PipedOutputStream writer = new PipedOutputStream();
        PipedInputStream open = new PipedInputStream(writer)) {
      // Given
      writer.write('p');

      // When / Then
      assertThatThrownBy(() -> of(open).read()).hasMessageContaining("did not come to its end");
    }
  }
}
