package dev.mailmonitor.mail;

/// How an attempt to remove mails ended.
public enum Removal {
  /// They are gone.
  GONE,
  /// They are flagged as deleted; an EXPUNGE would have taken other mails with them.
  ONLY_FLAGGED,
  /// They are still there although the server has refused nothing.
  STILL_THERE
}
