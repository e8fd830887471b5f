package dev.mailmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.target.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which source wins: flags, environment, the target's own keys, the top level, defaults.
class PrecedenceTest {
  private static final String TWO_TARGETS =
      """
      { "smtp_host": "smtp.example.com", "imap_host": "imap.example.com", "password": "s3cret",
        "receive_timeout": 30, "ntfy_topic": "all",
        "targets": {
          "eu": { "username": "eu@example.com", "smtp_host": "smtp.eu.example.com" },
          "us": { "username": "us@example.com", "receive_timeout": 40, "ntfy_topic": "" } } }
      """;

  @TempDir Path directory;

  @Test
  void a_flag_beats_the_environment_which_beats_the_file_which_beats_the_default()
      throws Exception {
    // Given
    Scenario file = Scenario.in(directory).file("\"smtp_port\": 1");
    Scenario environment = file.variable("MAIL_MONITOR_SMTP_PORT", "2");
    Scenario flag = environment.flag("smtp_port", "3");

    // When
    List<Integer> ports = List.of(port(file), port(environment), port(flag));

    // Then
    assertThat(ports).containsExactly(1, 2, 3);
  }

  @Test
  void flags_that_were_not_given_leave_the_file_alone() throws Exception {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .file(
                "\"smtp_port\": 465, \"imap_port\": 143, \"receive_timeout\": 7,"
                    + " \"ntfy_topic\": \"t\", \"ntfy_server\": \"https://ntfy.example.com\"")
            .flag("smtp_host", "other.example.com");

    // When
    MonitoredTarget monitored = scenario.only();

    // Then
    assertThat(monitored.target().route().smtp()).hasToString("other.example.com:465");
    assertThat(monitored.target().route().imap()).hasToString("imap.example.com:143");
    assertThat(monitored.target().limits().receiveTimeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(scenario.ntfy().server()).hasToString("https://ntfy.example.com");
  }

  @Test
  void everything_can_come_from_flags() throws Exception {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .flag("smtp_host", "smtp.example.com")
            .flag("imap_host", "imap.example.com")
            .flag("username", "me@example.com")
            .flag("password", "pass word")
            .flag("test_recipient", "you@example.com")
            .flag("ntfy_topic", "topic")
            .flag("ntfy_tags", "mail, home,")
            .flag("state_file", "state.json");

    // When
    MonitoredTarget monitored = scenario.only();

    // Then
    assertThat(monitored.target().route().imapAccount().password().reveal()).isEqualTo("pass word");
    assertThat(monitored.target().route().recipient()).isEqualTo("you@example.com");
    assertThat(scenario.ntfy().tags()).containsExactly("mail", "home");
    assertThat(monitored.stateFile()).isEqualTo(directory.resolve("state.json"));
  }

  @Test
  void an_empty_environment_variable_counts_as_not_set() throws Exception {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .file("\"ntfy_topic\": \"t\"")
            .variable("MAIL_MONITOR_SMTP_HOST", "")
            .variable("MAIL_MONITOR_NTFY_TOPIC", "");

    // When
    MonitoredTarget monitored = scenario.only();

    // Then
    assertThat(monitored.target().route().smtp().host()).isEqualTo("smtp.example.com");
    assertThat(monitored.alerts().ntfy()).isPresent();
  }

  @Test
  void an_empty_topic_flag_turns_notifications_off() throws Exception {
    // Given
    Scenario scenario = Scenario.in(directory).file("\"ntfy_topic\": \"t\"").flag("ntfy_topic", "");

    // When
    MonitoredTarget monitored = scenario.only();

    // Then
    assertThat(monitored.alerts().ntfy()).isEmpty();
  }

  @Test
  void the_file_can_be_named_in_the_environment_and_the_flag_beats_it() throws Exception {
    // Given
    Scenario base = Scenario.in(directory);
    base.write("env.json", "{" + Scenario.REQUIRED + ", \"smtp_port\": 1}");
    base.write("flag.json", "{" + Scenario.REQUIRED + ", \"smtp_port\": 2}");
    Scenario environment = base.variable("MAIL_MONITOR_CONFIG", "env.json");

    // When
    List<Integer> ports = List.of(port(environment), port(environment.config("flag.json")));

    // Then
    assertThat(ports).containsExactly(1, 2);
  }

  @Test
  void a_targets_own_keys_beat_the_top_level() throws Exception {
    // Given
    Scenario scenario = Scenario.in(directory).json(TWO_TARGETS);

    // When
    List<MonitoredTarget> targets = scenario.targets();

    // Then
    assertThat(targets).extracting(t -> t.target().name().value()).containsExactly("eu", "us");
    assertThat(targets)
        .extracting(t -> t.target().route().smtp().host())
        .containsExactly("smtp.eu.example.com", "smtp.example.com");
    assertThat(targets)
        .extracting(t -> t.target().limits().receiveTimeout().toSeconds())
        .containsExactly(30L, 40L);
    assertThat(targets).extracting(t -> t.alerts().ntfy().isPresent()).containsExactly(true, false);
    assertThat(targets)
        .extracting(t -> t.stateFile().toString())
        .containsExactly(
            "/home/monitor/.local/state/mail-monitor/targets/eu.json",
            "/home/monitor/.local/state/mail-monitor/targets/us.json");
  }

  @Test
  void environment_and_common_flags_hold_for_every_target() throws Exception {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .json(TWO_TARGETS)
            .variable("MAIL_MONITOR_NTFY_TOPIC", "env")
            .flag("receive_timeout", "5")
            .flag("state_file", "/srv/state.json");

    // When
    List<MonitoredTarget> targets = scenario.targets();

    // Then
    assertThat(targets)
        .allSatisfy(t -> {
          assertThat(t.alerts().ntfy().orElseThrow().topic()).isEqualTo("env");
          assertThat(t.target().limits().receiveTimeout()).isEqualTo(Duration.ofSeconds(5));
        });
    assertThat(targets)
        .extracting(t -> t.stateFile().toString())
        .containsExactly("/srv/targets/eu.json", "/srv/targets/us.json");
  }

  @Test
  void a_connection_flag_applies_to_the_target_that_is_named() throws Exception {
    // Given
    Scenario scenario =
        Scenario.in(directory).json(TWO_TARGETS).target("us").flag("smtp_host", "new.example.com");

    // When
    List<MonitoredTarget> targets = scenario.targets();

    // Then
    assertThat(targets).extracting(t -> t.target().name().value()).containsExactly("us");
    assertThat(targets.getFirst().target().route().smtp().host()).isEqualTo("new.example.com");
  }

  @Test
  void a_named_target_alone_is_checked() throws Exception {
    // Given
    Scenario scenario = Scenario.in(directory).json(TWO_TARGETS).target("eu");

    // When
    List<MonitoredTarget> targets = scenario.targets();

    // Then
    assertThat(targets).extracting(t -> t.target().name().value()).containsExactly("eu");
  }

  @Test
  void a_connection_flag_without_a_target_is_refused_where_there_are_targets() {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .json(TWO_TARGETS)
            .flag("smtp_host", "new.example.com")
            .flag("from", "me@example.com")
            .flag("receive_timeout", "5");

    // When
    List<String> problems = scenario.problems();

    // Then
    assertThat(problems)
        .containsExactly(
            "--smtp-host, --from: which target is meant? Add --target with one of: eu, us.");
  }

  @Test
  void an_unknown_target_is_refused_with_the_names_that_exist() {
    // Given
    Scenario named = Scenario.in(directory).json(TWO_TARGETS).target("asia");
    named.write("one.json", "{" + Scenario.REQUIRED + "}");
    Scenario unnamed = named.config("one.json");

    // When
    List<String> withTargets = named.problems();
    List<String> withoutTargets = unnamed.problems();

    // Then
    assertThat(withTargets)
        .containsExactly("--target \"asia\": there is no such target; there are: eu, us.");
    assertThat(withoutTargets)
        .containsExactly(
            "--target \"asia\": the configuration has no targets; leave the flag out.");
  }

  @Test
  void within_a_source_the_specific_password_wins_and_between_sources_the_stronger_source()
      throws Exception {
    // Given
    Scenario file =
        Scenario.in(directory).file("\"smtp_password\": \"smtp\", \"smtp_username\": \"relay\"");
    Scenario flag = file.flag("password", "flag").flag("username", "flag@example.com");

    // When
    var fromFile = file.only().target().route();
    var fromFlag = flag.only().target().route();

    // Then
    assertThat(fromFile.smtpAccount().password()).isEqualTo(Secret.of("smtp"));
    assertThat(fromFile.smtpAccount().username()).isEqualTo("relay");
    assertThat(fromFile.imapAccount().password()).isEqualTo(Secret.of("s3cret"));
    assertThat(fromFlag.smtpAccount().password()).isEqualTo(Secret.of("flag"));
    assertThat(fromFlag.smtpAccount().username()).isEqualTo("flag@example.com");
    assertThat(fromFlag.imapAccount().password()).isEqualTo(Secret.of("flag"));
  }

  @Test
  void a_common_relay_account_stands_although_targets_have_their_own_mailboxes() throws Exception {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .json(
                """
                { "smtp_host": "relay.example.com", "smtp_username": "relay",
                  "smtp_password": "relayed", "imap_host": "imap.example.com",
                  "targets": { "eu": { "username": "eu@example.com", "password": "mailbox" } } }
                """);

    // When
    var route = scenario.only().target().route();

    // Then
    assertThat(route.smtpAccount().password()).isEqualTo(Secret.of("relayed"));
    assertThat(route.imapAccount().password()).isEqualTo(Secret.of("mailbox"));
  }

  @Test
  void relative_paths_begin_where_their_source_stands() throws Exception {
    // Given
    Scenario base = Scenario.in(directory);
    base.write("etc/config.json", "{" + Scenario.REQUIRED + ", \"state_file\": \"s/state.json\"}");
    Scenario file = base.config("etc/config.json");
    Scenario variable = file.variable("MAIL_MONITOR_STATE_FILE", "env.json");

    // When
    List<Path> states = List.of(file.only().stateFile(), variable.only().stateFile());

    // Then
    assertThat(states)
        .containsExactly(directory.resolve("etc/s/state.json"), directory.resolve("env.json"));
  }

  @Test
  void unknown_variables_are_ignored_with_a_warning() throws Exception {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .file("")
            .variable("MAIL_MONITOR_SMTP_HOTS", "x")
            .variable("MAIL_MONITOR_TARGETS", "x")
            .variable("OTHER", "x");

    // When
    List<String> warnings = scenario.warnings();

    // Then
    assertThat(warnings)
        .containsExactly(
            "MAIL_MONITOR_SMTP_HOTS is not known and ignored; the nearest known variable is"
                + " MAIL_MONITOR_SMTP_HOST.",
            "MAIL_MONITOR_TARGETS is ignored: targets stand in a configuration file.");
  }

  @Test
  void every_setting_has_its_environment_variable() {
    // Given: no type takes a NUL, so that whoever looks at the variable complains.
    List<Setting<?>> settings = Setting.all();

    // When
    List<Setting<?>> ignored =
        settings.stream()
            .filter(setting ->
                Scenario.in(directory)
                    .file("")
                    .variable(setting.variable(), "\0")
                    .problems()
                    .isEmpty())
            .toList();

    // Then
    assertThat(ignored).isEmpty();
  }

  private static int port(Scenario scenario) throws ConfigurationException {
    return scenario.only().target().route().smtp().port();
  }
}
