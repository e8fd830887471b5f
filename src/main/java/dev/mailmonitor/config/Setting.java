package dev.mailmonitor.config;

import dev.mailmonitor.alert.AlertDetails;
import dev.mailmonitor.target.AddressFamily;
import dev.mailmonitor.target.JunkRule;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.target.TransportSecurity;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Everything that can be configured, once: keys, flags, environment variables, messages and the
/// reference are all derived from this table.
///
/// @param <T> what a value of the setting is
public final class Setting<T> {
  /// What a setting belongs to.
  public enum Scope {
    /// The connection of one target: with `targets`, its flag needs `--target`.
    CONNECTION,
    /// A target, but what the command line says holds for all of them.
    TARGET,
    /// The run: one value, whatever is checked.
    RUN
  }

  /// What a setting is about; the help lists settings by it.
  public enum Group {
    /// The server that takes the test mail.
    SMTP("SMTP server"),
    /// The server on which the test mail arrives.
    IMAP("IMAP server"),
    /// Who logs in, who writes to whom.
    ACCOUNT("Account and test mail"),
    /// Bounds, tolerance, trust and network.
    CHECK("Check"),
    /// Who is told, and how.
    ALERTS("Alerts"),
    /// The run itself.
    RUN("Run");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    /// The group's heading.
    public String title() {
      return title;
    }
  }

  /// The key of the only thing that cannot be given as a flag or in the environment.
  static final String TARGETS = "targets";

  /// A default that is a fixed value, or one that words describe.
  private record Default(@Nullable String text, String words) {}

  private static final List<Setting<?>> TABLE = new ArrayList<>();

  static final Setting<String> SMTP_HOST =
      connection(
          Group.SMTP,
          "smtp_host",
          SettingType.HOST,
          described("required"),
          "SMTP server that takes the test mail");
  static final Setting<Integer> SMTP_PORT =
      connection(
          Group.SMTP, "smtp_port", SettingType.PORT, fixed("587"), "port of the SMTP server");
  static final Setting<TransportSecurity> SMTP_SECURITY =
      connection(
          Group.SMTP,
          "smtp_security",
          SettingType.SECURITY,
          described("`tls` on 465 and 993, else `starttls`"),
          "how the SMTP connection is protected; `none` only where you write it");
  static final Setting<String> SMTP_USERNAME =
      connection(
          Group.SMTP,
          "smtp_username",
          SettingType.USERNAME,
          described("`username`"),
          "user name for SMTP");
  static final Setting<Secret> SMTP_PASSWORD =
      connection(
          Group.SMTP,
          "smtp_password",
          SettingType.SECRET,
          described("`password`"),
          "password for SMTP");
  static final Setting<Path> SMTP_PASSWORD_FILE =
      connection(
          Group.SMTP,
          "smtp_password_file",
          SettingType.FILE,
          described("`password_file`"),
          "file with the password for SMTP");

  static final Setting<String> IMAP_HOST =
      connection(
          Group.IMAP,
          "imap_host",
          SettingType.HOST,
          described("required"),
          "IMAP server on which the test mail arrives");
  static final Setting<Integer> IMAP_PORT =
      connection(
          Group.IMAP, "imap_port", SettingType.PORT, fixed("993"), "port of the IMAP server");
  static final Setting<TransportSecurity> IMAP_SECURITY =
      connection(
          Group.IMAP,
          "imap_security",
          SettingType.SECURITY,
          described("`starttls` on 143, 587 and 25, else `tls`"),
          "how the IMAP connection is protected; `none` only where you write it");
  static final Setting<String> IMAP_USERNAME =
      connection(
          Group.IMAP,
          "imap_username",
          SettingType.USERNAME,
          described("`username`"),
          "user name for IMAP");
  static final Setting<Secret> IMAP_PASSWORD =
      connection(
          Group.IMAP,
          "imap_password",
          SettingType.SECRET,
          described("`password`"),
          "password for IMAP");
  static final Setting<Path> IMAP_PASSWORD_FILE =
      connection(
          Group.IMAP,
          "imap_password_file",
          SettingType.FILE,
          described("`password_file`"),
          "file with the password for IMAP");

