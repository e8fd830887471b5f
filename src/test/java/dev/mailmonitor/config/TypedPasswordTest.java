package dev.mailmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The password that comes in on the standard input.
class TypedPasswordTest {
  @TempDir Path directory;

  private EffectiveConfiguration read(
      Map<String, String> more, @Nullable String target, @Nullable String file)
      throws ConfigurationException {
    Map<String, String> flags = new HashMap<>(more);
    if (file == null) {
      flags.putAll(Map.of("smtp_host", "a.example", "imap_host", "b.example", "username", "u@x.y"));
    }
    flags.put("state_file", "state.json");
    return new ConfigurationReader(Machine.THIS)
        .read(
            new Sources(
                flags, target, file, Map.of(), directory, "typed s3cret", Sources.Mode.FULL));
  }

  @Test
  void it_serves_both_servers_without_a_warning() throws Exception {
    // When
    Settings settings = read(Map.of(), null, null).settings();

    // Then
    assertThat(settings.warnings()).isEmpty();
    assertThat(settings.targets())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.target().route().smtpAccount().password().reveal())
              .isEqualTo("typed s3cret");
          assertThat(one.target().route().imapAccount().password().reveal())
              .isEqualTo("typed s3cret");
        });
  }

  @Test
  void it_and_another_password_on_the_command_line_exclude_each_other() {
    for (String key : new String[] {"password", "password_file"}) {
      // When
      ConfigurationException failure =
          catchThrowableOfType(
              ConfigurationException.class, () -> read(Map.of(key, "other"), null, null));

      // Then
      assertThat(failure.problems())
          .containsExactly(
              "--password-stdin and --%s both give the password; leave one out."
                  .formatted(key.replace('_', '-')));
    }
  }

  @Test
  void with_several_targets_it_needs_the_name_of_one() throws Exception {
    // Given
    String target = "{\"smtp_host\": \"a\", \"imap_host\": \"b\", \"username\": \"u@x.y\"%s}";
    Files.writeString(
        directory.resolve("config.json"),
        "{\"targets\": {\"eu\": %s, \"us\": %s}}"
            .formatted(target.formatted(""), target.formatted(", \"password\": \"p\"")));

    // When
    ConfigurationException failure =
        catchThrowableOfType(
            ConfigurationException.class, () -> read(Map.of(), null, "config.json"));

    // Then
    assertThat(failure.problems())
        .contains("--password-stdin: which target is meant? Add --target with one of: eu, us.");
    assertThat(read(Map.of(), "eu", "config.json").settings().targets()).hasSize(1);
  }

  @Test
  void it_is_hidden_like_every_secret() throws Exception {
    assertThat(read(Map.of(), null, null).render())
        .contains("--password-stdin")
        .doesNotContain("s3cret");
  }
}
