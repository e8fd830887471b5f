package dev.mailmonitor.alert.email;

/// The steps of handing a mail to the relay, as the mail client names them when one is refused.
enum RelayStep {
  /// The server's first line.
  GREETING(
      "got error response",
      "with its greeting",
      "Check email_host and email_port, and whether this machine's address is welcome there."),
  /// EHLO and HELO.
  HELLO("HELO failed", "to HELO", "Check ehlo_name: the server does not like it."),
  /// AUTH.
  LOGIN(
      "AUTH ",
      "to the login of email_username",
      "Check email_username and email_password; the account may also be locked or need an"
          + " application password."),
  /// MAIL FROM.
  SENDER(
      "sender address not accepted",
      "to the sender email_from",
      "Set email_from to an address that may write through this server; it may also want a login"
          + " (email_username)."),
  /// RCPT TO.
  RECIPIENT(
      "recipient address not accepted",
      "to this recipient",
      "Check email_to; to other domains the server may send only after a login (email_username)."),
  /// DATA.
  DATA("DATA command not accepted", "to DATA", "Look into the server's log."),
  /// The mail itself.
  MAIL("sending data failed", "to the mail", "Look into the server's log, and at its filters."),
  /// None of these.
  OTHER("", "in the session", "Look into the server's log.");

  private final String prefix;
  private final String answerTo;
  private final String advice;

  RelayStep(String prefix, String answerTo, String advice) {
    this.prefix = prefix;
    this.answerTo = answerTo;
    this.advice = advice;
  }

  /// The step that a message of the mail client is about.
  static RelayStep of(String message) {
    for (RelayStep step : values()) {
      if (message.startsWith(step.prefix)) {
        return step;
      }
    }
    return OTHER;
  }

  /// To what the server answered, to be read after its answer.
  String answerTo() {
    return answerTo;
  }

  /// A sentence on what to do about a refusal.
  String advice() {
    return advice;
  }

  /// Whether another recipient would fare no better.
  boolean isOfRelay() {
    return switch (this) {
      case GREETING, HELLO, LOGIN, SENDER -> true;
      case RECIPIENT, DATA, MAIL, OTHER -> false;
    };
  }
}
