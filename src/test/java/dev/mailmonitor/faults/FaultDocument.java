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

        `step` says how far the session came; below it stands *in italics*. `server` is all that the server
        said. `--verbose` adds both sessions word by word, without secrets.

        Unless it says otherwise, a fault here ends the run with exit status 1 and sends one message,
        `🚨 Mail Server Alert` with priority *high*, whose bullets are the lines without `❌` and the test's
        name. Whatever the servers do, a check ends within `receive_timeout` + 30 s, or within `timeout`. A
        login that was rejected is not tried again within the check.

        Each of the %d faults is played to the program by the test `FaultTableIT`, with a `receive_timeout`
        of 3 s and a `timeout` of 20 s, and output, alert, exit status and time are compared. This page is
        written from the same table by `mvn test -Dtest=FaultDocumentTest -Dwrite`. Numbers, dates and ids
        differ from case to case.

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
    if (aboutSurroundings(row) || row.failures.isEmpty()) {
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
    line("");
    rows.forEach(this::row);
  }

  /// A row in as few lines as it needs; `\` at a line's end is Markdown's line break.
  private void row(Fault row) {
    StringBuilder item = new StringBuilder("- " + row.title + conditions(row));
    for (String printed : printed(row)) {
      item.append("\\\n  `").append(Wording.example(printed)).append('`');
    }
    if (row.failures.isEmpty() && row.advice != null) {
      item.append("\\\n  ").append(row.advice);
    }
    line(item.toString());
  }

  private static String conditions(Fault row) {
    StringBuilder conditions = new StringBuilder();
    if (!row.arguments.isEmpty()) {
      conditions.append(" (`").append(String.join(" ", row.arguments)).append("`)");
    }
    if (row.unchecked.isPresent()) {
      conditions.append("; exit status ").append(row.exitStatus).append(", no message");
    }
    if (!row.failures.isEmpty() && !aboutSurroundings(row)) {
      conditions
          .append(" – *")
          .append(
              row.failures.stream()
                  .map(failure -> failure.phase().label())
                  .distinct()
                  .collect(Collectors.joining(", ")))
          .append('*');
    }
    return conditions.toString();
  }

  private static boolean aboutSurroundings(Fault row) {
    return row.group == Group.ALERTS || row.group == Group.STATE;
  }

  private static List<String> printed(Fault row) {
    if (aboutSurroundings(row)) {
      return row.complaints;
    }
    List<String> lines = new ArrayList<>();
    for (Expected failure : row.failures) {
      lines.add(failure.line());
      lines.addAll(failure.details());
    }
    row.warnings.forEach(warning -> lines.add("⚠ " + warning));
    if (row.passes()) {
      lines.addAll(row.notes);
    }
    return lines;
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
