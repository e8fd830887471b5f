package dev.mailmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.alert.AlertDetails;
import dev.mailmonitor.alert.AlertRules;
import dev.mailmonitor.alert.ntfy.NtfySettings;
import dev.mailmonitor.schedule.Maintenance;
import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.AddressFamily;
import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.JunkRule;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.target.Tolerance;
import dev.mailmonitor.target.TransportSecurity;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What holds where nothing is configured.
class DefaultsTest {
  @TempDir Path directory;

  @Test
  void required_values_alone_make_a_target_with_every_default() throws Exception {
    // Given
    Scenario scenario = Scenario.in(directory).file("");

    // When
    MonitoredTarget monitored = scenario.only();

    // Then
    var target = monitored.target();
    var account = new Account("monitor@example.com", Secret.of("s3cret"));
    assertThat(target.name()).isEqualTo(TargetName.UNNAMED);
    assertThat(target.route().smtp())
        .isEqualTo(new Endpoint("smtp.example.com", 587, TransportSecurity.STARTTLS));
    assertThat(target.route().imap())
        .isEqualTo(new Endpoint("imap.example.com", 993, TransportSecurity.TLS));
    assertThat(target.route().smtpAccount()).isEqualTo(account);
    assertThat(target.route().imapAccount()).isEqualTo(account);
    assertThat(target.route().from()).isEqualTo("monitor@example.com");
    assertThat(target.route().recipient()).isEqualTo("monitor@example.com");
    assertThat(target.limits().receiveTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(target.limits().total()).isEqualTo(Duration.ofSeconds(90));
    assertThat(target.tolerance()).isEqualTo(new Tolerance(14, null, JunkRule.FAIL));
    assertThat(target.addressFamily()).isEqualTo(AddressFamily.ANY);
    assertThat(target.ehloName()).isEmpty();
    assertThat(target.trust().systemBundle()).isEmpty();
    assertThat(target.trust().additional()).isEmpty();
    assertThat(monitored.alerts().details()).isEqualTo(AlertDetails.FULL);
    assertThat(monitored.alerts().ntfy()).isEmpty();
    assertThat(monitored.rules())
        .isEqualTo(
            new AlertRules(
                1, 1, null, null, new Maintenance(List.of(), ZoneId.of("Europe/Berlin"))));
    assertThat(monitored.stateFile())
        .isEqualTo(Path.of("/home/monitor/.local/state/mail-monitor/state.json"));
    assertThat(scenario.warnings()).isEmpty();
  }

  @Test
  void a_topic_alone_makes_public_messages_to_ntfy_sh() throws Exception {
    // Given
    Scenario scenario = Scenario.in(directory).file("\"ntfy_topic\": \"mail_alerts-1\"");

    // When
    NtfySettings ntfy = scenario.ntfy();

    // Then
    assertThat(ntfy)
        .isEqualTo(
            new NtfySettings(
                URI.create("https://ntfy.sh"),
                "mail_alerts-1",
                new NtfySettings.Credentials.None(),
                NtfySettings.HIGH,
                List.of(),
                null));
  }

  @ParameterizedTest
  @CsvSource({
    "smtp, 25, STARTTLS",
    "smtp, 143, STARTTLS",
    "smtp, 465, TLS",
    "smtp, 587, STARTTLS",
    "smtp, 993, TLS",
    "smtp, 2525, STARTTLS",
    "imap, 25, STARTTLS",
    "imap, 143, STARTTLS",
    "imap, 465, TLS",
    "imap, 587, STARTTLS",
    "imap, 993, TLS",
    "imap, 1993, TLS"
  })
  void the_port_says_how_the_connection_is_protected(
      String service, int port, TransportSecurity expected) throws Exception {
    // Given
    Scenario scenario = Scenario.in(directory).file("\"%s_port\": %d".formatted(service, port));

    // When
    var route = scenario.only().target().route();

    // Then
    Endpoint endpoint = service.equals("smtp") ? route.smtp() : route.imap();
    assertThat(endpoint.port()).isEqualTo(port);
    assertThat(endpoint.security()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    // SMTP user, IMAP user, sender, recipient
    "relay@example.org, box@example.com, relay@example.org, box@example.com",
    "relay, box@example.com, box@example.com, box@example.com",
  })
  void sender_and_recipient_come_from_the_user_names(
      String smtpUser, String imapUser, String from, String recipient) throws Exception {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .file(
                "\"smtp_username\": \"%s\", \"imap_username\": \"%s\""
                    .formatted(smtpUser, imapUser));

    // When
    var route = scenario.only().target().route();

    // Then
    assertThat(route.from()).isEqualTo(from);
    assertThat(route.recipient()).isEqualTo(recipient);
  }

  @Test
  void a_user_name_that_is_no_address_asks_for_a_recipient() {
    // Given
    Scenario scenario = Scenario.in(directory).file("\"imap_username\": \"box\"");

    // When
    List<String> problems = scenario.problems();

    // Then
    assertThat(problems)
        .containsExactly(
            "test_recipient is missing, and the IMAP user name \"box\" is not a mail address that"
                + " could take its place: give test_recipient in the configuration file,"
                + " --test-recipient or MAIL_MONITOR_TEST_RECIPIENT.");
  }

  @Test
  void what_is_warned_of_can_be_chosen() throws Exception {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .file(
                "\"certificate_warning_days\": 0, \"delivery_warning\": 30, \"junk\": \"degraded\"");

    // When
    Tolerance tolerance = scenario.only().target().tolerance();

    // Then
    assertThat(tolerance).isEqualTo(new Tolerance(0, Duration.ofSeconds(30), JunkRule.DEGRADED));
  }

  @Test
  void timeout_overrides_the_whole() throws Exception {
    // Given
    Scenario scenario =
        Scenario.in(directory).file("\"receive_timeout\": 12.5, \"timeout\": \"301\"");

    // When
    var limits = scenario.only().target().limits();

    // Then
    assertThat(limits.receiveTimeout()).isEqualTo(Duration.ofMillis(12_500));
    assertThat(limits.total()).isEqualTo(Duration.ofSeconds(301));
  }

  @Test
  void a_timeout_below_the_receive_timeout_is_warned_of() throws Exception {
    // Given
    Scenario scenario = Scenario.in(directory).flag("timeout", "20").file("");

    // When
    List<String> warnings = scenario.warnings();

    // Then
    assertThat(warnings)
        .containsExactly(
            "timeout (--timeout) is 20 s, less than receive_timeout (60 s): a check ends before"
                + " the test mail has had its time.");
  }
}
