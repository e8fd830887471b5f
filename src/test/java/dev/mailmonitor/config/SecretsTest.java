package dev.mailmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.alert.ntfy.NtfySettings.Credentials;
import dev.mailmonitor.target.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where passwords and tokens come from, and that they never show.
class SecretsTest {
  @TempDir Path directory;

  private Scenario withoutPassword(String keys) {
    return Scenario.in(directory)
        .json(
            """
            { "smtp_host": "smtp.example.com", "imap_host": "imap.example.com",
              "username": "monitor@example.com" %s }
            """
                .formatted(keys));
  }

  private static Secret password(Scenario scenario) throws ConfigurationException {
    return scenario.only().target().route().imapAccount().password();
  }

  @ParameterizedTest
  @CsvSource({
    "'pass', 'pass'",
    "'pass\n', 'pass'",
    "'pass\r\n', 'pass'",
    "'pass\n\n', 'pass\n'",
    "' pass ', ' pass '",
    "'pässwörd', 'pässwörd'"
  })
  void one_trailing_line_break_of_a_password_file_is_dropped(String content, String expected)
      throws Exception {
    // Given
    Scenario scenario = withoutPassword(", \"password_file\": \"pw\"");
    Files.writeString(directory.resolve("pw"), content);

    // When
    Secret password = password(scenario);

    // Then
    assertThat(password.reveal()).isEqualTo(expected);
  }

  @Test
  void a_password_file_of_several_lines_is_warned_of() throws Exception {
    // Given
    Scenario scenario = withoutPassword(", \"password_file\": \"pw\"");
    Path file = scenario.write("pw", "hunter2\nhunter3\n");

    // When
    List<String> warnings = scenario.warnings();

    // Then
    assertThat(warnings)
        .containsExactly(
            "password_file (config.json, line 2) names "
                + file
                + ", which has several lines; all but the last line break belong to the"
                + " password.");
  }

  @Test
  void an_unusable_password_file_is_told_with_its_reason() throws Exception {
    // Given
    Scenario base = Scenario.in(directory);
    base.write("empty", "\n");
    base.write("large", "x".repeat(64 * 1024 + 1));
    base.write("nul", "a\0b");
    Files.write(directory.resolve("latin1"), new byte[] {(byte) 0xe4});
    Files.createDirectory(directory.resolve("folder"));

    // When
    List<String> reasons =
        List.of("missing", "empty", "large", "nul", "latin1", "folder", "~/pw").stream()
            .map(name -> withoutPassword(", \"password_file\": \"" + name + "\"").problems())
            .map(problems -> String.join("|", problems).replace(directory + "/", ""))
            .toList();

    // Then
    String subject = "password_file (config.json, line 2) names ";
    assertThat(reasons)
        .containsExactly(
            subject + "missing, which does not exist.",
            subject + "empty, which is empty.",
            subject + "large, which is larger than 64 KiB; it is hardly the right one.",
            subject + "nul, which must hold a text without the NUL character.",
            subject + "latin1, which is not UTF-8 text.",
            subject + "folder, which is a directory; a file is expected.",
            subject + "~/pw, which does not exist (~ is not expanded here).");
  }

  @Test
  void a_password_and_a_password_file_in_one_source_exclude_each_other() {
    // Given
    Scenario flags = withoutPassword("").flag("password", "hunter2").flag("password_file", "pw");

    // When
    List<String> problems = flags.problems();

    // Then
    assertThat(problems)
        .contains(
            "password (--password) and password_file (--password-file) exclude each other:"
                + " keep one of them.");
  }

  @Test
  void a_stronger_source_beats_the_other_way_to_give_a_secret_in_a_weaker_one() throws Exception {
    // Given
    Scenario scenario =
        withoutPassword(", \"password_file\": \"not-there\"").flag("password", "flag");

    // When
    Secret password = password(scenario);

    // Then
    assertThat(password.reveal()).isEqualTo("flag");
  }

