package dev.mailmonitor.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds every source file to google-java-format. `mvn test -Dtest=SourceFormatTest -Dformat`
/// rewrites the files instead of complaining about them.
class SourceFormatTest {
  private static final boolean REWRITE = System.getProperty("format") != null;

  @Test
  void every_source_file_is_formatted() throws Exception {
    // Given
    List<Path> sources;
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      sources = files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
    Formatter formatter = new Formatter();

    // When
    List<Path> unformatted = new ArrayList<>();
    for (Path source : sources) {
      String text = Files.readString(source);
      String formatted =
          formatter.formatSource(
              ImportOrderer.reorderImports(
                  RemoveUnusedImports.removeUnusedImports(text), Style.GOOGLE));
      if (!formatted.equals(text)) {
        if (REWRITE) {
          Files.writeString(source, formatted);
        } else {
          unformatted.add(source);
        }
      }
    }

    // Then
    assertThat(sources).isNotEmpty();
    assertThat(unformatted)
        .as("files to be formatted with: mvn test -Dtest=SourceFormatTest -Dformat")
        .isEmpty();
  }
}
