package dev.mailmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.ReportSchema;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a bug of the monitor looks like to those who read its output.
class InternalErrorTest {
  /// Breaks whatever asks it.
  private static final class BrokenClock extends Clock {
    @Override
    public ZoneId getZone() {
      throw new IllegalStateException("no time | zone");
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      throw new IllegalStateException("no time | zone");
    }
  }

  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... more) {
    String[] arguments = {
      "--smtp-host", "localhost", "--imap-host", "localhost", "--username", "a@mail.test"
    };
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return new Program(
            new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.NONE),
            Map.of("MAIL_MONITOR_PASSWORD", "s3cret", "HOME", directory.toString()),
            directory,
            PasswordInput.ofProcess(),
            new BrokenClock(),
            AlertContainer.thatRuns())
        .run(all);
  }

  @Test
  void people_read_it_on_standard_error() {
    assertThat(run()).isEqualTo(3);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("Error: internal error, please report it: ");
  }

  @Test
  void a_monitoring_server_reads_unknown() {
    assertThat(run("--output", "nagios")).isEqualTo(3);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("MAIL UNKNOWN - internal error, please report it: ")
        .doesNotContain("|");
  }

  @Test
  void a_program_reads_trouble() {
    assertThat(run("--output", "json")).isEqualTo(3);
    assertThat(ReportSchema.valid(out.toString(StandardCharsets.UTF_8)).path("trouble").asText())
        .startsWith("internal error, please report it: ");
  }
}