  @Test
  void a_credential_counts_only_where_nothing_else_is_given() throws Exception {
    // Given
    Scenario base = withoutPassword("").variable("CREDENTIALS_DIRECTORY", "creds");
    base.write("creds/password", "credential\n");

    // When
    List<Secret> passwords =
        List.of(
            password(base),
            password(base.variable("MAIL_MONITOR_PASSWORD", "variable")),
            password(base.variable("MAIL_MONITOR_SMTP_PASSWORD", "for SMTP only")));

    // Then
    assertThat(passwords)
        .containsExactly(Secret.of("credential"), Secret.of("variable"), Secret.of("credential"));
  }

  @Test
  void a_named_target_has_its_own_credential() {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .json(
                """
                { "smtp_host": "smtp.example.com", "imap_host": "imap.example.com",
                  "targets": { "eu": { "username": "eu@example.com" },
                               "us": { "username": "us@example.com" } } }
                """)
            .variable("CREDENTIALS_DIRECTORY", directory.toString());
    scenario.write("eu.password", "credential");
    scenario.write("password", "not for targets");

    // When
    List<String> problems = scenario.problems();

    // Then
    assertThat(problems)
        .containsExactly(
            "password of target us is missing: give targets.us.password_file or"
                + " targets.us.password in the configuration file, --target us --password-file,"
                + " MAIL_MONITOR_PASSWORD, or the systemd credential us.password.");
  }

  @Test
  void a_password_on_the_command_line_is_warned_of() throws Exception {
    // Given
    Scenario scenario = withoutPassword("").flag("password", "hunter2");

    // When
    List<String> warnings = scenario.warnings();

    // Then
    assertThat(warnings)
        .containsExactly(
            "--password can be seen by every user of this machine; use --password-file.");
  }

  @ParameterizedTest
  @CsvSource({"rw-r--r--, 1", "rw-r-----, 0", "rw-------, 0"})
  void a_file_with_a_password_that_everybody_can_read_is_warned_of(String mode, int warnings)
      throws Exception {
    // Given
    Scenario scenario = Scenario.in(directory).file("");
    Files.setPosixFilePermissions(
        directory.resolve("config.json"), PosixFilePermissions.fromString(mode));

    // When
    List<String> found = scenario.warnings();

    // Then
    assertThat(found).hasSize(warnings);
    assertThat(found).allMatch(w -> w.startsWith("config.json holds a secret and can be read by"));
  }

  @Test
  void syntax_mode_opens_no_other_file_and_needs_no_password() throws Exception {
    // Given
    Scenario without = withoutPassword("").variable("CREDENTIALS_DIRECTORY", "/not/there");
    Scenario withFiles =
        withoutPassword(
                ", \"password_file\": \"/not/there\", \"ca_file\": \"/not/there\","
                    + " \"ntfy_topic\": \"t\", \"ntfy_token_file\": \"/not/there\"")
            .syntaxOnly();

    // When
    List<List<String>> problems =
        List.of(withFiles.problems(), withoutPassword("").syntaxOnly().problems());

    // Then
    assertThat(problems).containsExactly(List.of(), List.of());
    assertThat(without.problems()).hasSize(1);
  }

  @Test
  void a_ntfy_token_comes_from_value_file_or_credential() throws Exception {
    // Given
    Scenario base = Scenario.in(directory).file("\"ntfy_topic\": \"t\"");
    base.write("token", "tk_file\n");
    base.write("creds/ntfy-token", "tk_credential\n");
    Scenario credential = base.variable("CREDENTIALS_DIRECTORY", "creds");

    // When
    List<Credentials> credentials =
        List.of(
            base.ntfy().credentials(),
            credential.ntfy().credentials(),
            credential.flag("ntfy_token_file", "token").ntfy().credentials(),
            credential.variable("MAIL_MONITOR_NTFY_TOKEN", "tk_value").ntfy().credentials(),
            credential.flag("ntfy_username", "u").flag("ntfy_password", "p").ntfy().credentials());

    // Then
    assertThat(credentials)
        .containsExactly(
            new Credentials.None(),
            new Credentials.Token(Secret.of("tk_credential")),
            new Credentials.Token(Secret.of("tk_file")),
            new Credentials.Token(Secret.of("tk_value")),
            new Credentials.UserPassword("u", Secret.of("p")));
  }

