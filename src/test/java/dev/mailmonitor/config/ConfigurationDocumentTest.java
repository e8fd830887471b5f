package dev.mailmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Holds `docs/configuration.md` to the code: the table of keys, and the examples.
class ConfigurationDocumentTest {
  private static final Path DOCUMENT = Path.of("docs/configuration.md");
  private static final Pattern JSON = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

  @TempDir Path directory;

  @Test
  void the_table_has_every_setting_as_the_code_has_it() throws Exception {
    // Given
    List<String> expected =
        Setting.all().stream()
            .map(setting ->
                "| `%s` | `%s` | `%s` | %s | %s | %s |"
                    .formatted(
                        setting.key(),
                        setting.flag(),
                        setting.variable(),
                        setting.type().name(),
                        setting.defaultWords(),
                        setting.description()))
            .toList();

    // When
    List<String> rows =
        Files.readAllLines(DOCUMENT).stream().filter(line -> line.startsWith("| `")).toList();

    // Then
    assertThat(rows).containsExactlyElementsOf(expected);
  }

  @Test
  void connection_flags_are_named() throws Exception {
    // Given
    List<String> flags =
        Setting.all().stream()
            .filter(setting -> setting.scope() == Setting.Scope.CONNECTION)
            .map(setting -> "`" + setting.flag() + "`")
            .toList();

    // When
    String sentence =
        Files.readAllLines(DOCUMENT).stream()
            .filter(line -> line.startsWith("Connection flags are "))
            .findFirst()
            .orElseThrow();

    // Then
    assertThat(Pattern.compile("`--[a-z-]+`").matcher(sentence).results().map(MatchResult::group))
        .containsExactlyElementsOf(flags);
  }

  @Test
  void every_example_is_a_valid_configuration() throws Exception {
    // Given
    List<String> examples =
        JSON.matcher(Files.readString(DOCUMENT)).results().map(match -> match.group(1)).toList();

    // When
    List<String> complaints = new ArrayList<>();
    for (String example : examples) {
      Scenario scenario = Scenario.in(directory).json(example).syntaxOnly();
      List<String> problems = scenario.problems();
      complaints.addAll(problems);
      if (problems.isEmpty()) {
        complaints.addAll(scenario.warnings());
      }
    }

    // Then
    assertThat(examples).hasSizeGreaterThan(3);
    assertThat(complaints).isEmpty();
  }

  @Test
  void the_contracts_flags_exist() {
    // Given
    Stream<String> kept =
        Stream.of(
            "--smtp-host",
            "--smtp-port",
            "--imap-host",
            "--imap-port",
            "--username",
            "--password",
            "--test-recipient",
            "--ntfy-topic",
            "--ntfy-server",
            "--state-file",
            "--receive-timeout");

    // When
    List<String> flags = Setting.all().stream().map(Setting::flag).toList();

    // Then
    assertThat(kept).allMatch(flags::contains);
    assertThat(flags).doesNotHaveDuplicates();
  }
}
