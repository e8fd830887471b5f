package dev.mailmonitor.faults;

/// The chapters of the table of faults.
enum Group {
  NETWORK("Network", "No connection comes about, or it ends or falls silent."),
  TLS("TLS and certificates", "No TLS session that can be trusted comes about."),
  STARTTLS("STARTTLS", "The session begins in plain text and cannot be protected."),
  GREETING("Greeting", "The server is reached and refuses to serve, or it is no mail server."),
  LOGIN("Login", "The server works and the login does not."),
  SEND("Sending", "The login works and the test mail is not accepted."),
  WAITING("Waiting for the mail", "The mail was accepted; the mailbox cannot be looked into."),
  DELIVERY(
      "Delivery, bounce and junk",
      "The mailbox works; the mail is late, lost, sent back or somewhere else."),
  WARNINGS(
      "Warnings",
      "Everything works, and something should be looked after: exit status 0, and one message"
          + " `⚠️ Mail Server Degraded`."),
  TOLERATED(
      "What is not a failure",
      "Odd, and right all the same: the check passes with exit status 0 and sends no message."),
  ALERTS(
      "The alert server",
      "The mail server failed, and so did telling it. The alert is kept and tried again after each"
          + " check, for seven days."),
  STATE("The state file", "What was found cannot be remembered, or not be read back.");

  private final String title;
  private final String meaning;

  Group(String title, String meaning) {
    this.title = title;
    this.meaning = meaning;
  }

  String title() {
    return title;
  }

  String meaning() {
    return meaning;
  }
}
