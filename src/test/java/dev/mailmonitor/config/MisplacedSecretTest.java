package dev.mailmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.SecretWatch;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Secrets that stand in a wrong place of the configuration: whatever is said about the mistake,
/// the secret is not repeated, neither in an error nor in a warning nor in the list of values.
class MisplacedSecretTest {
  private static final String SECRET = SecretWatch.OF_TESTS.keep("tr0ubad0ur&3");

  private static final String SERVERS =
      "\"smtp_host\": \"smtp.example.com\", \"imap_host\": \"imap.example.com\","
          + " \"username\": \"monitor@example.com\"";

  @TempDir Path directory;

  /// The rest of the file, after servers and user name; `%s` is the secret.
  enum Mistake {
    UNKNOWN_KEY("\"pasword\": \"%s\""),
    UNKNOWN_KEY_OF_A_TARGET("\"targets\": {\"eu\": {\"paswort\": \"%s\"}}"),
    TOP_LEVEL_KEY_IN_A_TARGET("\"targets\": {\"eu\": {\"state_file\": \"%s\"}}"),
    GIVEN_TWICE("\"password\": \"%s\", \"password\": \"%s\""),
    A_LIST("\"password\": [\"%s\"]"),
    AN_OBJECT("\"password\": {\"value\": \"%s\"}"),
    WITH_NUL("\"password\": \"%s\\u0000\""),
    BROKEN_STRING("\"password\": \"%s"),
    BROKEN_ESCAPE("\"password\": \"%s\\q\""),
    NO_COMMA("\"password\": \"%s\" \"receive_timeout\": 5"),
    UNQUOTED("\"password\": %s"),
    SINGLE_QUOTES("\"password\": '%s'"),
    IN_A_KEY_THAT_IS_IGNORED("\"password\": \"x2345678\", \"_old\": \"%s\", \"x\": 1"),
    TOKEN_WITH_SPACES("\"password\": \"x2345678\", \"ntfy_token\": \"%s and more\""),
    TOKEN_AND_PASSWORD(
        "\"password\": \"%s\", \"ntfy_token\": \"%s\", \"ntfy_username\": \"me\","
            + " \"ntfy_password\": \"%s\", \"ntfy_topic\": \"t\""),
    IN_THE_NTFY_URL("\"password\": \"%s\", \"ntfy_server\": \"https://me:%s@ntfy.example.com\""),
    IN_THE_NTFY_URL_WITH_A_SLASH(
        "\"password\": \"%s\", \"ntfy_server\": \"https://me:%s/@ntfy.example.com\""),
    IN_THE_NTFY_URLS_QUERY(
        "\"password\": \"%s\", \"ntfy_server\": \"https://ntfy.example.com/?auth=%s\""),
    IN_THE_NTFY_TOPIC(
        "\"password\": \"%s\", \"ntfy_topic\": \"https://me:%s@ntfy.example.com/alerts\""),
    IN_THE_NTFY_TOPICS_QUERY(
        "\"password\": \"%s\", \"ntfy_topic\": \"https://ntfy.example.com/alerts?auth=%s\""),
    BEHIND_THE_NTFY_USER(
        "\"password\": \"%s\", \"ntfy_topic\": \"t\", \"ntfy_username\": \"me:%s\","
            + " \"ntfy_password\": \"%s\""),
    IN_THE_HOST("\"password\": \"%s\", \"smtp_host\": \"me:%s@smtp.example.com\""),
    IN_THE_HOSTS_URL("\"password\": \"%s\", \"smtp_host\": \"smtps://me:%s@smtp.example.com\""),
    IN_THE_RELAYS_HOST("\"password\": \"%s\", \"email_host\": \"me:%s@relay.example.com\""),
    IN_THE_HEARTBEATS_LOGIN(
        "\"password\": \"%s\", \"heartbeat_url\": \"https://me:%s@hc.example.com\""),
    IN_THE_HEARTBEATS_PATH(
        "\"password\": \"%s\", \"heartbeat_url\": \"https://hc.example.com/%s\""),
    ALL_IS_WELL("\"password\": \"%s\"");

    private final String text;

    Mistake(String text) {
      this.text = text;
    }

    private String file() {
      String keys = text.replace("%s", SECRET);
      boolean ownHost = text.contains("\"smtp_host\"");
      String servers =
          ownHost ? SERVERS.replace("\"smtp_host\": \"smtp.example.com\", ", "") : SERVERS;
      return "{ " + servers + ", " + keys + " }";
    }
  }

  @ParameterizedTest
  @EnumSource(Mistake.class)
  void a_secret_in_a_wrong_place_is_not_repeated(Mistake mistake) {
    // When
    String said = said(Scenario.in(directory).json(mistake.file()));

    // Then
    SecretWatch.OF_TESTS.inspect("what is said of the mistake", said);
    assertThat(said).isNotBlank();
  }

  private static String said(Scenario scenario) {
    try {
      EffectiveConfiguration configuration = scenario.read();
      return configuration.render() + String.join("\n", configuration.settings().warnings());
    } catch (ConfigurationException wrong) {
      return Stream.of(wrong.problems(), wrong.warnings(), java.util.List.of(String.valueOf(wrong)))
          .map(Object::toString)
          .reduce("", String::concat);
    }
  }

  /// Proxies as they stand in an environment.
  enum ProxyVariable {
    OF_A_LOGIN("http://me:%s@proxy.example.com:3128"),
    OF_A_LOGIN_WITHOUT_SCHEME("me:%s@proxy.example.com:3128"),
    OF_ANOTHER_KIND("socks5://me:%s@proxy.example.com"),
    WITHOUT_HOST("http://me:%s@"),
    BROKEN("http://me:%s @proxy example com");

    private final String text;

    ProxyVariable(String text) {
      this.text = text;
    }
  }

  @ParameterizedTest
  @EnumSource(ProxyVariable.class)
  void a_proxys_login_is_not_repeated(ProxyVariable proxy) {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .json("{ " + SERVERS + ", \"password\": \"x2345678\", \"ntfy_topic\": \"t\" }")
            .variable("HTTPS_PROXY", proxy.text.formatted(SECRET));

    // When
    String said = said(scenario);

    // Then
    SecretWatch.OF_TESTS.inspect("what is said of the proxy", said);
    assertThat(said).contains("ntfy_topic");
  }
}
