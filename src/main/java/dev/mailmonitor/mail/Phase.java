package dev.mailmonitor.mail;

import java.util.Locale;

/// A step of a session: what is timed, and where a failure is said to have happened.
public enum Phase {
  /// The host name is looked up.
  NAME_RESOLUTION("name resolution"),
  /// The TCP connection is made.
  CONNECT("connect"),
  /// The TLS handshake, of implicit TLS or after STARTTLS.
  TLS("TLS handshake"),
  /// The server speaks first.
  GREETING("greeting"),
  /// SMTP EHLO.
  EHLO("EHLO"),
  /// IMAP CAPABILITY.
  CAPABILITY("CAPABILITY"),
  /// The STARTTLS command, not the handshake after it.
  STARTTLS("STARTTLS"),
  /// The login.
  AUTH("login"),
  /// The mailbox is opened.
  SELECT("SELECT"),
  /// SMTP MAIL FROM.
  MAIL("MAIL FROM"),
  /// SMTP RCPT TO.
  RCPT("RCPT TO"),
  /// SMTP DATA, from the command to the reply after the final dot.
  DATA("DATA"),
  /// From that reply until the mail is visible.
  DELIVERY("delivery"),
  /// Own mails are removed.
  CLEANUP("cleanup"),
  /// The session is ended.
  LOGOUT("logout");

  private final String label;

  Phase(String label) {
    this.label = label;
  }

  /// The phase as people read it.
  public String label() {
    return label;
  }

  /// The phase as programs read it: lower case, words joined by `_`.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
