package dev.mailmonitor.mail;

import java.util.Locale;

/// The two protocols of a check.
public enum Service {
  /// RFC 3501, RFC 9051.
  IMAP,
  /// Message submission: RFC 6409, RFC 5321.
  SMTP;

  /// The service as programs read it: lower case.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
