package dev.mailmonitor.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What an endpoint or a file tells Prometheus, in the text format 0.0.4.
///
/// @param samples all values, in their order
/// @param types the type of each metric by its name
/// @param helps what each metric means by its name
public record Exposition(
    List<Sample> samples, Map<String, String> types, Map<String, String> helps) {
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");
  private static final Pattern ABOUT = Pattern.compile("# (TYPE|HELP) (\\S+) (.*)");

  /// One value.
  ///
  /// @param name the name, with the suffix of its metric's type
  /// @param labels the labels, sorted by name
  /// @param value the value
  public record Sample(String name, Map<String, String> labels, double value) {
    /// Name and labels as they stand in a query.
    public String series() {
      return labels.isEmpty()
          ? name
          : labels.entrySet().stream()
              .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
              .collect(Collectors.joining(",", name + "{", "}"));
    }
  }

  /// Reads it.
  ///
  /// @param text the text
  /// @throws AssertionError if a line is not understood
  public static Exposition of(String text) {
    List<Sample> samples = new ArrayList<>();
    Map<String, String> types = new LinkedHashMap<>();
    Map<String, String> helps = new LinkedHashMap<>();
    for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
      Matcher about = ABOUT.matcher(line);
      if (about.matches()) {
        String before =
            (about.group(1).equals("TYPE") ? types : helps).put(about.group(2), about.group(3));
        if (before != null) {
          throw new AssertionError("This metric is told twice: " + line);
        }
      } else {
        samples.add(sample(line));
      }
    }
    return new Exposition(List.copyOf(samples), types, helps);
  }

  private static Sample sample(String line) {
    Matcher sample = SAMPLE.matcher(line);
    if (!sample.matches()) {
      throw new AssertionError("Prometheus would not understand this line: " + line);
    }
    Map<String, String> labels = new TreeMap<>();
    String rest = sample.group(2) == null ? "" : sample.group(2);
    Matcher label = LABEL.matcher(rest);
    int end = 0;
    while (label.find() && label.start() == end) {
      labels.put(label.group(1), label.group(2));
      end = label.end();
    }
    if (end != rest.length()) {
      throw new AssertionError("Prometheus would not understand the labels of: " + line);
    }
    return new Sample(sample.group(1), labels, number(sample.group(3)));
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /// The value of a series.
  ///
  /// @param series name and labels, these sorted by name, as they stand in a query
  /// @throws AssertionError if there is none
  public double value(String series) {
    return samples.stream()
        .filter(sample -> sample.series().equals(series))
        .findFirst()
        .orElseThrow(() -> new AssertionError("There is no " + series + " among " + series()))
        .value();
  }

  /// Name and labels of all values.
  public Set<String> series() {
    return samples.stream()
        .map(Sample::series)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