  static final Setting<String> USERNAME =
      connection(
          Group.ACCOUNT,
          "username",
          SettingType.USERNAME,
          described("required"),
          "user name for both servers");
  static final Setting<Secret> PASSWORD =
      connection(
          Group.ACCOUNT,
          "password",
          SettingType.SECRET,
          described("required"),
          "password for both servers");
  static final Setting<Path> PASSWORD_FILE =
      connection(
          Group.ACCOUNT,
          "password_file",
          SettingType.FILE,
          described("–"),
          "file with the password for both servers");
  static final Setting<String> TEST_RECIPIENT =
      connection(
          Group.ACCOUNT,
          "test_recipient",
          SettingType.ADDRESS,
          described("IMAP user name"),
          "to whom the test mail is sent; it must arrive in the INBOX of the IMAP user");
  static final Setting<String> FROM =
      connection(
          Group.ACCOUNT,
          "from",
          SettingType.ADDRESS,
          described("SMTP user name if it is an address, else the recipient"),
          "sender of the test mail");

  static final Setting<Duration> RECEIVE_TIMEOUT =
      target(
          Group.CHECK,
          "receive_timeout",
          SettingType.SECONDS,
          fixed("60"),
          "how long the test mail may take");
  static final Setting<Duration> TIMEOUT =
      target(
          Group.CHECK,
          "timeout",
          SettingType.SECONDS,
          described("`receive_timeout` + 30"),
          "how long the whole check may take");
  static final Setting<Integer> CERTIFICATE_WARNING_DAYS =
      target(
          Group.CHECK,
          "certificate_warning_days",
          SettingType.DAYS,
          fixed("14"),
          "a certificate that expires in fewer days is a warning; 0 turns it off");
  static final Setting<Duration> DELIVERY_WARNING =
      target(
          Group.CHECK,
          "delivery_warning",
          SettingType.SECONDS,
          described("off"),
          "a delivery that takes longer is a warning");
  static final Setting<JunkRule> JUNK =
      target(
          Group.CHECK,
          "junk",
          SettingType.JUNK,
          fixed("fail"),
          "what it means that the test mail was delivered to Junk: a failure or a warning");
  static final Setting<Path> CA_FILE =
      target(
          Group.CHECK,
          "ca_file",
          SettingType.FILE,
          described("–"),
          "PEM file of certificate authorities to trust beside those of Java and the system");
  static final Setting<String> EHLO_NAME =
      target(
          Group.CHECK,
          "ehlo_name",
          SettingType.EHLO_NAME,
          described(
              "this machine's fully qualified name if its kernel knows one, else its address"
                  + " in brackets"),
          "name with which the monitor greets the SMTP server");
  static final Setting<AddressFamily> ADDRESS_FAMILY =
      target(
          Group.CHECK,
          "address_family",
          SettingType.FAMILY,
          fixed("any"),
          "which addresses of a host are tried");

