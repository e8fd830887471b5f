package dev.mailmonitor.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The texts of the secret files of one configuration. Each is read once, however many servers and
/// targets name it: a pipe gives its text only to its first reader.
final class SecretFiles {
  private static final int LIMIT = 64 * 1024;

  /// What became of the first reading.
  private sealed interface Outcome {
    record Text(String text) implements Outcome {
      @Override
      public String toString() {
        return "Text";
      }
    }

    record Unusable(String reason) implements Outcome {}
  }

  private final Map<Path, Outcome> read = new HashMap<>();

  /// The text of a file, without one line break at its end.
  ///
  /// @throws SmallFile.Unusable if it cannot be read, is longer than 64 KiB or is no UTF-8
  String text(Path file) throws SmallFile.Unusable {
    return switch (read.computeIfAbsent(file, SecretFiles::read)) {
      case Outcome.Text(String text) -> text;
      case Outcome.Unusable(String reason) -> throw new SmallFile.Unusable(reason);
    };
  }

  /// The files that were looked for.
  Set<Path> files() {
    return Set.copyOf(read.keySet());
  }

  private static Outcome read(Path file) {
    try {
      return new Outcome.Text(withoutLineBreak(SmallFile.text(file, LIMIT)));
    } catch (SmallFile.Unusable e) {
      return new Outcome.Unusable(e.reason());
    }
  }

  private static String withoutLineBreak(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
