package dev.mailmonitor.mail;

import java.util.regex.Pattern;

/// Tells by the first line of a server what kind of server it is.
final class Greeting {
  static final String SMTP = "an SMTP server";
  static final String IMAP = "an IMAP server";

  private static final Pattern SMTP_REPLY = Pattern.compile("[2-5]\\d\\d([ -].*)?");
  private static final Pattern IMAP_RESPONSE =
      Pattern.compile("\\* *(OK|PREAUTH|BYE|NO|BAD)\\b.*", Pattern.CASE_INSENSITIVE);

  private Greeting() {}

  /// Who speaks like this.
  ///
  /// @param line the line without its end
  /// @return the server in words; empty if it is like none that is known
  static String speaker(String line) {
    if (SMTP_REPLY.matcher(line).matches()) {
      return SMTP;
    }
    if (IMAP_RESPONSE.matcher(line).matches()) {
      return IMAP;
    }
    if (line.startsWith("+OK") || line.startsWith("-ERR")) {
      return "a POP3 server";
    }
    if (line.startsWith("SSH-")) {
      return "an SSH server";
    }
    return line.startsWith("HTTP/") ? "a web server" : "";
  }
}
