package dev.mailmonitor.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.mail.Timings;
import dev.mailmonitor.mail.Transcript;
import dev.mailmonitor.monitor.DeliveryEvent;
import dev.mailmonitor.probe.Verdict;
import dev.mailmonitor.state.States;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What people see of a run.
class TextOutputTest {
  private static final DeliveryEvent DELIVERED =
      new DeliveryEvent.Delivered(
          "ntfy", States.withEverything().outbox().entries().getFirst().alert(), "1");

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

  private List<String> lines() {
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private int run(boolean quiet, boolean verbose, TargetRun... runs) {
    TextOutput output =
        new TextOutput(out, lines -> lines, ZoneOffset.UTC, quiet, verbose, runs.length);
    for (int place = 0; place < runs.length; place++) {
      TargetRun run = runs[place];
      int number = place;
      run.report().ifPresent(report -> output.found(number, report));
      output.delivered(place, run.prefix(), DELIVERED);
      if (verbose) {
        output.explained(place, run.prefix(), Timings.NONE, Transcript.EMPTY);
      }
      output.over(place, run);
    }
    return output.end(List.of(runs));
  }

  @Test
  void quiet_prints_nothing_about_a_healthy_target_not_even_its_recovery() {
    // When
    int code = run(true, true, Runs.checked("", Verdict.HEALTHY));

    // Then
    assertThat(lines()).isEmpty();
    assertThat(code).isZero();
  }

  @Test
  void quiet_prints_the_blocks_of_the_others() {
    // When
    int code =
        run(
            true,
            false,
            Runs.checked("a", Verdict.HEALTHY),
            Runs.checked("b", Verdict.DEGRADED),
            Runs.checked("c", Verdict.UNHEALTHY));

    // Then
    assertThat(lines())
        .contains("b:", "⚠ Delivery took 40 s", "c:", "❌ SMTP Auth: SMTP auth failed: 421 go away")
        .contains("b: " + DELIVERED.line(), "c: " + DELIVERED.line())
        .noneMatch(line -> line.startsWith("a:"));
    assertThat(code).isEqualTo(1);
  }

  @Test
  void quiet_still_says_that_people_were_told_of_trouble() {
    // When
    int code = run(true, false, Runs.trouble("", "x"));

    // Then
    assertThat(lines()).containsExactly(DELIVERED.line());
    assertThat(code).isEqualTo(3);
  }

  @Test
  void without_quiet_everything_is_printed() {
    // When
    run(false, true, Runs.checked("a", Verdict.HEALTHY));

    // Then
    assertThat(lines())
        .contains("a:", "✓ IMAP Auth: OK", "a: " + DELIVERED.line(), "Timings:", "Transcript:");
  }
}