  static final Setting<String> NTFY_TOPIC =
      target(
          Group.ALERTS,
          "ntfy_topic",
          SettingType.TOPIC,
          described("no notifications"),
          "ntfy topic for alerts; empty means no notifications");
  static final Setting<URI> NTFY_SERVER =
      target(
          Group.ALERTS, "ntfy_server", SettingType.SERVER, fixed("https://ntfy.sh"), "ntfy server");
  static final Setting<Secret> NTFY_TOKEN =
      target(
          Group.ALERTS,
          "ntfy_token",
          SettingType.TOKEN,
          described("–"),
          "access token of the ntfy server");
  static final Setting<Path> NTFY_TOKEN_FILE =
      target(
          Group.ALERTS,
          "ntfy_token_file",
          SettingType.FILE,
          described("–"),
          "file with the access token of the ntfy server");
  static final Setting<String> NTFY_USERNAME =
      target(
          Group.ALERTS,
          "ntfy_username",
          SettingType.NTFY_USERNAME,
          described("–"),
          "user name on the ntfy server, where there is no token");
  static final Setting<Secret> NTFY_PASSWORD =
      target(
          Group.ALERTS,
          "ntfy_password",
          SettingType.SECRET,
          described("–"),
          "password on the ntfy server");
  static final Setting<Path> NTFY_PASSWORD_FILE =
      target(
          Group.ALERTS,
          "ntfy_password_file",
          SettingType.FILE,
          described("–"),
          "file with the password on the ntfy server");
  static final Setting<Integer> NTFY_PRIORITY =
      target(
          Group.ALERTS,
          "ntfy_priority",
          SettingType.PRIORITY,
          fixed("high"),
          "priority of messages about failures");
  static final Setting<List<String>> NTFY_TAGS =
      target(
          Group.ALERTS,
          "ntfy_tags",
          SettingType.TAGS,
          described("none"),
          "tags of each message; separated by commas in flag and environment variable");
  static final Setting<AlertDetails> ALERT_DETAILS =
      target(
          Group.ALERTS,
          "alert_details",
          SettingType.DETAILS,
          fixed("full"),
          "`short` keeps what the server said out of alerts");
  static final Setting<List<String>> EMAIL_TO =
      target(
          Group.ALERTS,
          "email_to",
          SettingType.ADDRESSES,
          described("no e-mail"),
          "who gets alerts by e-mail; separated by commas in flag and environment variable");
  static final Setting<String> EMAIL_FROM =
      target(
          Group.ALERTS,
          "email_from",
          SettingType.ADDRESS,
          described("`email_username` if it is an address, else the first of `email_to`"),
          "sender of alerts by e-mail");
  static final Setting<String> EMAIL_HOST =
      alerts(
          "email_host",
          SettingType.HOST,
          described("required with `email_to`"),
          "SMTP server that takes alerts by e-mail, not a server under test");
  static final Setting<Integer> EMAIL_PORT =
      alerts("email_port", SettingType.PORT, fixed("587"), "port of that server");
  static final Setting<TransportSecurity> EMAIL_SECURITY =
      alerts(
          "email_security",
          SettingType.SECURITY,
          described("`tls` on 465 and 993, else `starttls`"),
          "how the connection to it is protected; `none` only where you write it");
  static final Setting<String> EMAIL_USERNAME =
      alerts("email_username", SettingType.USERNAME, described("no login"), "user name there");
  static final Setting<Secret> EMAIL_PASSWORD =
      alerts("email_password", SettingType.SECRET, described("–"), "password there");
  static final Setting<Path> EMAIL_PASSWORD_FILE =
      alerts(
          "email_password_file", SettingType.FILE, described("–"), "file with the password there");
  static final Setting<Boolean> EMAIL_THROUGH_MONITORED_SERVER =
      alerts(
          "email_through_monitored_server",
          SettingType.SWITCH,
          fixed("false"),
          "let `email_host` be a server under test, although its alerts are lost with it");
  static final Setting<Secret> HEARTBEAT_URL =
      alerts(
          "heartbeat_url",
          SettingType.HEARTBEAT,
          described("–"),
          "URL to call after each round of checks, as of healthchecks.io");
  static final Setting<Path> HEARTBEAT_URL_FILE =
      alerts("heartbeat_url_file", SettingType.FILE, described("–"), "file with the heartbeat URL");

  static final Setting<Path> STATE_FILE =
      add(
          Group.RUN,
          "state_file",
          SettingType.FILE,
          Scope.RUN,
          described("see [State file](#state-file)"),
          "where the state is kept; named targets have `targets/NAME.json` beside it");
  static final Setting<OutputFormat> OUTPUT =
      add(
          Group.RUN,
          "output",
          SettingType.OUTPUT,
          Scope.RUN,
          fixed("text"),
          "what a check prints: lines for people, JSON Lines, or what a Nagios plugin says");
  static final Setting<Path> METRICS_FILE =
      add(
          Group.RUN,
          "metrics_file",
          SettingType.FILE,
          Scope.RUN,
          described("–"),
          "Prometheus text file that a check writes, for node_exporter's textfile collector");
  static final Setting<Boolean> QUIET =
      add(
          Group.RUN,
          "quiet",
          SettingType.SWITCH,
          Scope.RUN,
          fixed("false"),
          "print nothing about healthy targets; for `output` `text`");
  static final Setting<Boolean> VERBOSE =
      add(
          Group.RUN,
          "verbose",
          SettingType.SWITCH,
          Scope.RUN,
          fixed("false"),
          "show how long each step took and what was said");

