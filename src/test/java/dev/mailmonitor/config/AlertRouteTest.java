package dev.mailmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailmonitor.alert.ntfy.NtfySettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `alert test` needs to know: how people are told, and nothing of mail servers.
class AlertRouteTest {
  @TempDir Path directory;

  private Scenario scenario() {
    return Scenario.in(directory);
  }

  private static String topic(AlertRoute route) {
    return route.alerts().ntfy().map(NtfySettings::topic).orElse("");
  }

  @Test
  void a_topic_is_enough() throws Exception {
    // When
    AlertRoute.All all = scenario().withoutEnvironment().flag("ntfy_topic", "mine").alerts();

    // Then
    assertThat(all.warnings()).isEmpty();
    assertThat(all.routes()).singleElement().extracting(AlertRouteTest::topic).isEqualTo("mine");
  }

  @Test
  void secrets_of_mail_servers_are_not_read() throws Exception {
    // Given
    Scenario scenario =
        scenario()
            .json(
                """
                {"smtp_host": "mail.example.com", "password_file": "missing", "ntfy_topic": "mine"}
                """);

    // When
    AlertRoute.All all = scenario.alerts();

    // Then
    assertThat(all.routes()).hasSize(1);
  }

  @Test
  void each_target_has_its_own_way() throws Exception {
    // Given
    Scenario scenario =
        scenario()
            .json(
                """
                {"ntfy_topic": "common", "targets": {"a": {}, "b": {"ntfy_topic": "special"}}}
                """);

    // When
    AlertRoute.All all = scenario.alerts();

    // Then
    assertThat(all.routes()).extracting(route -> route.target().value()).containsExactly("a", "b");
    assertThat(all.routes()).extracting(AlertRouteTest::topic).containsExactly("common", "special");
  }

  @Test
  void what_is_given_has_to_be_right() {
    // Given
    Scenario scenario =
        scenario()
            .json(
                """
                {"ntfy_topic": "no topic", "ca_file": "missing.pem", "smtp_prot": 587}
                """);

    // When / Then
    assertThatThrownBy(scenario::alerts)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("ntfy_topic")
        .hasMessageContaining("missing.pem")
        .hasMessageContaining("smtp_prot")
        .hasMessageNotContaining("imap_host");
  }
}
