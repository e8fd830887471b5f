package dev.mailmonitor.probe;

import java.util.Locale;

/// The four tests of a check, in the order of their lines.
public enum TestKind {
  /// A verified session and a login on the IMAP server.
  IMAP_AUTH("IMAP Auth"),
  /// A verified session and a login on the SMTP server.
  SMTP_AUTH("SMTP Auth"),
  /// The server accepts the test mail.
  SEND("Send Test"),
  /// That very mail is visible in the recipient's INBOX.
  RECEIVE("Receive Test");

  private final String label;

  TestKind(String label) {
    this.label = label;
  }

  /// The test as people and the old tool's `grep`s know it.
  public String label() {
    return label;
  }

  /// The test as programs read it: lower case, words joined by `_`.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
