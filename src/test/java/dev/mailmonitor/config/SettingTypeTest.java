package dev.mailmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What each type takes, and as what.
class SettingTypeTest {
  private static final Path BASE = Path.of("/base");

  private static <T> String read(SettingType<T> type, String text) {
    return switch (type.parse(text, BASE)) {
      case Parsed.Good<T>(T value) -> type.show(value);
      case Parsed.Bad<T> _ -> "refused";
    };
  }

  @ParameterizedTest
  @CsvSource({
    "mail.example.com, mail.example.com",
    "mail.example.com., mail.example.com.",
    "MAIL, MAIL",
    "mail_1, mail_1",
    "192.0.2.1, 192.0.2.1",
    "2001:db8::1, 2001:db8::1",
    "fe80::1%eth0, fe80::1%eth0",
    "müller.example, xn--mller-kva.example",
    "'', refused",
    "' ', refused",
    "mail.example.com:25, refused",
    "[::1]:25, refused",
    "[::1], refused",
    "smtp://mail, refused",
    "me@mail, refused",
    "192.0.2.256, refused",
    "192.0.2, refused",
    "192.0.2.1.5, refused",
    "1.2.3.4., refused",
    "-mail.example.com, refused",
    "mail..example.com, refused",
    "mail/x, refused",
    "::g, refused",
    "'mail.example.com\n', refused",
    "fe80::1%a b, refused"
  })
  void hosts(String text, String expected) {
    assertThat(read(SettingType.HOST, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "14, 14",
    "3650, 3650",
    "3651, refused",
    "-1, refused",
    "1.5, refused",
    "'', refused"
  })
  void days(String text, String expected) {
    assertThat(read(SettingType.DAYS, text)).isEqualTo(expected);
  }

  @Test
  void a_label_has_at_most_63_letters_and_a_host_253() {
    assertThat(read(SettingType.HOST, "a".repeat(63))).isNotEqualTo("refused");
    assertThat(read(SettingType.HOST, "a".repeat(64))).isEqualTo("refused");
    assertThat(read(SettingType.HOST, "a.".repeat(126) + "a")).isNotEqualTo("refused");
    assertThat(read(SettingType.HOST, "a.".repeat(127) + "a")).isEqualTo("refused");
  }

  @ParameterizedTest
  @CsvSource({
    "monitor.example.com, monitor.example.com",
    "[192.0.2.1], [192.0.2.1]",
    "[IPv6:2001:db8::1], [IPv6:2001:db8::1]",
    "192.0.2.1, refused",
    "[2001:db8::1], refused",
    "[x], refused",
    "'a b', refused"
  })
  void ehlo_names(String text, String expected) {
    assertThat(read(SettingType.EHLO_NAME, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "65535, 65535",
    "0587, 587",
    "0, refused",
    "65536, refused",
    "-1, refused",
    "25.0, refused",
    "1e3, refused",
    "99999999999, refused",
    "٢٥, refused",
    "'', refused"
  })
  void ports(String text, String expected) {
    assertThat(read(SettingType.PORT, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "60, 60",
    "0.5, 0.5",
    "0.001, 0.001",
    "12.345678901, 12.345678901",
    "86399.999999999, 86399.999999999",
    "30.10, 30.1",
    "6e1, 60",
    "86400, 86400",
    "86400.1, refused",
    "0, refused",
    "0.0001, refused",
    "-5, refused",
    "60s, refused",
    "NaN, refused",
    "1e99, refused",
    "1e999999999, refused",
    "'', refused"
  })
  void seconds(String text, String expected) {
    assertThat(read(SettingType.SECONDS, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "me@example.com, me@example.com",
    "me+mail-monitor@example.com, me+mail-monitor@example.com",
    "root@localhost, root@localhost",
    "me@[192.0.2.1], me@[192.0.2.1]",
    "me@bücher.example, me@xn--bcher-kva.example",
    "me, refused",
    "@example.com, refused",
    "me@, refused",
    "me@192.0.2.1, refused",
    "me@you@example.com, refused",
    "'me @example.com', refused",
    "'me@example.com\nBcc: you@example.com', refused",
    "'me\r\n@example.com', refused",
    "<me@example.com>, refused",
    "mé@example.com, refused",
    "'me@example.com,you@example.com', refused"
  })
  void addresses(String text, String expected) {
    assertThat(read(SettingType.ADDRESS, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "https://ntfy.sh, https://ntfy.sh",
    "https://ntfy.sh/, https://ntfy.sh",
    "HTTP://ntfy.example.com:8080/, http://ntfy.example.com:8080",
    "http://[::1]:2586, http://[::1]:2586",
    "ntfy.sh, refused",
    "ftp://ntfy.sh, refused",
    "https:///, refused",
    "https://ntfy.sh/topic, refused",
    "https://ntfy.sh?x, refused",
    "https://ntfy.sh#x, refused",
    "https://me:pw@ntfy.sh, refused",
    "https://ntfy.sh:0, refused",
    "https://ntfy.sh:65536, refused",
    "'https://ntfy.sh ', refused",
    "'', refused"
  })
  void ntfy_servers(String text, String expected) {
    assertThat(read(SettingType.SERVER, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "*/15 8-17 * * 1-5, */15 8-17 * * 1-5",
    "@hourly, @hourly",
    "' 0 8 * * *;0 20 * * * ', 0 8 * * *; 0 20 * * *",
    "'0 8 * * *; ;', 0 8 * * *",
    "' ; ', refused",
    "0 0 31 2 *, refused",
    "15min, refused",
    "'', refused"
  })
  void times_of_the_wall_clock(String text, String expected) {
    assertThat(read(SettingType.CRON, text)).isEqualTo(expected);
  }

  @Test
  void no_more_times_than_a_person_can_oversee() {
    // Given
    String fifty = "0 8 * * *;".repeat(49) + "0 8 * * *";

    // When
    String more = fifty + ";0 8 * * *";

    // Then
    assertThat(read(SettingType.CRON, fifty)).isEqualTo(fifty.replace(";", "; "));
    assertThat(read(SettingType.CRON, more)).isEqualTo("refused");
  }

  @ParameterizedTest
  @CsvSource({
    "min, min",
    "1, min",
    "2, low",
    "3, default",
    "HIGH, high",
    "5, max",
    "urgent, refused",
    "0, refused",
    "6, refused",
    "'', refused"
  })
  void ntfy_priorities(String text, String expected) {
    assertThat(read(SettingType.PRIORITY, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'mail,home', 'mail,home'",
    "' mail , ,home', 'mail,home'",
    "'', ''",
    "'a\nb', refused"
  })
  void tags(String text, String expected) {
    assertThat(read(SettingType.TAGS, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1000, 1000",
    "1001, refused",
    "0, refused",
    "-1, refused",
    "1.5, refused",
    "'', refused"
  })
  void counts(String text, String expected) {
    assertThat(read(SettingType.COUNT, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "20s, 20s",
    "90, 1min30s",
    "PT15M, 15min",
    "1h 30min, 1h30min",
    "off, refused",
    "0, refused",
    "1month, refused",
    "'', refused"
  })
  void time_spans(String text, String expected) {
    assertThat(read(SettingType.TIME_SPAN, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"20s, 20s", "off, off", "' Off', off", "none, refused", "0, refused", "'', refused"})
  void time_spans_that_may_be_off(String text, String expected) {
    assertThat(read(SettingType.TIME_SPAN_OR_OFF, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, Europe/Berlin",
    "UTC, UTC",
    "' UTC', UTC",
    "+02:00, +02:00",
    "Berlin, refused",
    "europe/berlin, refused",
    "'', refused"
  })
  void time_zones(String text, String expected) {
    assertThat(read(SettingType.ZONE, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "sun 2:00-4:00, Sun 02:00-04:00",
    "'Sat,Sun 02:00-04:00;23:00-01:00;', 'Sat,Sun 02:00-04:00; 23:00-01:00'",
    "'', (none)",
    "' ; ', (none)",
    "'Sun 02:00-04:00, Mon 02:00-04:00', refused",
    "Sum 02:00-04:00, refused"
  })
  void windows(String text, String expected) {
    assertThat(read(SettingType.WINDOWS, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "tls, tls",
    "StartTLS, starttls",
    "none, none",
    "ssl, refused",
    "'', refused",
    "' tls', refused"
  })
  void securities(String text, String expected) {
    assertThat(read(SettingType.SECURITY, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"a/b, /base/a/b", "/a/b, /a/b", "'', refused", "' ', refused"})
  void files(String text, String expected) {
    assertThat(read(SettingType.FILE, text)).isEqualTo(expected);
  }

  @Test
  void a_topic_has_at_most_64_characters_and_may_be_empty() {
    assertThat(read(SettingType.TOPIC, "a".repeat(64))).isNotEqualTo("refused");
    assertThat(read(SettingType.TOPIC, "a".repeat(65))).isEqualTo("refused");
    assertThat(read(SettingType.TOPIC, "a b")).isEqualTo("refused");
    assertThat(read(SettingType.TOPIC, "")).isEmpty();
  }

  @Test
  void tags_have_at_most_512_bytes() {
    assertThat(read(SettingType.TAGS, "a".repeat(512))).isNotEqualTo("refused");
    assertThat(read(SettingType.TAGS, "ä".repeat(257))).isEqualTo("refused");
  }
}
