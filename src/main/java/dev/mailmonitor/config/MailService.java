package dev.mailmonitor.config;

import dev.mailmonitor.target.Secret;
import dev.mailmonitor.target.TransportSecurity;
import java.nio.file.Path;
import java.util.List;

/// The settings of a mail server.
///
/// @param prefix the beginning of its settings' keys
/// @param otherwise the protection on ports that are not assigned to mail
record MailService(
    String prefix,
    Setting<String> host,
    Setting<Integer> port,
    Setting<TransportSecurity> security,
    TransportSecurity otherwise,
    Setting<String> username,
    Setting<Secret> password,
    Setting<Path> passwordFile) {
  static final MailService SMTP =
      new MailService(
          "smtp_",
          Setting.SMTP_HOST,
          Setting.SMTP_PORT,
          Setting.SMTP_SECURITY,
          TransportSecurity.STARTTLS,
          Setting.SMTP_USERNAME,
          Setting.SMTP_PASSWORD,
          Setting.SMTP_PASSWORD_FILE);
  static final MailService IMAP =
      new MailService(
          "imap_",
          Setting.IMAP_HOST,
          Setting.IMAP_PORT,
          Setting.IMAP_SECURITY,
          TransportSecurity.TLS,
          Setting.IMAP_USERNAME,
          Setting.IMAP_PASSWORD,
          Setting.IMAP_PASSWORD_FILE);

  /// The server that takes alerts; it has no settings in common with the two under test.
  static final MailService RELAY =
      new MailService(
          "email_",
          Setting.EMAIL_HOST,
          Setting.EMAIL_PORT,
          Setting.EMAIL_SECURITY,
          TransportSecurity.STARTTLS,
          Setting.EMAIL_USERNAME,
          Setting.EMAIL_PASSWORD,
          Setting.EMAIL_PASSWORD_FILE);

  /// The servers under test.
  static final List<MailService> BOTH = List.of(SMTP, IMAP);

  /// What can give the user name, the most specific first.
  List<List<Setting<?>>> usernames() {
    return List.of(List.of(username), List.of(Setting.USERNAME));
  }

  /// What can give the password, the most specific first.
  List<List<Setting<?>>> passwords() {
    return List.of(
        List.of(password, passwordFile), List.of(Setting.PASSWORD, Setting.PASSWORD_FILE));
  }

  /// The protection that goes with a port (RFC 8314 section 7.3, RFC 6409 section 3.1).
  TransportSecurity usualOn(int number) {
    return switch (number) {
      case 465, 993 -> TransportSecurity.TLS;
      case 25, 143, 587 -> TransportSecurity.STARTTLS;
      default -> otherwise;
    };
  }
}
