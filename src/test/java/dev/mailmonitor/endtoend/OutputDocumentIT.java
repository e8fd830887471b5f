package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.GreenMailHost;
import dev.mailmonitor.testing.OutputDocument;
import dev.mailmonitor.testing.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Holds the examples of `docs/output.md` to what the packaged program writes, but for its numbers.
class OutputDocumentIT {
  @TempDir Path directory;

  /// The text without what differs from run to run.
  private static String masked(String text) {
    return text.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID")
        .replace("@mail.example.com", "@localhost")
        .replaceAll("\\d+(\\.\\d+)?(E\\d+)?", "N");
  }

  @Test
  void the_plugins_answer_and_the_metrics_are_those_of_a_healthy_server() throws Exception {
    try (GreenMailHost host = GreenMailHost.start()) {
      // Given
      Path metrics = directory.resolve("mail.prom");
      Installation installation =
          Installation.in(directory)
              .reaching(host)
              .set("delivery_warning", 30)
              .set("receive_timeout", 60)
              .set("metrics_file", "mail.prom");

      // When
      Program.Run run = installation.run("--output", "nagios");

      // Then
      assertThat(masked(run.out())).isEqualTo(masked(OutputDocument.example("text", "MAIL OK")));
      List<String> written =
          Files.readAllLines(metrics).stream().map(line -> masked(line)).toList();
      assertThat(written)
          .containsSubsequence(
              OutputDocument.example("text", "# HELP").lines().map(line -> masked(line)).toList());
    }
  }
}
