package dev.mailmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.alert.email.EmailSettings;
import dev.mailmonitor.alert.email.RelaySettings;
import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.target.TransportSecurity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who gets alerts by e-mail, and through which relay.
class EmailSettingsTest {
  private static final String TO = "\"email_to\": [\"ops@example.com\"]";
  private static final String RELAY = "\"email_host\": \"relay.example.com\"";

  @TempDir Path directory;

  private Scenario file(String keys) {
    return Scenario.in(directory).file(keys);
  }

  private static EmailSettings email(Scenario scenario) throws ConfigurationException {
    return scenario.only().alerts().email().orElseThrow();
  }

  private static RelaySettings relay(Scenario scenario) throws ConfigurationException {
    return email(scenario).relay();
  }

  @Test
  void by_default_nobody_gets_e_mail() throws Exception {
    assertThat(file("").only().alerts().email()).isEmpty();
    assertThat(file("\"email_to\": []").only().alerts().email()).isEmpty();
    assertThat(file(TO + "," + RELAY).flag("email_to", "").only().alerts().email()).isEmpty();
    assertThat(file(RELAY).only().alerts().email()).isEmpty();
  }

  @Test
  void a_relay_is_spoken_to_on_587_with_starttls_and_without_a_login() throws Exception {
    // When
    RelaySettings relay = relay(file(TO + "," + RELAY));

    // Then
    assertThat(relay.endpoint())
        .isEqualTo(new Endpoint("relay.example.com", 587, TransportSecurity.STARTTLS));
    assertThat(relay.account()).isEmpty();
    assertThat(relay.ehlo()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"25, STARTTLS", "465, TLS", "587, STARTTLS", "2525, STARTTLS"})
  void the_port_says_how_the_connection_is_protected(int port, TransportSecurity security)
      throws Exception {
    assertThat(relay(file(TO + "," + RELAY + ", \"email_port\": " + port)).endpoint().security())
        .isEqualTo(security);
  }

  @Test
  void a_relay_without_protection_is_warned_of_unless_it_is_this_machine() throws Exception {
    // Given
    String none = ", \"email_security\": \"none\"";

    // When
    List<String> far = file(TO + "," + RELAY + none).warnings();
    List<String> near = file(TO + ", \"email_host\": \"localhost\"" + none).warnings();

    // Then
    assertThat(far)
        .containsExactly(
            "email_security (config.json, line 3) is none: user name, password and mail cross the"
                + " network to relay.example.com unprotected.");
    assertThat(near).isEmpty();
  }

  @Test
  void the_top_level_gives_the_relay_its_trust_and_the_name_that_it_is_greeted_with()
      throws Exception {
    // Given
    Scenario scenario =
        file(TO + "," + RELAY + ", \"ehlo_name\": \"monitor.example.com\"")
            .existing("/etc/ssl/cert.pem");

    // When
    RelaySettings relay = relay(scenario);

    // Then
    assertThat(relay.ehlo()).isEqualTo("monitor.example.com");
    assertThat(relay.trust()).isEqualTo(scenario.only().target().trust());
    assertThat(relay.trust().systemBundle()).isPresent();
  }

  @Test
  void the_sender_is_the_user_of_the_relay_else_the_first_recipient() throws Exception {
    // Given
    String two = "\"email_to\": [\"a@example.com\", \"b@example.com\"]," + RELAY;
    String password = ", \"email_password\": \"x2345678\"";

    // When
    Scenario withoutLogin = file(two);
    String first = email(withoutLogin).from();
    String user = email(file(two + ", \"email_username\": \"m@example.com\"" + password)).from();
    String noAddress = email(file(two + ", \"email_username\": \"monitor\"" + password)).from();
    String given = email(file(two + ", \"email_from\": \"alerts@example.com\"")).from();

    // Then
    assertThat(List.of(first, user, noAddress, given))
        .containsExactly("a@example.com", "m@example.com", "a@example.com", "alerts@example.com");
  }