  private static final Map<String, Setting<?>> BY_KEY =
      TABLE.stream().collect(Collectors.toUnmodifiableMap(Setting::key, Function.identity()));

  private final Group group;
  private final String key;
  private final SettingType<T> type;
  private final Scope scope;
  private final Default defaultValue;
  private final String description;

  private Setting(
      Group group,
      String key,
      SettingType<T> type,
      Scope scope,
      Default defaultValue,
      String description) {
    this.group = group;
    this.key = key;
    this.type = type;
    this.scope = scope;
    this.defaultValue = defaultValue;
    this.description = description;
  }

  private static <T> Setting<T> connection(
      Group group, String key, SettingType<T> type, Default defaultValue, String description) {
    return add(group, key, type, Scope.CONNECTION, defaultValue, description);
  }

  private static <T> Setting<T> target(
      Group group, String key, SettingType<T> type, Default defaultValue, String description) {
    return add(group, key, type, Scope.TARGET, defaultValue, description);
  }

  private static <T> Setting<T> alerts(
      String key, SettingType<T> type, Default defaultValue, String description) {
    return add(Group.ALERTS, key, type, Scope.RUN, defaultValue, description);
  }

  private static <T> Setting<T> add(
      Group group,
      String key,
      SettingType<T> type,
      Scope scope,
      Default defaultValue,
      String description) {
    Setting<T> setting = new Setting<>(group, key, type, scope, defaultValue, description);
    TABLE.add(setting);
    return setting;
  }

  private static Default fixed(String text) {
    return new Default(text, "`" + text + "`");
  }

  private static Default described(String words) {
    return new Default(null, words);
  }

  /// All settings, in the order of the reference.
  public static List<Setting<?>> all() {
    return Collections.unmodifiableList(TABLE);
  }

  /// The setting with a key, if there is one.
  public static Optional<Setting<?>> named(String key) {
    return Optional.ofNullable(BY_KEY.get(key));
  }

  /// The key that somebody meant who mistyped one.
  ///
  /// @param written what was written, a key or a flag
  /// @return the nearest key; empty if it differs in more than a third of what was written
  public static Optional<String> nearest(String written) {
    String key = written.replaceFirst("^-+", "");
    return NearestKey.near(key, TABLE.stream().map(Setting::key).toList());
  }

  /// The key in the configuration file, such as `smtp_host`.
  public String key() {
    return key;
  }

  /// The flag, such as `--smtp-host`.
  public String flag() {
    return "--" + key.replace('_', '-');
  }

  /// The environment variable, such as `MAIL_MONITOR_SMTP_HOST`.
  public String variable() {
    return TextLayers.PREFIX + key.toUpperCase(Locale.ROOT);
  }

  /// What the setting is about.
  public Group group() {
    return group;
  }

  /// What values are.
  public SettingType<T> type() {
    return type;
  }

  /// What the setting belongs to.
  public Scope scope() {
    return scope;
  }

  /// Whether it is on or off, so that its flag stands alone.
  public boolean isSwitch() {
    return type.shape() == SettingType.Shape.SWITCH;
  }

  /// Whether its value is never shown.
  public boolean isSecret() {
    return type.isSecret();
  }

  /// The default as the reference describes it: a value in backticks, or words.
  public String defaultWords() {
    return defaultValue.words();
  }

  /// One line on what it is for.
  public String description() {
    return description;
  }

  /// The value that holds where none is given, or null if there is no fixed one.
  @Nullable Entry<T> byDefault() {
    String text = defaultValue.text();
    if (text == null) {
      return null;
    }
    return type.parse(text, Path.of(""))
        .fold(
            value -> new Entry<>(this, value, new Origin.Default(this)),
            _ -> {
              throw new IllegalStateException("Bad default of " + key);
            });
  }

  @Override
  public String toString() {
    return key;
  }
}
