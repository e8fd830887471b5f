package dev.mailmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A file for each mistake, `invalid/NAME.json`, with the sentences about it in `NAME.txt` beside
/// it.
class InvalidFileTest {
  static Stream<Path> files() {
    try {
      Path directory =
          Path.of(
              Objects.requireNonNull(InvalidFileTest.class.getResource("/config/invalid")).toURI());
      List<Path> files;
      try (Stream<Path> all = Files.list(directory)) {
        files = all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
      }
      assertThat(files).isNotEmpty();
      return files.stream();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void every_mistake_is_told(Path file) throws Exception {
    // Given
    String name = String.valueOf(file.getFileName());
    Scenario scenario = Scenario.in(file.resolveSibling("")).config(name);
    Path expected = file.resolveSibling(name.replace(".json", ".txt"));

    // When
    List<String> problems = scenario.problems();

    // Then
    assertThat(problems).containsExactlyElementsOf(Files.readAllLines(expected));
  }
}