  @Test
  void recipients_of_flag_and_environment_are_separated_by_commas_and_told_once() throws Exception {
    // Given
    Scenario scenario =
        file(RELAY).variable("MAIL_MONITOR_EMAIL_TO", "a@example.com, b@example.com,a@example.com");

    // When
    List<String> recipients = email(scenario).recipients();

    // Then
    assertThat(recipients).containsExactly("a@example.com", "b@example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ops",
        "Ops <ops@example.com>",
        "a@example.com b@example.com",
        "ops@example.com\r\nBcc: x@example.com"
      })
  void what_is_no_bare_address_is_refused(String text) {
    // When
    List<String> problems = file(RELAY).variable("MAIL_MONITOR_EMAIL_TO", text).problems();

    // Then
    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst())
        .startsWith(
            "email_to (MAIL_MONITOR_EMAIL_TO) must be bare mail addresses such as ops@example.com,"
                + " separated by commas, not ");
  }

  @Test
  void more_than_twenty_recipients_belong_into_a_mailing_list() {
    // Given
    StringBuilder text = new StringBuilder();
    for (int number = 0; number < 21; number++) {
      text.append("a").append(number).append("@example.com,");
    }

    // When
    List<String> problems = file(RELAY).flag("email_to", text.toString()).problems();

    // Then
    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst())
        .contains("must be at most 20 mail addresses")
        .contains("mailing list");
  }

  @Test
  void a_target_has_its_own_recipients_and_the_relay_of_the_run() throws Exception {
    // Given
    Scenario scenario =
        file(
            TO
                + ","
                + RELAY
                + ", \"targets\": {\"eu\": {\"email_to\": [\"eu@example.com\"]}, \"us\": {},"
                + " \"off\": {\"email_to\": []}}");

    // When
    List<Optional<EmailSettings>> settings =
        scenario.targets().stream().map(target -> target.alerts().email()).toList();

    // Then
    assertThat(settings)
        .extracting(email -> email.map(EmailSettings::recipients))
        .containsExactly(
            Optional.of(List.of("eu@example.com")),
            Optional.of(List.of("ops@example.com")),
            Optional.empty());
    assertThat(settings.get(0).map(EmailSettings::relay))
        .isEqualTo(settings.get(1).map(EmailSettings::relay));
  }

  @Test
  void recipients_need_a_relay() {
    assertThat(file(TO).problems())
        .containsExactly(
            "email_to (config.json, line 3) needs a mail server that takes the alerts: give"
                + " email_host at the top level of the configuration file, --email-host or"
                + " MAIL_MONITOR_EMAIL_HOST.");
  }

  @Test
  void the_relays_password_comes_from_value_file_or_credential() throws Exception {
    // Given
    String user = TO + "," + RELAY + ", \"email_username\": \"monitor\"";
    Scenario base = Scenario.in(directory);
    base.write("pw", "from file\n");
    base.write("credentials/email-password", "from credential\n");

    // When
    RelaySettings value = relay(file(user + ", \"email_password\": \"from value\""));
    RelaySettings secretFile = relay(file(user + ", \"email_password_file\": \"pw\""));
    RelaySettings credential =
        relay(
            file(user)
                .variable("CREDENTIALS_DIRECTORY", directory.resolve("credentials").toString()));

    // Then
    assertThat(List.of(value, secretFile, credential))
        .extracting(RelaySettings::account)
        .containsExactly(
            Optional.of(new Account("monitor", Secret.of("from value"))),
            Optional.of(new Account("monitor", Secret.of("from file"))),
            Optional.of(new Account("monitor", Secret.of("from credential"))));
  }

  @Test
  void half_a_login_is_refused() {
    // When
    List<String> noPassword =
        file(TO + "," + RELAY + ", \"email_username\": \"monitor\"").problems();
    List<String> noUser = file(TO + "," + RELAY + ", \"email_password\": \"x2345678\"").problems();

    // Then
    assertThat(noPassword)
        .containsExactly(
            "email_username (config.json, line 3) needs a password: give email_password_file,"
                + " email_password or the systemd credential email-password.");
    assertThat(noUser)
        .containsExactly(
            "email_password (config.json, line 3) is given but email_username is not: a login"
                + " needs both.");
  }

  @Test
  void a_build_machine_need_not_know_the_password() throws Exception {
    // Given
    Scenario scenario = file(TO + "," + RELAY + ", \"email_username\": \"monitor\"").syntaxOnly();

    // When
    String shown = scenario.read().render();

    // Then
    assertThat(shown.lines().map(line -> line.replaceAll("  +", "  ")))
        .contains("email_password  (hidden)  not in this configuration; expected when it runs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"smtp.example.com", "imap.example.com", "SMTP.Example.com."})
  void a_server_under_test_is_no_relay(String host) {
    // When
    List<String> problems = file(TO + ", \"email_host\": \"" + host + "\"").problems();

    // Then
    assertThat(problems)
        .containsExactly(
            ("email_host (config.json, line 3) is %s, as is %s: when that server fails, the alert"
                    + " about it could not leave. Name another mail server, or set"
                    + " email_through_monitored_server to true if there is none.")
                .formatted(host, host.startsWith("imap") ? "imap_host" : "smtp_host"));
  }

  @Test
  void every_target_counts_also_where_another_one_is_asked_for() {
    // Given
    Scenario scenario =
        file(
            TO
                + ", \"email_host\": \"mail.eu.example.com\", \"targets\": {\"us\": {}, \"eu\":"
                + " {\"smtp_host\": \"mail.eu.example.com\"}}");

    // When
    List<String> all = scenario.problems();
    List<String> one = scenario.target("us").problems();

    // Then
    assertThat(all).hasSize(1);
    assertThat(all.getFirst()).contains("as is smtp_host of target eu: when that server fails");
    assertThat(one).isEqualTo(all);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 127.0.0.1, true",
    "localhost, ::1, true",
    "127.0.0.1, mail.example.com, false",
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.11, false",
    "2001:db8::1, 2001:DB8:0:0::1, true",
    "mail.example.com, MAIL.example.com., true",
    "mail.example.com, example.com, false",
    "192.0.2.1, mail.example.com, false"
  })
  void hosts_are_the_same_as_far_as_their_names_say(String one, String other, boolean same) {
    assertThat(Hosts.isSame(one, other)).isEqualTo(same);
    assertThat(Hosts.isSame(other, one)).isEqualTo(same);
  }

  @Test
  void whoever_has_no_other_relay_can_force_it() throws Exception {
    // Given
    Scenario scenario =
        file(
            TO
                + ", \"email_host\": \"smtp.example.com\", \"email_through_monitored_server\":"
                + " true");

    // When
    RelaySettings relay = relay(scenario);

    // Then
    assertThat(relay.endpoint().host()).isEqualTo("smtp.example.com");
  }

  @Test
  void a_broken_configuration_can_still_be_told_by_e_mail() {
    // Given
    Scenario scenario = file(TO + "," + RELAY + ", \"timeout\": 0, \"ntfy_topic\": \"a/b\"");

    // When
    ConfigurationException failure = scenario.failure();

    // Then
    assertThat(failure.alerts().orElseThrow().ntfy()).isEmpty();
    assertThat(failure.alerts().orElseThrow().email().map(EmailSettings::recipients))
        .contains(List.of("ops@example.com"));
  }

  @Test
  void a_broken_relay_leaves_ntfy() {
    // Given
    Scenario scenario = file(TO + ", \"email_host\": \"relay:25\", \"ntfy_topic\": \"mail\"");

    // When
    ConfigurationException failure = scenario.failure();

    // Then
    assertThat(failure.problems()).hasSize(1);
    assertThat(failure.alerts().orElseThrow().ntfy()).isPresent();
    assertThat(failure.alerts().orElseThrow().email()).isEmpty();
  }
}
