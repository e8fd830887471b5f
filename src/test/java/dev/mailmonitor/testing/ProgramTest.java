package dev.mailmonitor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
  private static final Duration BOUND = Duration.ofSeconds(10);

  @TempDir Path directory;

  @Test
  void status_and_both_outputs_are_told_apart() throws Exception {
    // Given
    Path launcher = script("echo out $1; echo err >&2; exit 3");

    // When
    Program.Run run = Program.with().launcher(launcher).run(BOUND, "one");

    // Then
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.outLines()).containsExactly("out one");
    assertThat(run.err()).isEqualTo("err\n");
    assertThat(run.took()).isPositive();
  }

  @Test
  void the_environment_is_clean_and_the_home_is_removed() throws Exception {
    // Given
    Path launcher = script("env | sed 's/=.*//' | sort | grep -v -e '^PWD$' -e '^_$'; echo $HOME");

    // When
    Program.Run run = Program.with().launcher(launcher).environment("EXTRA", "1").run(BOUND);

    // Then
    assertThat(run.outLines().subList(0, 4)).containsExactly("EXTRA", "HOME", "JAVA_HOME", "PATH");
    assertThat(Path.of(run.outLines().getLast())).doesNotExist();
  }

  @Test
  void arguments_variables_and_output_are_utf_8() throws Exception {
    // Given
    Path launcher = script("printf '%s %s|%s\\n' \"$1\" \"$2\" \"$WORD\"");

    // When
    Program.Run run =
        Program.with().launcher(launcher).environment("WORD", "✓ ok").run(BOUND, "ä'b", "c \"d");

    // Then
    assertThat(run.out()).isEqualTo("ä'b c \"d|✓ ok\n");
  }

  @Test
  void the_working_directory_is_the_one_that_was_given() throws Exception {
    // Given
    Path launcher = script("pwd -P");

    // When
    Program.Run run = Program.with().launcher(launcher).workingDirectory(directory).run(BOUND);

    // Then
    assertThat(run.out().strip()).isEqualTo(directory.toRealPath().toString());
  }

  @Test
  void a_program_that_does_not_end_is_killed_and_its_output_shown() throws Exception {
    // Given
    Path launcher = script("echo working; sleep 60");

    // When
    Throwable failure =
        catchThrowable(() -> Program.with().launcher(launcher).run(Duration.ofMillis(500)));

    // Then
    assertThat(failure)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("did not end within")
        .hasMessageContaining("working");
  }

  @Test
  void a_running_program_is_watched_and_gets_signals() throws Exception {
    // Given
    Path launcher =
        script("trap 'echo bye; exit 7' TERM; echo ready >&2; while :; do sleep 0.05; done");

    try (RunningProgram running = Program.with().launcher(launcher).start()) {
      running.awaitLine("ready", BOUND);

      // When
      running.signal("TERM");

      // Then
      Program.Run run = running.awaitEnd(BOUND);
      assertThat(run.status()).isEqualTo(7);
      assertThat(run.out()).isEqualTo("bye\n");
    }
  }

  @Test
  void a_line_that_never_comes_is_reported_with_the_output() throws Exception {
    // Given
    Path launcher = script("echo something else");

    try (RunningProgram running = Program.with().launcher(launcher).start()) {
      // When
      Throwable failure = catchThrowable(() -> running.awaitLine("ready", BOUND));

      // Then
      assertThat(failure)
          .hasMessageContaining("No line with `ready` before the program's end")
          .hasMessageContaining("something else");
    }
  }

  private Path script(String body) throws IOException {
    Path file = Files.writeString(directory.resolve("launcher"), "#!/bin/sh\n" + body + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
