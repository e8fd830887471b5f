package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.MailHost;
import dev.mailmonitor.testing.NeedsMailServers;
import dev.mailmonitor.testing.Program;
import dev.mailmonitor.testing.TrickyPassword;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Passwords that programs stumble over, from each place where a password can be given. The
/// environment has no locale.
@NeedsMailServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrickyPasswordIT {
  private MailHost host;

  @TempDir Path directory;

  @BeforeAll
  void start() {
    host = TrickyPassword.logins().start();
  }

  @AfterAll
  void stop() {
    host.close();
  }

  /// A mail server that delivers to the first user, whoever logs in.
  private Installation installation() {
    return Installation.in(directory)
        .reaching(host.host(), host.smtpStarttlsPort(), host.imapsPort())
        .set("ca_file", host.caFile().toString())
        .set("from", host.user())
        .set("test_recipient", host.user())
        .set("receive_timeout", 40);
  }

  /// A target for each password.
  private Installation installation(Function<TrickyPassword, Map<String, String>> keys) {
    Installation installation = installation();
    for (TrickyPassword password : TrickyPassword.values()) {
      Map<String, String> all = new HashMap<>(keys.apply(password));
      all.put("username", password.user());
      installation.target(password.name(), all);
    }
    return installation;
  }

  private static void assertAllHealthy(Program.Run run) {
    assertThat(run.out()).as(run.err()).doesNotContain("❌");
    assertThat(run.outLines().stream().filter(line -> line.contains("Email delivered in")))
        .hasSize(TrickyPassword.values().length);
    assertThat(run.status()).isZero();
  }

  @Test
  void each_works_in_the_configuration_file() {
    // Given
    Installation installation = installation(password -> Map.of("password", password.text()));

    // When
    Program.Run run = installation.run("--verbose");

    // Then
    assertAllHealthy(run);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void each_works_in_a_file_with_a_line_break_at_its_end() {
    // Given
    write("credentials", password -> password.name(), "\n");
    Installation installation =
        installation(password -> Map.of("password_file", "credentials/" + password.name()));

    // When
    Program.Run run = installation.run("--verbose");

    // Then
    assertAllHealthy(run);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void each_works_as_a_credential_of_systemd() {
    // Given
    Path credentials = write("credentials", password -> password.name() + ".password", "");
    Installation installation =
        installation(password -> Map.of())
            .environment("CREDENTIALS_DIRECTORY", credentials.toString());

    // When
    Program.Run run = installation.run();

    // Then
    assertAllHealthy(run);
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = TrickyPassword.class,
      names = {"ALL", "LONG_IN_UTF_8", "SHELL"})
  void it_works_in_the_environment(TrickyPassword password) {
    // Given
    Installation installation =
        installation()
            .set("username", password.user())
            .environment("MAIL_MONITOR_PASSWORD", password.text());

    // When
    Program.Run run = installation.run();

    // Then
    assertThat(run.out()).matches(Installation.HEALTHY);
    assertThat(run.status()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = TrickyPassword.class,
      names = {"ALL", "LONG", "AT_SIGNS", "HYPHENS"})
  void it_works_on_the_command_line(TrickyPassword password) {
    // Given
    Installation installation = installation().set("username", password.user());

    // When
    Program.Run spaced = installation.run("--password", password.text());
    Program.Run joined = installation.run("--password=" + password.text());

    // Then
    for (Program.Run run : new Program.Run[] {spaced, joined}) {
      assertThat(run.out()).as(run.err()).matches(Installation.HEALTHY);
      assertThat(run.status()).isZero();
    }
  }

  private Path write(String name, Function<TrickyPassword, String> file, String end) {
    try {
      Path place = Files.createDirectories(directory.resolve(name));
      for (TrickyPassword password : TrickyPassword.values()) {
        Files.writeString(place.resolve(file.apply(password)), password.text() + end);
      }
      return place;
    } catch (IOException e) {
      throw new UncheckedIOException("The passwords were not written", e);
    }
  }
}
