package dev.mailmonitor.mail;

/// The two protocols of a check.
public enum Service {
  /// RFC 3501, RFC 9051.
  IMAP,
  /// Message submission: RFC 6409, RFC 5321.
  SMTP
}
