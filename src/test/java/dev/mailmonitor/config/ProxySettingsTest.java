package dev.mailmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.alert.Proxy;
import dev.mailmonitor.target.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which proxy the environment asks for.
class ProxySettingsTest {
  private final Problems problems = new Problems();

  private @Nullable Proxy proxy(String server, Map<String, String> environment) {
    Sources sources =
        new Sources(Map.of(), null, null, environment, Path.of("/"), Sources.Mode.FULL);
    return ProxySettings.on(URI.create(server), sources, problems);
  }

  @ParameterizedTest
  @CsvSource({
    "https://ntfy.sh, HTTPS_PROXY, true",
    "https://ntfy.sh, https_proxy, true",
    "https://ntfy.sh, HTTP_PROXY, false",
    "http://ntfy.example.com, HTTP_PROXY, true",
    "http://ntfy.example.com, http_proxy, true",
    "http://ntfy.example.com, HTTPS_PROXY, false",
    "http://localhost:8080, HTTP_PROXY, false",
    "http://127.0.0.1, HTTP_PROXY, false",
    "http://[::1], HTTP_PROXY, false"
  })
  void the_servers_scheme_chooses_the_variable(String server, String variable, boolean used) {
    // Given
    Map<String, String> environment = Map.of(variable, "http://proxy.example.com:3128");

    // When
    Proxy proxy = proxy(server, environment);

    // Then
    assertThat(proxy).isEqualTo(used ? new Proxy("proxy.example.com", 3128, null) : null);
  }

  @ParameterizedTest
  @CsvSource({
    "proxy.example.com:3128, proxy.example.com, 3128",
    "http://proxy.example.com, proxy.example.com, 80",
    "HTTP://proxy.example.com/, proxy.example.com, 80",
    "http://[2001:db8::1]:8080, 2001:db8::1, 8080"
  })
  void a_proxy_may_be_written_in_several_ways(String text, String host, int port) {
    // When
    Proxy proxy = proxy("https://ntfy.sh", Map.of("HTTPS_PROXY", text));

    // Then
    assertThat(proxy).isEqualTo(new Proxy(host, port, null));
  }

  @Test
  void a_proxys_user_and_password_are_decoded() {
    // Given
    Map<String, String> environment = Map.of("HTTPS_PROXY", "http://me%40home:p%3Aw+d@proxy:1");

    // When
    Proxy proxy = proxy("https://ntfy.sh", environment);

    // Then
    assertThat(proxy)
        .isEqualTo(new Proxy("proxy", 1, new Proxy.Login("me@home", Secret.of("p:w+d"))));
    assertThat(String.valueOf(proxy)).doesNotContain("p:w+d");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "socks5://me:hunter2@proxy:1080",
        "https://proxy",
        "http://me:hunter2@",
        "http://proxy:99999",
        "http://me:hunter2%zz@proxy"
      })
  void what_is_no_http_proxy_is_ignored_with_a_warning(String text) {
    // When
    Proxy proxy = proxy("https://ntfy.sh", Map.of("HTTPS_PROXY", text));

    // Then
    assertThat(proxy).isNull();
    assertThat(problems.warnings())
        .containsExactly(
            "HTTPS_PROXY is not the URL of an HTTP proxy such as http://proxy.example.com:3128; it"
                + " is ignored, and no proxy is used.");
  }

  @ParameterizedTest
  @CsvSource({
    "ntfy.example.com, 443, '*', true",
    "ntfy.example.com, 443, 'ntfy.example.com', true",
    "NTFY.example.com, 443, 'ntfy.Example.com', true",
    "ntfy.example.com, 443, 'example.com', true",
    "ntfy.example.com, 443, '.example.com', true",
    "example.com, 443, '.example.com', true",
    "ntfy.example.com, 443, '*.example.com', true",
    "ntfy.example.com., 443, 'example.com', true",
    "ntfy-example.com, 443, 'example.com', false",
    "ntfy.example.com, 443, 'other.com, example.com', true",
    "ntfy.example.com, 443, 'other.com example.com', true",
    "ntfy.example.com, 443, 'ntfy.example.com:443', true",
    "ntfy.example.com, 80, 'ntfy.example.com:443', false",
    "ntfy.example.com, 443, 'com.', true",
    "ntfy.example.com, 443, '', false",
    "ntfy.example.com, 443, ', ,.', false",
    "192.0.2.7, 443, '192.0.2.7', true",
    "192.0.2.7, 443, '192.0.2.0/24', true",
    "192.0.2.7, 443, '192.0.2.0/29', true",
    "192.0.2.7, 443, '192.0.2.0/30', false",
    "192.0.2.7, 443, '0.0.0.0/0', true",
    "192.0.2.7, 443, '2.7', false",
    "192.0.2.7, 443, '192.0.2.0/99', false",
    "ntfy.example.com, 443, '192.0.2.0/24', false",
    "2001:db8::1, 443, '2001:DB8:0::1', true",
    "2001:db8::1, 443, '[2001:db8::1]', true",
    "2001:db8::1, 443, '[2001:db8::1]:443', true",
    "2001:db8::1, 443, '[2001:db8::1]:80', false",
    "2001:db8::1, 443, '2001:db8::/32', true",
    "2001:db9::1, 443, '2001:db8::/32', false",
    "192.0.2.7, 443, '2001:db8::/32', false"
  })
  void no_proxy_excepts_names_domains_addresses_and_networks(
      String host, int port, String exceptions, boolean excepted) {
    assertThat(ProxySettings.isExcepted(host, port, exceptions)).isEqualTo(excepted);
  }

  @Test
  void an_excepted_server_is_reached_directly() {
    // Given
    List<Map<String, String>> environments =
        List.of(
            Map.of("HTTPS_PROXY", "proxy:1", "NO_PROXY", "ntfy.sh"),
            Map.of("HTTPS_PROXY", "proxy:1", "no_proxy", "ntfy.sh"));

    // When
    List<Boolean> direct =
        environments.stream().map(e -> proxy("https://ntfy.sh", e) == null).toList();

    // Then
    assertThat(direct).containsExactly(true, true);
  }
}
