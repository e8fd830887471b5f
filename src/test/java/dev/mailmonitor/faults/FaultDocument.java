package dev.mailmonitor.faults;

import dev.mailmonitor.probe.FailureCause;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes the table for people who are woken at night.
final class FaultDocument {
  private static final String INDENT = "    ";

  private final StringBuilder text = new StringBuilder();

  private FaultDocument() {}

  /// The whole document.
  static String of(List<Fault> rows) {
    FaultDocument document = new FaultDocument();
    document.introduction(rows);
    for (Group group : Group.values()) {
      document.chapter(group, rows.stream().filter(row -> row.group == group).toList());
    }
    return document.text.toString();
  }

  private void introduction(List<Fault> rows) {
    text.append(
        """
        # What the lines mean

        An alert, or a line that begins with `❌`, brought you here. Look for its words below: the
        faults are grouped by where they happen, and under each cause stands what to do. The same advice
        stands in the alert and below the line:

        ```
        ❌ Send Test: Failed to send test email: 550 5.1.1 <probe@mail.test>: User unknown
            step:   RCPT TO with the SMTP server mail.example.com:587
            server: 550 5.1.1 <probe@mail.test>: User unknown
            advice: %s
        ```

        `step` says how far the session came, `server` is all that the server said. `--verbose` adds both
        sessions word by word, without secrets.

        Unless it says otherwise, a fault here ends the run with exit status 1 and sends one message,
        `🚨 Mail Server Alert` with priority *high*, whose bullets are the lines without `❌` and the test's
        name. Whatever the servers do, a check ends within `receive_timeout` + 30 s, or within `timeout`. A
        login that was rejected is not tried again within the check.

        Each of the %d faults below is played to the program by the test `FaultTableIT`, which compares
        output, alert, exit status and time. This page is written from the same table; change the table and
        run `mvn test -Dtest=FaultDocumentTest -Dwrite`. Numbers, dates and ids differ from case to case.

        | chapter | what is wrong |
        |---|---|
        """
            .formatted(FailureCause.RECIPIENT_REJECTED.advice(), rows.size()));
    for (Group group : Group.values()) {
      line("| [" + group.title() + "](#" + anchor(group.title()) + ") | " + group.meaning() + " |");
    }
  }

  private static String anchor(String title) {
    return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
  }

  private void chapter(Group group, List<Fault> rows) {
    line("");
    line("## " + group.title());
    line("");
    line(group.meaning());
    for (Map.Entry<String, List<Fault>> cause : byAdvice(rows).entrySet()) {
      cause(cause.getKey(), cause.getValue());
    }
  }

  /// Rows with the same first cause stand together, in the order of the table.
  private static Map<String, List<Fault>> byAdvice(List<Fault> rows) {
    Map<String, List<Fault>> causes = new LinkedHashMap<>();
    for (Fault row : rows) {
      causes.computeIfAbsent(heading(row), key -> new ArrayList<>()).add(row);
    }
    return causes;
  }

  private static String heading(Fault row) {
    if (row.group == Group.ALERTS || row.group == Group.STATE || row.failures.isEmpty()) {
      return "";
    }
    // What failed in two ways is told with the one that is wrong in either.
    return row.failures.getFirst().cause().words();
  }

  private void cause(String heading, List<Fault> rows) {
    if (!heading.isEmpty()) {
      line("");
      line("### " + heading.substring(0, 1).toUpperCase(Locale.ROOT) + heading.substring(1));
      line("");
      line("**What to do:** " + rows.getFirst().failures.getFirst().cause().advice());
    }
    rows.forEach(this::row);
  }

  private void row(Fault row) {
    line("");
    line("- " + row.title + conditions(row));
    line("");
    line("  ```");
    printed(row).forEach(printed -> line("  " + Wording.example(printed)));
    line("  ```");
    if (row.failures.isEmpty() && row.advice != null) {
      line("");
      line("  " + row.advice);
    }
  }

  private static String conditions(Fault row) {
    String arguments =
        row.arguments.isEmpty()
            ? ""
            : row.arguments.stream().collect(Collectors.joining(" ", " (`", "`)"));
    if (row.unchecked.isPresent()) {
      return arguments + ". Exit status " + row.exitStatus + ", no message:";
    }
    if (row.passes()) {
      return arguments + ". Exit status 0, no message:";
    }
    if (row.failures.isEmpty()) {
      return arguments + ". Exit status 0, message `⚠️ Mail Server Degraded`:";
    }
    return arguments + ":";
  }

  private static List<String> printed(Fault row) {
    List<String> lines = new ArrayList<>();
    boolean surroundings = row.group == Group.ALERTS || row.group == Group.STATE;
    if (surroundings) {
      lines.addAll(row.complaints);
      return lines;
    }
    for (Expected failure : row.failures) {
      lines.add(failure.line());
      lines.add(INDENT + failure.step());
      failure.details().forEach(detail -> lines.add(INDENT + detail));
    }
    row.warnings.forEach(warning -> lines.add("⚠ " + warning));
    if (row.passes()) {
      row.notes.forEach(note -> lines.add(INDENT + note));
      lines.add("✓ Receive Test: " + row.delivered);
    }
    return lines;
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
