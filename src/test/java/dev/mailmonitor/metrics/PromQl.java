package dev.mailmonitor.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Queries of Prometheus, as far as our files need to be read.
final class PromQl {
  private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'");
  private static final Pattern SELECTOR = Pattern.compile("\\{[^}]*\\}|\\[[^\\]]*\\]");
  private static final Pattern LABELS =
      Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
  private static final Pattern NAME =
      Pattern.compile("(?<![\\w:.])[a-zA-Z_:][\\w:]*(?!\\s*\\(|[\\w:])");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");

  private PromQl() {}

  /// The metrics that an expression asks for.
  ///
  /// @param expression the expression
  /// @return their names, with the suffixes of histograms
  static Set<String> metrics(String expression) {
    String bare = TEXT.matcher(expression).replaceAll("");
    bare = SELECTOR.matcher(bare).replaceAll("");
    bare = LABELS.matcher(bare).replaceAll("");
    Set<String> names = new TreeSet<>();
    Matcher name = NAME.matcher(bare);
    while (name.find()) {
      if (!WORDS.contains(name.group())) {
        names.add(name.group());
      }
    }
    return names;
  }

  /// All names that our service can be asked for.
  static Set<String> known() {
    return Arrays.stream(Metric.values())
        .flatMap(metric -> names(metric))
        .collect(Collectors.toSet());
  }

  private static Stream<String> names(Metric metric) {
    return switch (metric.kind()) {
      case GAUGE, COUNTER -> Stream.of(metric.title());
      case HISTOGRAM ->
          List.of("_bucket", "_sum", "_count").stream().map(suffix -> metric.title() + suffix);
    };
  }
}
