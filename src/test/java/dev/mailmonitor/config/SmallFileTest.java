package dev.mailmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is read although it may be no regular file.
@Timeout(30)
class SmallFileTest {
  @TempDir Path directory;

  @Test
  void a_pipe_is_read_to_its_end() throws Exception {
    // Given
    NamedPipe pipe = NamedPipe.in(directory);
    pipe.write("pässwörd\n");

    // When
    String text = SmallFile.text(pipe.path(), 1024);

    // Then
    assertThat(text).isEqualTo("pässwörd\n");
  }

  @Test
  void a_pipe_that_nobody_writes_to_does_not_hang() throws Exception {
    // Given
    NamedPipe pipe = NamedPipe.in(directory);

    // When
    assertThatThrownBy(() -> SmallFile.within(Duration.ofMillis(50), pipe.path(), 1024))
        // Then
        .isInstanceOf(SmallFile.Unusable.class)
        .hasMessage(
            "is not a regular file and did not come to its end within 0.05 s; whatever writes to it"
                + " must have written all and closed it by then");
    pipe.write("");
  }

  @Test
  void a_device_without_an_end_is_too_large() {
    // When
    assertThatThrownBy(() -> SmallFile.bytes(Path.of("/dev/zero"), 1024))
        // Then
        .isInstanceOf(SmallFile.Unusable.class)
        .hasMessageContaining("larger than 1 KiB");
  }

  @Test
  void a_file_of_the_system_that_claims_to_be_empty_is_read() throws Exception {
    // When
    byte[] bytes = SmallFile.bytes(Path.of("/proc/self/comm"), 1024);

    // Then
    assertThat(new String(bytes, StandardCharsets.UTF_8)).isNotBlank();
  }
}
