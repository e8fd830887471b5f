package dev.mailmonitor.state;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.AlertRules;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Checks one after the other, told in lines: `Sun 02:15 fail stuck -> what came of it`. The clock
/// steps from line to line, forward only.
final class Story {
  static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static final Pattern LINE =
      Pattern.compile("((?:[A-Z][a-z]{2} )?\\d\\d:\\d\\d) (ok|warn|fail)( stuck)? ->.*");
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);

  private final AlertPolicy policy;
  private ZonedDateTime clock;
  private TargetState state = TargetState.fresh(new UUID(0, 9));

  /// A story that begins on a day.
  Story(AlertRules rules, LocalDate day) {
    this.policy = new AlertPolicy(List.of("ntfy"), BERLIN, rules);
    this.clock = day.atStartOfDay(BERLIN).minusMinutes(1);
  }

  /// The lines with single spaces.
  static List<String> tidy(List<String> lines) {
    return lines.stream().map(line -> line.replaceAll(" +", " ")).toList();
  }

  /// What really comes of each line's check.
  List<String> tell(List<String> lines) {
    List<String> told = new ArrayList<>();
    for (String line : tidy(lines)) {
      Matcher parts = LINE.matcher(line);
      if (!parts.matches()) {
        throw new IllegalArgumentException(line);
      }
      step(parts.group(1), Verdict.valueOf(verdict(parts.group(2))));
      told.add(line.substring(0, line.indexOf("->")) + "-> " + status() + alerts());
      if (parts.group(3) == null) {
        state = state.withOutbox(_ -> Outbox.EMPTY);
      }
    }
    return told;
  }

  private static String verdict(String word) {
    return switch (word) {
      case "ok" -> "HEALTHY";
      case "warn" -> "DEGRADED";
      default -> "UNHEALTHY";
    };
  }

  private void step(String time, Verdict verdict) {
    do {
      clock = clock.plusMinutes(1);
    } while (!DAY.format(clock).endsWith(time));
    Instant now = clock.toInstant();
    state = saved(policy.decide(state, report(verdict, now.minusSeconds(30)), now));
  }

  /// Each check of a single run reads what the last one wrote.
  private static TargetState saved(TargetState state) {
    try {
      return StateFile.read(StateFile.write(state), new UUID(0, 1)).state();
    } catch (UnreadableStateException broken) {
      throw new AssertionError(broken);
    }
  }

  private static CheckReport report(Verdict verdict, Instant startedAt) {
    CheckReport any = Reports.of(verdict);
    return new CheckReport(
        any.target(),
        startedAt,
        Duration.ofSeconds(30),
        any.results(),
        any.warnings(),
        any.timings(),
        any.deliveryTime());
  }

  private String status() {
    return state.status().key() + state.since().map(since -> " since " + time(since)).orElse("");
  }

  private String alerts() {
    return state.outbox().entries().stream()
        .map(Outbox.Entry::alert)
        .map(this::words)
        .collect(Collectors.joining());
  }

  private String words(Alert alert) {
    return "; "
        + alert.kind()
        + span(alert.span())
        + (alert.missed().isEmpty() ? "" : " + what was missed")
        + (alert.remarks().isEmpty() ? "" : ", " + String.join(" ", alert.remarks()));
  }

  private String span(Alert.@Nullable Span span) {
    if (span == null) {
      return "";
    }
    Instant to = span.to();
    return to == null ? " since " + time(span.from()) : " " + time(span.from()) + "-" + time(to);
  }

  /// A time of another day than that of the line has its day.
  private String time(Instant instant) {
    ZonedDateTime local = instant.atZone(BERLIN);
    return (local.toLocalDate().equals(clock.toLocalDate()) ? TIME : DAY).format(local);
  }
}
