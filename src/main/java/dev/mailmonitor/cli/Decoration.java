package dev.mailmonitor.cli;

import java.util.ArrayList;
import java.util.List;

/// How a report's lines look on a terminal: the mark and the label of each test in its colour, long
/// details broken between words. Elsewhere they stay as they are, one line each, for `grep`.
///
/// @param terminal who reads them
record Decoration(Terminal terminal) {
  private static final String PLAIN = "\u001b[0m";
  private static final String GREEN = "\u001b[32m";
  private static final String RED = "\u001b[1;31m";
  private static final String YELLOW = "\u001b[33m";
  private static final String FAINT = "\u001b[2m";

  /// Narrower than this, breaking lines helps nobody.
  private static final int NARROWEST = 40;

  /// The lines as they are printed.
  ///
  /// @param lines lines of a report
  List<String> of(List<String> lines) {
    if (!terminal.out()) {
      return lines;
    }
    List<String> decorated = new ArrayList<>();
    for (String line : lines) {
      for (String part : broken(line)) {
        decorated.add(terminal.colour() ? coloured(part) : part);
      }
    }
    return decorated;
  }

  private static String coloured(String line) {
    if (line.startsWith("✓")) {
      return GREEN + "✓" + PLAIN + line.substring(1);
    }
    if (line.startsWith("❌")) {
      int label = line.indexOf(':') + 1;
      return RED + line.substring(0, label) + PLAIN + line.substring(label);
    }
    if (line.startsWith("⚠")) {
      return YELLOW + line + PLAIN;
    }
    return line.startsWith("- ") ? FAINT + line + PLAIN : line;
  }

  /// Only the indented details are broken: the tests' own lines are searched and copied.
  private List<String> broken(String line) {
    int indent = line.length() - line.stripLeading().length();
    if (indent == 0 || terminal.columns() < NARROWEST || line.length() <= terminal.columns()) {
      return List.of(line);
    }
    String hanging = " ".repeat(indent + label(line.substring(indent)));
    List<String> parts = new ArrayList<>();
    String rest = line;
    while (rest.length() > terminal.columns()) {
      int space = rest.lastIndexOf(' ', terminal.columns());
      if (space <= hanging.length()) {
        break;
      }
      parts.add(rest.substring(0, space));
      rest = hanging + rest.substring(space + 1);
    }
    parts.add(rest);
    return parts;
  }

  /// How wide the label is that stands before a detail, such as `advice: `.
  private static int label(String detail) {
    int end = detail.indexOf(": ");
    if (end < 0 || detail.substring(0, end).contains(" ")) {
      return 0;
    }
    int text = end + 2;
    while (text < detail.length() && detail.charAt(text) == ' ') {
      text++;
    }
    return text;
  }
}
