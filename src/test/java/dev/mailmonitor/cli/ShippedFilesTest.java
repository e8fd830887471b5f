package dev.mailmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.AutoComplete;
import picocli.CommandLine;

/// The manual page and the shells' completions are made from the grammar and lie beside it. `mvn
/// test -Dtest=ShippedFilesTest -Dwrite` rewrites them.
class ShippedFilesTest {
  private static final boolean WRITE = System.getProperty("write") != null;
  private static final Path SHARE = Path.of("src/main/distribution/share");

  static Map<String, String> files() {
    CommandLine grammar = Grammar.parser("mail-monitor");
    return Map.of(
        "man/man1/mail-monitor.1",
        ManualPage.of(grammar),
        "bash-completion/completions/mail-monitor",
        AutoComplete.bash("mail-monitor", grammar),
        "zsh/site-functions/_mail-monitor",
        ZshCompletion.of(grammar),
        "fish/vendor_completions.d/mail-monitor.fish",
        FishCompletion.of(grammar));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void a_shipped_file_says_what_the_program_understands(String name) throws Exception {
    // Given
    String expected = files().get(name);
    Path file = SHARE.resolve(name);

    // When
    if (WRITE) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, expected);
    }

    // Then
    assertThat(file)
        .as("to be written anew with: mvn test -Dtest=ShippedFilesTest -Dwrite")
        .hasContent(expected);
  }

  static Iterable<String> names() {
    return files().keySet().stream().sorted().toList();
  }
}
