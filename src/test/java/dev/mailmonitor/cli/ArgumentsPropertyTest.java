package dev.mailmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.config.Setting;
import dev.mailmonitor.testing.Foreign;
import dev.mailmonitor.testing.ForeignText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/// Any command line is understood or told to be wrong, and a value is what was given.
class ArgumentsPropertyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String SECRET = "hush-hush-7";

  @Provide
  Arbitrary<List<String>> commandLines() {
    Arbitrary<String> known =
        Arbitraries.of(
            "check",
            "config",
            "alert",
            "test",
            "status",
            "--config",
            "--target",
            "--verbose",
            "-v",
            "-h",
            "-V",
            "--syntax",
            "--smtp-host",
            "--smtp-port=587",
            "--password",
            "--passwort=" + SECRET,
            "--password=" + SECRET,
            "-p" + SECRET,
            "-v" + SECRET,
            "--",
            "-",
            "",
            "=",
            "@",
            "@/dev/null",
            "--=",
            "--no-verbose",
            "-vh",
            "'",
            "\"");
    return Arbitraries.oneOf(known, Foreign.texts(12)).list().ofMaxSize(6);
  }

  static List<String> savedCommandLines() {
    return ForeignText.rows("command-lines");
  }

  @Property(tries = 300)
  void any_command_line_is_understood_or_told_to_be_wrong(
      @ForAll("commandLines") List<String> arguments) {
    assertUnderstoodOrTold(arguments);
  }

  @ParameterizedTest
  @MethodSource("savedCommandLines")
  void command_lines_that_were_once_seen_are_understood_or_told_to_be_wrong(String line) {
    assertUnderstoodOrTold(List.of(line.split(" ", -1)));
  }

  private static void assertUnderstoodOrTold(List<String> arguments) {
    Assertions.assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          try {
            CommandLineParser.of(Grammar.parser("x").parseArgs(arguments.toArray(String[]::new)));
          } catch (CommandLine.ParameterException wrong) {
            assertThat(CommandLineParser.explain(wrong)).isNotBlank().doesNotContain(SECRET);
          }
        });
  }

  @Provide
  Arbitrary<List<String>> usualCommandLines() {
    Arbitrary<String> flags = keys().map(key -> Setting.named(key).orElseThrow().flag());
    Arbitrary<String> parts =
        Arbitraries.frequencyOf(
            Tuple.of(8, flags),
            Tuple.of(2, Arbitraries.of("--config", "--target", "--syntax", "--password-stdin")),
            Tuple.of(
                2, Arbitraries.of("--quiet", "--verbose", "-v", "--quiet=false", "--verbose=")),
            Tuple.of(3, Arbitraries.of(commandWords())),
            Tuple.of(1, Arbitraries.of("true", "false", "config check", "")),
            Tuple.of(1, Arbitraries.of("--smtp_host", "--SMTP-HOST", "--smtp-hos", "--help", "-V")),
            Tuple.of(4, values().filter(value -> !value.startsWith("-"))),
            Tuple.of(
                2, Combinators.combine(flags, values()).as((flag, value) -> flag + "=" + value)));
    return parts.list().ofMaxSize(7);
  }

  private static List<String> commandWords() {
    return words(Grammar.parser("x")).distinct().toList();
  }

  private static Stream<String> words(CommandLine command) {
    return command.getSubcommands().entrySet().stream()
        .flatMap(entry -> Stream.concat(Stream.of(entry.getKey()), words(entry.getValue())));
  }

  /// The everyday way of reading a command line may leave it to the parser, but not differ from it.
  @Property(tries = 2_000)
  void what_is_understood_without_the_parser_means_the_same_to_it(
      @ForAll("usualCommandLines") List<String> line) {
    String[] arguments = line.toArray(String[]::new);

    Optional<Arguments> usual = UsualArguments.of(arguments);

    Statistics.label("understood without the parser")
        .collect(usual.isPresent())
        .coverage(checker -> checker.check(true).percentage(share -> share > 5));
    usual.ifPresent(understood -> {
      ParseResult parsed = Grammar.parser("x").parseArgs(arguments);
      assertThat(CommandLineParser.of(parsed)).isEqualTo(understood);
      assertThat(parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested()).isFalse();
    });
  }

  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.of(Setting.all().stream().map(Setting::key).toList());
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.oneOf(
        Foreign.texts(24),
        Arbitraries.of(
            "@/dev/null",
            "@@x",
            "\"quoted\"",
            "'quoted'",
            "${sys:user.home}",
            "${env:PATH:-x}",
            "a b",
            "%s",
            "\\",
            "a,b",
            "a=b",
            "-",
            "-x"));
  }

  @Property(tries = 400)
  void a_value_is_what_was_given(@ForAll("keys") String key, @ForAll("values") String value) {
    if (value.startsWith("-v") || value.startsWith("-h") || value.startsWith("-V")) {
      // Taken for an option.
      return;
    }
    String flag = Setting.named(key).orElseThrow().flag();

    Arguments asked = CommandLineParser.of(Grammar.parser("x").parseArgs(flag + "=" + value));

    assertThat(asked.flags()).containsOnlyKeys(key).containsEntry(key, value);
  }

  @Property(tries = 400)
  void a_value_of_its_own_is_what_was_given(
      @ForAll("keys") String key, @ForAll("values") String value) {
    if (value.startsWith("-")) {
      // May be an option that somebody forgot to write a value for.
      return;
    }
    String flag = Setting.named(key).orElseThrow().flag();

    Arguments asked = CommandLineParser.of(Grammar.parser("x").parseArgs(flag, value));

    assertThat(asked.flags()).containsOnlyKeys(key).containsEntry(key, value);
  }
}
