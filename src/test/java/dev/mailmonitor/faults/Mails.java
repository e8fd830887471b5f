package dev.mailmonitor.faults;

import dev.mailmonitor.testing.Post;

/// Mails that are not the test mail, or no longer as it was sent.
final class Mails {
  private Mails() {}

  /// A bounce or a delay report (RFC 3464) about a mail.
  static String report(String mail, String action, String status, String diagnostic) {
    return """
    Return-Path: <>
    From: Mail Delivery System <MAILER-DAEMON@mail.test>
    To: probe@mail.test
    Subject: Undelivered Mail Returned to Sender
    Message-ID: <20260116.bounce@mail.test>
    Auto-Submitted: auto-replied
    Content-Type: multipart/report; report-type=delivery-status; boundary=BB

    --BB
    Content-Type: text/plain

    I'm sorry to have to inform you.
    --BB
    Content-Type: message/delivery-status

    Reporting-MTA: dns; relay.mail.test

    Final-Recipient: rfc822; probe@mail.test
    Action: %s
    Status: %s
    Remote-MTA: dns; store.mail.test
    Diagnostic-Code: smtp; %s

    --BB
    Content-Type: text/rfc822-headers

    Message-ID: %s
    Subject: %s

    --BB--
    """
        .formatted(
            action,
            status,
            diagnostic,
            Post.field(mail, "Message-ID"),
            Post.field(mail, "Subject"));
  }

  /// A bounce as qmail writes it, in plain text.
  static String plainBounce(String mail) {
    return """
    Return-Path: <>
    From: MAILER-DAEMON@mail.test
    To: probe@mail.test
    Subject: failure notice
    Message-ID: <20260116.qmail@mail.test>

    Hi. This is the qmail-send program at mail.test.
    I'm afraid I wasn't able to deliver your message to the following addresses.

    <probe@mail.test>:
    Sorry, no mailbox here by that name. (#5.1.1)

    --- Below this line is a copy of the message.

    %s\
    """
        .formatted(mail);
  }

  /// Some other mail.
  static String other(String subject, String messageId, String more) {
    return """
    From: somebody@mail.test
    To: probe@mail.test
    Subject: %s
    Message-ID: %s
    %sContent-Type: text/plain

    Text.
    """
        .formatted(subject, messageId, more);
  }

  /// A mail without a header field.
  static String without(String mail, String field) {
    return mail.replaceFirst("(?m)^" + field + ":.*\n([ \t].*\n)*", "");
  }

  /// A mail with another value of a header field.
  static String with(String mail, String field, String value) {
    return mail.replaceFirst("(?m)^" + field + ":.*\n([ \t].*\n)*", field + ": " + value + "\n");
  }
}
