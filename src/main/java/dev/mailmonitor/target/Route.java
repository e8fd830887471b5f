package dev.mailmonitor.target;

/// The way of a test mail: in through an SMTP server, out through an IMAP mailbox. The two may be
/// different servers with different accounts.
///
/// @param smtp where the mail is submitted
/// @param smtpAccount who submits it
/// @param imap where it must arrive
/// @param imapAccount whose INBOX it must arrive in
/// @param from sender address, in the envelope and in the header
/// @param recipient recipient address, in the envelope and in the header
public record Route(
    Endpoint smtp,
    Account smtpAccount,
    Endpoint imap,
    Account imapAccount,
    String from,
    String recipient) {}
