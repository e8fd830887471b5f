package dev.mailmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The file itself, and what it may say oddly.
class ConfigurationFileTest {
  @TempDir Path directory;

  @Test
  void a_file_that_cannot_be_read_is_told_with_its_reason_and_nothing_else() throws Exception {
    // Given
    Scenario base = Scenario.in(directory);
    Files.createDirectory(directory.resolve("folder"));
    Files.write(directory.resolve("latin1.json"), new byte[] {'{', '"', (byte) 0xe4, '"', '}'});
    base.write("large.json", " ".repeat(1024 * 1024 + 1));

    // When
    List<List<String>> problems =
        List.of(
            base.config("missing.json").problems(),
            base.config("folder").problems(),
            base.config("latin1.json").problems(),
            base.config("large.json").problems(),
            base.config("a\0b").problems(),
            base.variable("MAIL_MONITOR_CONFIG", "missing.json").problems());

    // Then
    assertThat(problems)
        .containsExactly(
            List.of("--config names the configuration file missing.json, which does not exist."),
            List.of(
                "--config names the configuration file folder, which is a directory; a file is"
                    + " expected."),
            List.of("--config names the configuration file latin1.json, which is not UTF-8 text."),
            List.of(
                "--config names the configuration file large.json, which is larger than 1024 KiB;"
                    + " it is hardly the right one."),
            List.of("--config must be the path of a file, not \"a\\u0000b\"."),
            List.of(
                "MAIL_MONITOR_CONFIG names the configuration file missing.json, which does not"
                    + " exist."));
  }

  @Test
  void a_byte_order_mark_does_no_harm() throws Exception {
    // Given
    Scenario scenario = Scenario.in(directory).json("\uFEFF{" + Scenario.REQUIRED + "}");

    // When
    List<MonitoredTarget> targets = scenario.targets();

    // Then
    assertThat(targets).hasSize(1);
  }

  @Test
  void a_number_written_as_a_string_is_taken_with_a_warning() throws Exception {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .file(
                "\"imap_port\": \"143\", \"ntfy_priority\": \"5\", \"ntfy_topic\": \"t\","
                    + " \"receive_timeout\": \"7.5\"");

    // When
    List<String> warnings = scenario.warnings();

    // Then
    assertThat(warnings)
        .containsExactly(
            "imap_port (config.json, line 3) is a number written as a string; write 143 without"
                + " quotes.",
            "ntfy_priority (config.json, line 3) is a number written as a string; write 5 without"
                + " quotes.",
            "receive_timeout (config.json, line 3) is a number written as a string; write 7.5"
                + " without quotes.");
    assertThat(scenario.only().target().route().imap().port()).isEqualTo(143);
    assertThat(scenario.ntfy().failurePriority()).isEqualTo(5);
  }

  @Test
  void null_and_an_empty_recipient_count_as_not_written() throws Exception {
    // Given
    Scenario scenario =
        Scenario.in(directory).file("\"smtp_port\": null, \"test_recipient\": \"\"");

    // When
    List<String> warnings = scenario.warnings();

    // Then
    assertThat(warnings)
        .containsExactly(
            "smtp_port (config.json, line 3) is null and counts as not written; leave the key out.",
            "test_recipient (config.json, line 3) is empty and counts as not written; leave the"
                + " key out.");
    assertThat(scenario.only().target().route().recipient()).isEqualTo("monitor@example.com");
  }

  @Test
  void comments_are_keys_that_begin_with_an_underscore() throws Exception {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .file(
                "\"_\": 1, \"_\": {\"a\": 1, \"a\": 2}, \"$schema\": \"https://example.com\","
                    + " \"targets\": {\"eu\": {\"_note\": null, \"$schema\": []},"
                    + " \"_us\": {\"smtp_port\": 0}}");

    // When
    List<MonitoredTarget> targets = scenario.targets();

    // Then
    assertThat(targets).extracting(t -> t.target().name().value()).containsExactly("eu");
    assertThat(scenario.warnings()).isEmpty();
  }

  @Test
  void values_that_a_flag_replaces_are_checked_all_the_same() {
    // Given
    Scenario scenario = Scenario.in(directory).file("\"smtp_port\": 0").flag("smtp_port", "587");

    // When
    List<String> problems = scenario.problems();

    // Then
    assertThat(problems)
        .containsExactly(
            "smtp_port (config.json, line 3) must be a port: a whole number from 1 to 65535, not"
                + " 0.");
  }

  @Test
  void a_mistake_at_the_top_level_is_told_once_for_all_targets() {
    // Given
    Scenario scenario =
        Scenario.in(directory).file("\"smtp_port\": 0, \"targets\": {\"a\": {}, \"b\": {}}");

    // When
    List<String> problems = scenario.problems();

    // Then
    assertThat(problems).hasSize(1);
  }

  @Test
  void tls_and_starttls_on_the_other_ones_port_and_no_protection_are_warned_of() throws Exception {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .file("\"smtp_security\": \"tls\", \"imap_security\": \"none\"")
            .variable("MAIL_MONITOR_IMAP_PORT", "143");

    // When
    List<String> warnings = scenario.warnings();

    // Then
    assertThat(warnings)
        .containsExactly(
            "smtp_security (config.json, line 3) is tls on port 587, where servers usually speak"
                + " starttls.",
            "imap_security (config.json, line 3) is none: user name, password and mail cross the"
                + " network to imap.example.com unprotected.");
  }

  @Test
  void no_protection_on_the_way_to_this_machine_needs_no_warning() throws Exception {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .file("\"smtp_security\": \"none\", \"imap_security\": \"none\"")
            .flag("smtp_host", "localhost")
            .flag("imap_host", "127.0.0.1");

    // When
    List<String> warnings = scenario.warnings();

    // Then
    assertThat(warnings).isEmpty();
  }

  @Test
  void an_empty_name_is_called_empty() {
    // Given
    Scenario scenario = Scenario.in(directory).config("");

    // When
    List<String> problems = scenario.problems();

    // Then
    assertThat(problems)
        .containsExactly("--config is empty: name the configuration file, or leave the flag out.");
  }

  @Test
  void the_file_may_be_a_pipe() throws Exception {
    // Given
    Scenario scenario = Scenario.in(directory);
    NamedPipe pipe = NamedPipe.in(directory);
    pipe.write("{" + Scenario.REQUIRED + ", \"smtp_port\": 2525}");

    // When
    MonitoredTarget target = scenario.config("pipe").only();

    // Then
    assertThat(target.target().route().smtp().port()).isEqualTo(2525);
  }
}
