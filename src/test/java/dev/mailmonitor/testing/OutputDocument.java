package dev.mailmonitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// The examples of `docs/output.md`.
public final class OutputDocument {
  private static final Path FILE = Path.of("docs/output.md");

  private OutputDocument() {}

  /// Its text.
  public static String text() {
    try {
      return Files.readString(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " cannot be read", e);
    }
  }

  /// The examples in a language.
  ///
  /// @param language the word behind the opening fence
  /// @return what stands between the fences
  public static List<String> examples(String language) {
    return Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
        .matcher(text())
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  /// The example that begins like this.
  ///
  /// @param language the word behind the opening fence
  /// @param begin its first characters
  public static String example(String language, String begin) {
    return examples(language).stream()
        .filter(example -> example.startsWith(begin))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No example begins with " + begin));
  }
}
