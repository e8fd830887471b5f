package dev.mailmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mailmonitor.testing.Foreign;
import dev.mailmonitor.testing.ForeignText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Any configuration is valid or told to be wrong, and what is shown of a valid one is that one.
class ConfigurationPropertyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String SECRET = "hush-hush-7";

  private static final Path DIRECTORY = temporaryDirectory();

  @TempDir Path ownDirectory;

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("configuration");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterContainer
  static void removeDirectory() throws IOException {
    Files.deleteIfExists(DIRECTORY.resolve("config.json"));
    Files.delete(DIRECTORY);
  }

  private static Arbitrary<String> values() {
    return Arbitraries.frequencyOf(
        Tuple.of(
            4, Foreign.texts(24).filter(text -> text.indexOf('\0') < 0 && Foreign.isValid(text))),
        Tuple.of(
            3,
            Arbitraries.of(
                "mail.example.com",
                "a@b",
                "https://me:" + SECRET + "@ntfy.example.com",
                "::1",
                "[::1]:99999",
                "1.2.3",
                "999.1.1.1",
                "fe80::1%eth0",
                "%",
                "1e99",
                "-1",
                "0.0000000001",
                "65536",
                "٣",
                "x".repeat(300),
                "xn--a",
                "ä".repeat(80) + ".example",
                "..",
                "/",
                "~/x",
                "tls",
                "TLS",
                "1,2,,3",
                "é@é")));
  }

  /// A URL as a path is a path, odd as it looks, and shown as one.
  private static boolean isPath(String key, String value) {
    return value.contains(SECRET) && Setting.named(key).orElseThrow().type() == SettingType.FILE;
  }

  private static Arbitrary<String> keys() {
    return Arbitraries.of(Setting.all().stream().map(Setting::key).toList());
  }

  /// Objects with known keys and odd values.
  @Provide
  Arbitrary<String> files() {
    Arbitrary<String> json =
        Arbitraries.oneOf(
            values().map(text -> JsonNodeFactory.instance.textNode(text).toString()),
            Arbitraries.of(
                "null",
                "true",
                "1e999999999",
                "-0",
                "99999999999999999999",
                "[]",
                "[\"a\", 1]",
                "[\"a,b\"]",
                "{}",
                "{\"a\": 1}",
                "[[[]]]"));
    Arbitrary<String> members =
        Combinators.combine(keys(), json)
            .filter((key, value) -> !isPath(key, value))
            .as((key, value) -> "\"" + key + "\": " + value);
    return members
        .list()
        .ofMaxSize(6)
        .map(all ->
            "{"
                + Scenario.REQUIRED.replace("s3cret", SECRET)
                + all.stream().map(m -> ", " + m).reduce("", String::concat)
                + "}");
  }

  @Provide
  Arbitrary<String> texts() {
    return Foreign.octets(
            20,
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"a\"",
            "\"targets\"",
            "null",
            "1",
            "-",
            "1e",
            "\\u",
            "\\ud800",
            "\"",
            "//",
            "/*",
            "\ufeff",
            " ",
            "\n",
            "\"password\": \"" + SECRET + "\"")
        .map(bytes -> new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1));
  }

  @Provide
  Arbitrary<Map<String, String>> settings() {
    return Arbitraries.maps(keys(), values())
        .ofMaxSize(5)
        .filter(all -> all.entrySet().stream().noneMatch(e -> isPath(e.getKey(), e.getValue())));
  }

  static List<String> savedFiles() {
    return ForeignText.rows("configurations");
  }

  @Property(tries = 200)
  void any_file_is_valid_or_told_to_be_wrong(@ForAll("files") String file) {
    assertValidOrTold(Scenario.in(DIRECTORY).json(file));
  }

  @Property(tries = 200)
  void any_text_is_valid_or_told_to_be_wrong(@ForAll("texts") String text) {
    assertValidOrTold(Scenario.in(DIRECTORY).json(text));
  }

  @ParameterizedTest
  @MethodSource("savedFiles")
  void files_that_were_once_seen_are_valid_or_told_to_be_wrong(String file) throws IOException {
    Files.write(ownDirectory.resolve("config.json"), ForeignText.octets(file));
    assertValidOrTold(Scenario.in(ownDirectory).config("config.json"));
  }

  @Property(tries = 150)
  void any_flags_and_variables_are_valid_or_told_to_be_wrong(
      @ForAll("settings") Map<String, String> flags,
      @ForAll("settings") Map<String, String> variables) {
    Scenario scenario = Scenario.in(DIRECTORY).file("");
    for (Map.Entry<String, String> flag : flags.entrySet()) {
      scenario = scenario.flag(flag.getKey(), flag.getValue());
    }
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      String name = Setting.named(variable.getKey()).orElseThrow().variable();
      scenario = scenario.variable(name, variable.getValue());
    }
    assertValidOrTold(scenario);
  }

  @Property(tries = 150)
  void any_variables_of_others_are_survived(
      @ForAll("proxies") String proxy, @ForAll("proxies") String exceptions) {
    assertValidOrTold(
        Scenario.in(DIRECTORY)
            .file("\"ntfy_topic\": \"mail\"")
            .variable("HTTPS_PROXY", proxy)
            .variable("NO_PROXY", exceptions));
  }

  @Provide
  Arbitrary<String> proxies() {
    return Foreign.octets(
            8,
            "http://",
            "me:" + SECRET + "@",
            "%zz",
            "%41",
            "[::1]",
            ":3128",
            ":99999",
            "/",
            "*",
            ".",
            "10.0.0.0/8",
            "ntfy.sh",
            ",",
            " ",
            "fe80::1%eth0",
            "://")
        .map(bytes ->
            new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).replace("\0", ""));
  }

  private static void assertValidOrTold(Scenario scenario) {
    Assertions.assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          List<String> told = new ArrayList<>();
          try {
            EffectiveConfiguration valid = scenario.syntaxOnly().read();
            told.addAll(valid.settings().warnings());
            assertThat(valid.render()).doesNotContain(SECRET);
          } catch (ConfigurationException wrong) {
            assertThat(wrong.problems()).isNotEmpty();
            told.addAll(wrong.problems());
            told.addAll(wrong.warnings());
          }
          assertThat(told)
              .allSatisfy(sentence -> {
                assertThat(sentence).isNotBlank().doesNotContain(SECRET).hasSizeLessThan(3000);
                assertThat(sentence.codePoints()).noneMatch(Character::isISOControl);
              });
        });
  }

  private static Arbitrary<Map<String, String>> rules() {
    Arbitrary<String> spans =
        Arbitraries.oneOf(
            Arbitraries.integers().between(1, 600).map(String::valueOf),
            Arbitraries.of("off", "OFF", "10min", "1m30s", "PT9M0.5S"));
    return Combinators.combine(
            Arbitraries.integers().between(1, 1000),
            spans,
            spans,
            Arbitraries.of(
                    "Sun 02:00-04:00",
                    "Mon..Wed,Sat 23:30-00:30",
                    "02:00-02:15",
                    "00:00-24:00",
                    "2026-12-24 18:00 - 2026-12-26 08:00")
                .list()
                .ofMaxSize(3),
            Arbitraries.of("UTC", "Europe/Berlin", "America/New_York", "+05:30"))
        .as((count, confirm, remind, windows, zone) ->
            Map.of(
                "failure_threshold",
                String.valueOf(count),
                "recovery_threshold",
                String.valueOf(count),
                "confirm_after",
                confirm,
                "remind_every",
                remind,
                "maintenance",
                String.join(";", windows),
                "timezone",
                zone));
  }

  /// Valid values of every kind.
  @Provide
  Arbitrary<Map<String, String>> validSettings() {
    Arbitrary<String> words =
        Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(12);
    Arbitrary<String> hosts =
        Arbitraries.oneOf(
            words.map(word -> word + ".example.com"),
            Arbitraries.of("192.0.2.1", "2001:db8::1", "bücher.example", "localhost"));
    Arbitrary<String> users =
        Foreign.texts(12)
            .filter(text ->
                Foreign.isValid(text)
                    && !text.isBlank()
                    && text.codePoints().noneMatch(Character::isISOControl));
    Arbitrary<String> seconds =
        Arbitraries.longs().between(1, 86_370_000).map(millis -> String.valueOf(millis / 1000.0));
    return Combinators.combine(
            hosts,
            Arbitraries.integers().between(1, 65535),
            users,
            words.map(word -> word + "@example.org"),
            seconds,
            words.list().ofMaxSize(4),
            Arbitraries.of("tls", "starttls"),
            rules())
        .as((host, port, user, address, time, tags, security, rules) -> {
          Map<String, String> all = new TreeMap<>();
          all.put("smtp_host", host);
          all.put("smtp_port", String.valueOf(port));
          all.put("smtp_security", security);
          all.put("imap_username", user);
          all.put("smtp_username", user);
          all.put("test_recipient", address);
          all.put("from", address);
          all.put("receive_timeout", time);
          all.put("delivery_warning", time);
          all.put("ntfy_topic", "mail");
          all.put("ntfy_tags", String.join(",", tags));
          all.put("junk", port % 2 == 0 ? "fail" : "degraded");
          all.putAll(rules);
          all.put("interval", port + 10 + "s");
          all.put("state_file", "/var/lib/" + host + "/state.json");
          return all;
        });
  }

  @Property(tries = 150)
  void a_configuration_that_is_written_as_it_is_shown_is_the_same(
      @ForAll("validSettings") Map<String, String> flags) throws Exception {
    Scenario scenario = Scenario.in(DIRECTORY).file("");
    for (Map.Entry<String, String> flag : flags.entrySet()) {
      scenario = scenario.flag(flag.getKey(), flag.getValue());
    }
    Map<String, String> shown = shown(scenario.read());

    Map<String, String> again = shown(Scenario.in(DIRECTORY).json(asFile(shown)).read());

    assertThat(again).isEqualTo(shown);
  }

  private static Map<String, String> shown(EffectiveConfiguration configuration) {
    Map<String, String> values = new TreeMap<>();
    configuration.targets().getFirst().values().forEach(v -> values.put(v.key(), v.text()));
    return values;
  }

  private static String asFile(Map<String, String> shown) {
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    shown.forEach((key, text) -> {
      Setting<?> setting = Setting.named(key).orElse(null);
      if (setting == null || text.equals("(none)") || text.equals("(hidden)")) {
        return;
      }
      switch (setting.type().shape()) {
        case TEXT, NUMBER_OR_NAME -> file.put(key, text);
        case NUMBER -> file.put(key, new java.math.BigDecimal(text));
        case SWITCH -> file.put(key, Boolean.parseBoolean(text));
        case LIST ->
            Stream.of(text.split(","))
                .filter(part -> !part.isEmpty())
                .forEach(file.putArray(key)::add);
        case LIST_WITH_COMMAS -> Stream.of(text.split("; ")).forEach(file.putArray(key)::add);
      }
    });
    return file.put("password", SECRET).toString();
  }
}
