package dev.mailmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Values as messages and the table of values show them.
class ShownTest {
  private static final String PASTED = "https://me:hush-hush-7@mail.example.com";

  @TempDir Path directory;

  @Test
  void a_login_in_a_pasted_url_is_shown_for_no_setting() throws Exception {
    for (Setting<?> setting : Setting.all()) {
      if (setting.type() == SettingType.FILE) {
        // As a path it is a path, odd as it looks.
        continue;
      }
      // Given
      Scenario scenario = Scenario.in(directory).file("").flag(setting.key(), PASTED).syntaxOnly();

      // When
      String shown;
      try {
        shown = scenario.read().render();
      } catch (ConfigurationException wrong) {
        shown = wrong.problems() + " " + wrong.warnings();
      }

      // Then
      assertThat(shown).as(setting.key()).doesNotContain("hush-hush-7");
    }
  }
}
