package dev.mailmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `config check` prints.
class EffectiveConfigurationTest {
  @TempDir Path directory;

  @Test
  void every_value_is_shown_with_its_place_and_secrets_are_not() throws Exception {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .file("\"ntfy_topic\": \"mail\",\n\"ntfy_tags\": [\"mail\", \"home\"]")
            .flag("receive_timeout", "7.50")
            .variable("MAIL_MONITOR_SMTP_PORT", "465")
            .variable("MAIL_MONITOR_NTFY_TOKEN", "tk_secret")
            .variable("HTTPS_PROXY", "http://me:secret@proxy:3128")
            .variable("STATE_DIRECTORY", "/var/lib/mail-monitor");

    // When
    String text = scenario.read().render();

    // Then
    assertThat(text)
        .isEqualTo(
            """
            smtp_host                 smtp.example.com                  smtp_host in config.json, line 1
            smtp_port                 465                               MAIL_MONITOR_SMTP_PORT
            smtp_security             tls                               default on port 465
            smtp_username             monitor@example.com               username in config.json, line 2
            smtp_password             (hidden)                          password in config.json, line 2
            imap_host                 imap.example.com                  imap_host in config.json, line 1
            imap_port                 993                               default
            imap_security             tls                               default on port 993
            imap_username             monitor@example.com               username in config.json, line 2
            imap_password             (hidden)                          password in config.json, line 2
            test_recipient            monitor@example.com               default: IMAP user name
            from                      monitor@example.com               default: SMTP user name
            receive_timeout           7.5                               --receive-timeout
            timeout                   37.5                              default: receive_timeout + 30
            certificate_warning_days  14                                default
            delivery_warning          (none)                            default
            junk                      fail                              default
            system certificates       (none)                            no bundle found
            ca_file                   (none)                            default
            ehlo_name                 (none)                            default
            address_family            any                               default
            ntfy_topic                mail                              ntfy_topic in config.json, line 3
            ntfy_server               https://ntfy.sh                   default
            ntfy_token                (hidden)                          MAIL_MONITOR_NTFY_TOKEN
            ntfy_priority             high                              default
            ntfy_tags                 mail,home                         ntfy_tags in config.json, line 4
            proxy for ntfy            proxy:3128                        environment
            alert_details             full                              default
            email_to                  (none)                            default
            state_file                /var/lib/mail-monitor/state.json  default: $STATE_DIRECTORY
            email_host                (none)                            default
            heartbeat_url             (none)                            default
            output                    text                              default
            metrics_file              (none)                            default
            quiet                     false                             default
            verbose                   false                             default
            """);
  }

  @Test
  void named_targets_stand_under_their_names_and_the_run_below_them() throws Exception {
    // Given
    Scenario scenario =
        Scenario.in(directory)
            .file("\"targets\": {\"eu\": {}, \"us\": {\"smtp_host\": \"us.example.com\"}}");

    // When
    String text = scenario.read().render();

    // Then
    assertThat(text.lines())
        .filteredOn(line -> !line.startsWith("  ") || line.startsWith("  smtp_host"))
        .map(line -> line.replaceAll("  +", "  "))
        .containsExactly(
            "target eu",
            "  smtp_host  smtp.example.com  smtp_host in config.json, line 1",
            "",
            "target us",
            "  smtp_host  us.example.com  targets.us.smtp_host in config.json, line 3",
            "",
            "email_host  (none)  default",
            "heartbeat_url  (none)  default",
            "output  text  default",
            "metrics_file  (none)  default",
            "quiet  false  default",
            "verbose  false  default");
  }
}