  @Test
  void half_a_ntfy_login_and_a_double_one_are_refused() {
    // Given
    Scenario base = Scenario.in(directory).file("\"ntfy_topic\": \"t\"");

    // When
    List<List<String>> problems =
        List.of(
            base.variable("MAIL_MONITOR_NTFY_USERNAME", "u").problems(),
            base.variable("MAIL_MONITOR_NTFY_PASSWORD", "hunter2").problems(),
            base.variable("MAIL_MONITOR_NTFY_TOKEN", "hunter2")
                .variable("MAIL_MONITOR_NTFY_USERNAME", "u")
                .problems());

    // Then
    assertThat(problems)
        .containsExactly(
            List.of(
                "ntfy_username (MAIL_MONITOR_NTFY_USERNAME) needs a password: give"
                    + " ntfy_password_file or ntfy_password."),
            List.of(
                "ntfy_password is given but ntfy_username is not: ntfy asks for both, or for"
                    + " ntfy_token alone."),
            List.of(
                "ntfy_token (MAIL_MONITOR_NTFY_TOKEN) and ntfy_username"
                    + " (MAIL_MONITOR_NTFY_USERNAME) exclude each other: keep one of them."));
  }

  @ParameterizedTest
  @CsvSource({
    "http://ntfy.example.com, 1",
    "https://ntfy.example.com, 0",
    "http://127.0.0.1:8080, 0",
    "http://localhost, 0",
    "http://[::1]:2586, 0"
  })
  void a_token_over_plain_http_is_warned_of(String server, int warnings) throws Exception {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .file(
                "\"ntfy_topic\": \"t\", \"ntfy_token\": \"tk\", \"ntfy_server\": \"%s\""
                    .formatted(server));

    // When
    List<String> found = scenario.warnings();

    // Then
    assertThat(found).hasSize(warnings);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"password\": 4711",
        "\"password\": [\"hunter2\"]",
        "\"password\": {\"hunter2\": 1}",
        "\"pasword\": \"hunter2\"",
        "\"smtp_host\": \"https://user:hunter2@mail.example.com\"",
        "\"ntfy_server\": \"https://user:hunter2@ntfy.example.com\"",
        "\"ntfy_token\": \"hunter2 hunter2\"",
        "\"password\": \"hunter2\\u0000\"",
        "\"password\": hunter2",
        "\"password\": \"hunter2",
        "\"password\": \"hunter2\\x\"",
        "\"password\": \"hunter2\" \"hunter2\"",
        "\"password\": 'hunter2'"
      })
  void no_message_shows_a_secret(String keys) {
    // Given
    Scenario scenario = withoutPassword(", " + keys);

    // When
    ConfigurationException failure = scenario.failure();

    // Then
    assertThat(failure.problems()).isNotEmpty();
    assertThat(failure.toString() + failure.warnings())
        .doesNotContain("hunter2", "4711", "'h'", "(h)");
  }

  @Test
  void sources_do_not_show_secrets() {
    // Given
    Scenario scenario = Scenario.in(directory).flag("password", "hunter2");

    // When
    String text =
        new Sources(
                scenario.flags(),
                null,
                null,
                Map.of("MAIL_MONITOR_PASSWORD", "hunter2"),
                directory,
                Sources.Mode.FULL)
            .toString();

    // Then
    assertThat(text).contains("password").doesNotContain("hunter2");
  }

  @Test
  void a_password_from_a_pipe_serves_both_servers_and_all_targets() throws Exception {
    // Given
    Scenario scenario =
        withoutPassword(", \"targets\": {\"a\": {}, \"b\": {}}")
            .variable("MAIL_MONITOR_PASSWORD_FILE", "pipe");
    NamedPipe.in(directory).write("s3cret\n");

    // When
    List<MonitoredTarget> targets = scenario.targets();

    // Then
    assertThat(targets)
        .hasSize(2)
        .allSatisfy(target -> {
          assertThat(target.target().route().smtpAccount().password().reveal()).isEqualTo("s3cret");
          assertThat(target.target().route().imapAccount().password().reveal()).isEqualTo("s3cret");
        });
  }
}
