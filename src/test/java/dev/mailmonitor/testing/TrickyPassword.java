package dev.mailmonitor.testing;

import java.util.Locale;

/// Passwords as people really choose them, or as generators do, that programs stumble over. A test
/// names them by their constants: a password stands in no report. None has a control character:
/// Dovecot refuses those, right password or not.
public enum TrickyPassword {
  DOUBLE_QUOTES("\"quoted\"pass\"word\""),
  SINGLE_QUOTES("'quoted'pass'word'"),
  BACKSLASHES("\\back\\\\slash\\nword\\"),
  SPACES("  blank at both ends "),
  UMLAUTS("pässwörd-ßÄÖÜ-naïve"),
  EMOJI("pass🔑word👩‍💻x"),
  PERCENT_SIGNS("100%s %d %u %{user} %n%%"),
  SHELL("$(x) `y` ${HOME} $1 !! ; & | > *"),
  COLONS("user:pass:word://@host"),
  LIKE_IMAP("{5}literal(atom) %* NIL"),
  LIKE_BASE64("AHByb2JlAGh1bnRlcjI="),
  AT_SIGNS("@@argument@file"),
  HYPHENS("--verbose-password"),
  LONG("0123456789abcde ".repeat(64)),
  LONG_IN_UTF_8("ä€🔑".repeat(114)),
  /// Everything at once.
  ALL(" \"a\\b\" 'c' äß€ 🔑 %s $(x) `y` :@{3}+/= ");

  private final String text;

  TrickyPassword(String text) {
    this.text = text;
  }

  /// The password.
  public String text() {
    return text;
  }

  /// A login name for it.
  public String user() {
    return name().toLowerCase(Locale.ROOT) + "@mail.test";
  }

  /// A mail host on which each has its login.
  public static MailHostBuilder logins() {
    MailHostBuilder host = MailHost.with();
    for (TrickyPassword password : values()) {
      host.login(password.user(), password.text());
    }
    return host;
  }
}
