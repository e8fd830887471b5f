package dev.mailmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.alert.heartbeat.HeartbeatSettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is told that the monitor is alive.
class HeartbeatSettingsTest {
  private static final String URL = "https://hc-ping.com/0d9fe2a1-secret";

  @TempDir Path directory;

  private Scenario heartbeat(String url) {
    return Scenario.in(directory).file("\"heartbeat_url\": \"" + url + "\"");
  }

  private static HeartbeatSettings settings(Scenario scenario) throws ConfigurationException {
    return scenario.read().settings().heartbeat().orElseThrow();
  }

  @Test
  void by_default_there_is_no_heartbeat() throws Exception {
    assertThat(Scenario.in(directory).file("").read().settings().heartbeat()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        URL,
        "http://127.0.0.1:8000/ping/0d9f",
        "https://hc-ping.com/key/slug?create=1",
        "HTTPS://hc-ping.com/0d9f",
        "https://[2001:db8::1]:8443/0d9f"
      })
  void web_addresses_are_taken(String url) throws Exception {
    assertThat(settings(heartbeat(url)).url().reveal()).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hc-ping.com/0d9f-secret",
        "ftp://hc-ping.com/0d9f-secret",
        "https:///0d9f-secret",
        "https://me:secret@hc-ping.com/0d9f",
        "https://hc-ping.com/0d9f-secret#top",
        "https://hc-ping.com:0/0d9f-secret",
        "https://hc-ping.com/a b-secret"
      })
  void anything_else_is_refused_without_being_shown(String url) {
    // When
    List<String> problems = heartbeat(url).problems();

    // Then
    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst())
        .startsWith(
            "heartbeat_url (config.json, line 3) must be an http or https URL such as"
                + " https://hc-ping.com/ and an identifier.")
        .doesNotContain("0d9f", "secret");
  }

  @Test
  void only_its_host_is_shown() throws Exception {
    // When
    String text = heartbeat(URL).read().render();

    // Then
    assertThat(text).contains("https://hc-ping.com/(hidden)").doesNotContain("0d9fe2a1");
    assertThat(settings(heartbeat(URL)).toString()).doesNotContain("0d9fe2a1");
  }

  @Test
  void it_comes_from_a_file_or_a_credential_too() throws Exception {
    // Given
    Scenario base = Scenario.in(directory);
    base.write("url", URL + "\n");
    base.write("credentials/heartbeat-url", URL + "\n");

    // When
    HeartbeatSettings file = settings(base.file("\"heartbeat_url_file\": \"url\""));
    HeartbeatSettings credential =
        settings(
            base.file("")
                .variable("CREDENTIALS_DIRECTORY", directory.resolve("credentials").toString()));

    // Then
    assertThat(List.of(file, credential))
        .extracting(settings -> settings.url().reveal())
        .containsOnly(URL);
  }

  @Test
  void on_a_build_machine_its_file_stays_closed() throws Exception {
    // Given
    Scenario scenario =
        Scenario.in(directory).file("\"heartbeat_url_file\": \"missing\"").syntaxOnly();

    // When
    EffectiveConfiguration configuration = scenario.read();

    // Then
    assertThat(configuration.settings().heartbeat()).isEmpty();
    assertThat(configuration.render()).contains("(hidden)");
  }

  @Test
  void the_proxy_of_the_environment_is_on_its_way() throws Exception {
    // Given
    Scenario scenario = heartbeat(URL).variable("HTTPS_PROXY", "http://proxy:3128");

    // When
    EffectiveConfiguration configuration = scenario.read();

    // Then
    assertThat(configuration.settings().heartbeat().orElseThrow().proxy())
        .hasToString("Proxy[host=proxy, port=3128, login=null]");
    assertThat(configuration.render()).contains("proxy for heartbeat");
  }

  @Test
  void a_url_that_everybody_on_the_way_can_read_is_warned_of() throws Exception {
    assertThat(heartbeat("http://hc.example.com/0d9f").warnings())
        .containsExactly(
            "heartbeat_url is not encrypted: whoever reads it on its way to hc.example.com can"
                + " call it, too; use https.");
    assertThat(heartbeat("http://localhost/0d9f").warnings()).isEmpty();
  }

  @Test
  void it_survives_what_else_is_broken() {
    // Given
    Scenario scenario =
        Scenario.in(directory).file("\"timeout\": 0, \"heartbeat_url\": \"" + URL + "\"");

    // When
    ConfigurationException failure = scenario.failure();

    // Then
    assertThat(failure.heartbeat()).isPresent();
  }
}
