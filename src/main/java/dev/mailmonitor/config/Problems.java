package dev.mailmonitor.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects whatever is wrong, so that all of it can be told together. The same sentence is kept
/// once: a value that several targets inherit is looked at several times.
final class Problems {
  private final Set<String> problems = new LinkedHashSet<>();
  private final Set<String> warnings = new LinkedHashSet<>();

  void problem(String sentence) {
    problems.add(sentence);
  }

  void warning(String sentence) {
    warnings.add(sentence);
  }

  boolean any() {
    return !problems.isEmpty();
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }
}
