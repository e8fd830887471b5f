package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.GreenMailHost;
import dev.mailmonitor.testing.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The configuration file, where secrets come from, and the commands that look at both.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConfigurationIT {
  private GreenMailHost host;

  @TempDir Path directory;

  @BeforeAll
  void start() {
    host = GreenMailHost.start();
  }

  @AfterAll
  void stop() {
    host.close();
  }

  @BeforeEach
  void repair() {
    host.startServers();
  }

  @Test
  void config_check_prints_what_holds_and_hides_every_secret() {
    // Given
    Installation installation =
        Installation.in(directory)
            .reaching(host)
            .telling("http://localhost:1", "topic")
            .set("ntfy_token", "tk_0123456789abcdefghijklmnopqrs")
            .set("imap_password", "battery staple 23");

    // When
    Program.Run run = installation.run("config", "check");

    // Then
    assertThat(run.outLines())
        .anyMatch(line -> line.matches("smtp_host +localhost +smtp_host in .*/config.json, line 1"))
        .anyMatch(line -> line.matches("smtp_password +\\(hidden\\) +password in .*"))
        .anyMatch(line -> line.matches("imap_password +\\(hidden\\) +imap_password in .*"))
        .anyMatch(line -> line.matches("ntfy_token +\\(hidden\\) +ntfy_token in .*"))
        .anyMatch(line -> line.matches("receive_timeout +20 +receive_timeout in .*"))
        .anyMatch(line -> line.matches("timeout +50 +default: receive_timeout \\+ 30"))
        .anyMatch(line -> line.matches("state_file +.*/state.json +state_file in .*"));
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(installation.files()).isEmpty();
  }

  @Test
  void all_mistakes_of_a_file_are_told_together_without_secrets() {
    // Given
    Installation installation =
        Installation.in(directory)
            .reaching(host)
            .set("smtp_port", 70_000)
            .set("receive_timeout", "soon")
            .set("ntfy_topc", "topic")
            .set("_comment", "keys that begin with _ are for people");

    // When
    Program.Run run = installation.run("config", "check");

    // Then
    assertThat(run.err())
        .startsWith("Error: the configuration cannot be used, for 3 reasons:\n")
        .contains("smtp_port", "70000", "receive_timeout", "\"soon\"", "ntfy_topc", "ntfy_topic")
        .doesNotContain("_comment");
    assertThat(run.status()).isEqualTo(2);
  }

  @Test
  void config_check_shows_when_the_service_would_check() {
    // Given
    Installation installation =
        Installation.in(directory)
            .reaching(host)
            .set("schedule", "*/15 8-17 * * mon-fri; 0 * * * *")
            .set("timezone", "Europe/Berlin");

    // When
    Program.Run full = installation.run("config", "check");
    Program.Run syntax = installation.run("config", "check", "--syntax");

    // Then
    String time = "[A-Z][a-z]{2} [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}";
    assertThat(full.outLines())
        .anyMatch(line ->
            line.matches(
                "schedule +\\*/15 8-17 \\* \\* mon-fri; 0 \\* \\* \\* \\* +schedule in .*"))
        .anyMatch(line -> line.matches("timezone +Europe/Berlin +timezone in .*"))
        .anyMatch(line -> line.matches("next times +(" + time + "[, ] *){3} by .*"));
    assertThat(full.err()).isEmpty();
    assertThat(full.status()).isZero();
    assertThat(syntax.out()).contains("Europe/Berlin").doesNotContain("next times");
    assertThat(syntax.err()).isEmpty();
  }

  @Test
  void nothing_about_cron_is_loaded_without_a_schedule() throws Exception {
    // Given
    Installation installation = Installation.in(directory).reaching(host);

    // When
    List<String> without = loaded(installation);
    List<String> with = loaded(installation.set("schedule", "@hourly"));

    // Then
    assertThat(without)
        .anyMatch(line -> line.contains("dev.mailmonitor.config.ScheduleReader"))
        .noneMatch(line -> line.contains(" com.cronutils.") || line.contains(" org.slf4j."));
    assertThat(with).anyMatch(line -> line.contains(" com.cronutils."));
  }

  private List<String> loaded(Installation installation) throws Exception {
    Path log = directory.resolve("classes");
    Files.deleteIfExists(log);
    Program.Run run =
        Program.with()
            .environment("_JAVA_OPTIONS", "-Xlog:class+load:file=" + log)
            .run(
                Installation.BOUND,
                "config",
                "check",
                "--config",
                installation.configuration().toString());
    assertThat(run.status()).isZero();
    return Files.readAllLines(log);
  }

  @Test
  void syntax_opens_no_file_that_the_configuration_names() {
    // Given: the machine that builds a system's configuration has none of these.
    Installation installation =
        Installation.in(directory)
            .reaching(host)
            .without("password")
            .set("ca_file", "/nowhere/ca.pem")
            .set("password_file", "/nowhere/mail")
            .set("ntfy_topic", "topic")
            .set("ntfy_token_file", "/nowhere/ntfy");

    // When
    Program.Run syntax = installation.run("config", "check", "--syntax");
    Program.Run full = installation.run("config", "check");

    // Then
    assertThat(syntax.err()).isEmpty();
    assertThat(syntax.status()).isZero();
    assertThat(full.err()).contains("/nowhere/ca.pem", "/nowhere/mail", "/nowhere/ntfy");
    assertThat(full.status()).isEqualTo(2);
  }

  @Test
  void a_file_that_is_not_there_is_an_error() {
    // When
    Program.Run run =
        Program.with().run(Installation.BOUND, "--config", directory.resolve("no.json").toString());

    // Then
    assertThat(run.err()).contains("no.json");
    assertThat(run.status()).isEqualTo(2);
  }

  @Test
  void a_password_file_and_a_systemd_credential_are_read_without_their_line_break()
      throws Exception {
    // Given
    Path credentials = Files.createDirectory(directory.resolve("credentials"));
    Files.writeString(credentials.resolve("password"), host.password() + "\n");
    Path file = Files.writeString(directory.resolve("secret"), host.password() + "\n");
    Installation byFile =
        Installation.in(directory)
            .reaching(host)
            .without("password")
            .set("password_file", "secret");
    Installation byCredential =
        Installation.in(directory)
            .reaching(host)
            .without("password")
            .environment("CREDENTIALS_DIRECTORY", credentials.toString());

    // When
    Program.Run first = byFile.run("--verbose");
    Files.delete(file);
    Program.Run second = byCredential.run("--verbose");

    // Then
    for (Program.Run run : List.of(first, second)) {
      assertThat(run.out()).contains("✓ Receive Test: Email delivered in");
      assertThat(run.out() + run.err()).doesNotContain(host.password());
    }
  }

  @Test
  void a_file_with_a_password_that_everybody_may_read_earns_a_warning() throws Exception {
    // Given
    Installation installation = Installation.in(directory).reaching(host);
    Path file = installation.configuration();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    // When
    Program.Run run = Program.with().run(Installation.BOUND, "--config", file.toString());

    // Then
    assertThat(run.err())
        .startsWith("Warning: " + file + " holds a secret and can be read by every");
    assertThat(run.out()).matches(Installation.HEALTHY);
  }

  @Test
  void status_tells_before_and_after_the_first_check_what_is_known() {
    // Given
    Installation installation = Installation.in(directory).reaching(host);

    // When
    Program.Run before = installation.run("status");
    boolean touched = Files.exists(installation.file("state.json"));
    host.stopServers();
    installation.run();
    Program.Run after = installation.run("status");

    // Then
    assertThat(before.out())
        .isEqualTo(
            """
            status:       unknown
            alerts:       none waiting
            state file:   %s (not written yet)
            """
                .formatted(installation.file("state.json")));
    assertThat(touched).isFalse();
    assertThat(after.out())
        .matches(
            """
            status:       unhealthy since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d [+-]\\d\\d:\\d\\d
            last failure: \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d
                          IMAP auth failed: Connection refused
                          SMTP auth failed: Connection refused
            alerts:       none waiting
            state file:   \\S+/state.json
            """);
    assertThat(List.of(before, after)).extracting(Program.Run::status).containsExactly(0, 0);
  }

  @Test
  void the_state_directory_of_systemd_is_the_default_place() {
    // Given
    Installation installation =
        Installation.in(directory)
            .reaching(host)
            .without("state_file")
            .environment("STATE_DIRECTORY", directory.resolve("lib").toString());

    // When
    Program.Run run = installation.run();

    // Then
    assertThat(run.out()).matches(Installation.HEALTHY);
    assertThat(installation.file("lib/state.json")).isRegularFile();
  }

  @Test
  void the_systems_bundle_is_trusted_where_its_variable_says_it_is() {
    // Given
    Installation installation =
        Installation.in(directory)
            .reaching(host)
            .without("ca_file")
            .environment("SSL_CERT_FILE", host.caFile().toString());

    // When
    Program.Run run = installation.run();

    // Then
    assertThat(run.out()).matches(Installation.HEALTHY);
  }

  @Test
  void a_number_that_is_written_as_a_string_is_taken_with_a_warning() {
    // Given
    Installation installation =
        Installation.in(directory).reaching(host).set("imap_port", "" + host.imapsPort());

    // When
    Program.Run run = installation.run();

    // Then
    assertThat(run.err()).startsWith("Warning: ").contains("imap_port").hasLineCount(1);
    assertThat(run.out()).matches(Installation.HEALTHY);
  }
}
