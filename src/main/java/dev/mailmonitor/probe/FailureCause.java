package dev.mailmonitor.probe;

import java.util.Locale;

/// Every reason for which a test can fail. Each has words of its own, that hold whatever the server
/// said, and one sentence of advice.
public enum FailureCause {
  /// The host name has no address, or the resolver did not answer.
  NAME_RESOLUTION(
      "the host name could not be resolved",
      "Check the host name in the configuration and that this machine's DNS resolver answers for it."),
  /// The host has addresses, but none that the configuration wants.
  ADDRESS_FAMILY(
      "the host has no address of the configured family",
      "Set address_family to any or to the family that the host has, or give the host such an address"
          + " in the DNS."),
  /// Nothing listens on the port.
  CONNECTION_REFUSED(
      "Connection refused",
      "Check that the mail service is running and listens on this port, and that no firewall rejects"
          + " the connection."),
  /// No answer to the connection request.
  CONNECT_TIMEOUT(
      "Connection timed out",
      "Check that the server is up and reachable from here, and that no firewall silently drops this"
          + " port."),
  /// No route, network down, or another refusal of the network.
  UNREACHABLE(
      "Network unreachable",
      "Check this machine's network, its route to the server and, for IPv6 addresses, that IPv6 works"
          + " here."),
  /// The server ended the connection without a word.
  CONNECTION_CLOSED(
      "Connection closed by the server",
      "Look into the mail server's log at this time: it ended the session by itself (crash, limit,"
          + " fail2ban or a proxy in between)."),
  /// The server stopped answering within a session.
  NO_ANSWER(
      "The server stopped answering",
      "Look at the mail server's load, its disk and its log at this time: it accepted the session but"
          + " did not answer."),
  /// The certificate's time is over.
  TLS_EXPIRED(
      "the certificate has expired",
      "Renew the server's certificate and reload the mail services (a renewed file is not used before"
          + " a reload)."),
  /// The certificate's time has not come.
  TLS_NOT_YET_VALID(
      "the certificate is not valid yet",
      "Check the clocks of this machine and of the server, and the certificate's start date."),
  /// Issued by nobody whom we trust.
  TLS_UNKNOWN_ISSUER(
      "the certificate's issuer is not trusted",
      "Have the server send its full certificate chain, or name the issuing authority in ca_file if"
          + " it is your own."),
  /// Issued for another name.
  TLS_WRONG_NAME(
      "the certificate is for another name",
      "Use a host name that stands in the certificate, or have the certificate reissued with this"
          + " name."),
  /// The two sides could not agree, or the other side does not speak TLS.
  TLS_HANDSHAKE(
      "the TLS handshake failed",
      "Check that this port speaks TLS the configured way (tls or starttls) and allows TLS 1.2 or"
          + " 1.3."),
  /// STARTTLS is configured but not offered.
  STARTTLS_MISSING(
      "the server does not offer STARTTLS",
      "Enable TLS on this port of the server, or configure the port that has TLS from the first byte;"
          + " nothing was sent in plain text."),
  /// No way to log in that we speak.
  AUTH_MISSING(
      "the server offers no usable login",
      "Enable authentication (PLAIN or LOGIN) on this port of the server; many servers offer it only"
          + " with TLS or on port 587."),
  /// User name or password are not accepted.
  AUTH_REJECTED(
      "the login was rejected",
      "Check user name and password by logging in with a mail program; the account may also be locked"
          + " or restricted."),
  /// The account exists and may not be used.
  ACCOUNT_UNUSABLE(
      "the account is locked or has expired",
      "Unlock the account on the server or renew its password there; the configured password may be"
          + " the right one."),
  /// No login with the account's own password.
  PASSWORD_LOGIN_REFUSED(
      "the server allows no login with this kind of password",
      "Create an application password for the monitor's account, or have its provider allow logins"
          + " with a password for IMAP and SMTP."),
  /// Not over a connection in plain text.
  ENCRYPTION_REQUIRED(
      "the server requires encryption before the login",
      "Set smtp_security or imap_security to starttls, or to tls with the port that has TLS from the"
          + " first byte."),
  /// The server cannot tell right now.
  AUTH_UNAVAILABLE(
      "the login is temporarily unavailable",
      "Check the server's authentication back end (Dovecot auth, LDAP, SQL): it failed, which says"
          + " nothing about the password."),
  /// Too many at once, from here or from all.
  TOO_MANY_CONNECTIONS(
      "too many connections",
      "Raise the server's connection limit for this client or find out who uses it up (Postfix:"
          + " smtpd_client_connection_count_limit, Dovecot: mail_max_userip_connections)."),
  /// The service said that it is shutting down or overloaded.
  SERVICE_UNAVAILABLE(
      "the service is not available",
      "Look into the mail server's log: it answers, but refuses to work (shutting down, overloaded or"
          + " misconfigured)."),
  /// MAIL FROM was refused for good.
  SENDER_REJECTED(
      "the sender address was rejected", "Set from to an address that this account may send as."),
  /// RCPT TO was refused for good.
  RECIPIENT_REJECTED(
      "the recipient address was rejected",
      "Check that test_recipient exists on the server and that this account may send to it."),
  /// Not a domain of this server, or the login does not count here.
  RELAY_DENIED(
      "the server does not relay to the recipient",
      "Check that test_recipient is in a domain of this server, and that the port takes submissions"
          + " after a login (587 or 465, not 25)."),
  /// More than this account or address may send.
  RATE_LIMITED(
      "too many mails were sent",
      "Find out what else sends with this account or from this address, raise its sending limit, or"
          + " check less often."),
  /// Refused by a rule.
  POLICY_REJECTED(
      "the mail was rejected by a policy",
      "Look into the mail server's log for the rule (content filter, block list, rate limit) and exempt"
          + " the monitor's test mail."),
  /// Too big.
  SIZE_REJECTED(
      "the mail was rejected as too large",
      "The test mail has about one kilobyte: check the server's size limit and its free disk space."),
  /// No room.
  QUOTA_EXCEEDED(
      "the mailbox or the server's disk is full",
      "Make room in the recipient's mailbox or on the server's disk, or raise the quota."),
  /// Come back later, says a greylist.
  GREYLISTED(
      "the mail was greylisted",
      "Exempt the monitor's account or address from greylisting; authenticated submission should not"
          + " be greylisted."),
  /// Another 4xx.
  TEMPORARY_FAILURE(
      "the server refused for now",
      "Look into the mail server's log: it reported a temporary problem with this mail."),
  /// Another 5xx.
  PERMANENT_FAILURE(
      "the server refused for good",
      "Look into the mail server's log: it rejects this mail whenever it is sent."),
  /// The login works, the mailbox does not.
  MAILBOX_UNREADABLE(
      "the mailbox cannot be read",
      "Look into the IMAP server's log at this time: the login works, but the mailbox cannot be"
          + " opened or read (damaged index, missing directory, rights, a lock)."),
  /// Accepted and not seen again.
  NOT_DELIVERED(
      "the mail was not delivered in time",
      "Look at the server's mail queue (postqueue -p) and delivery log for the Message-ID, and at"
          + " filters that move mail out of the INBOX."),
  /// Accepted and sent back.
  BOUNCED(
      "the mail was returned as undeliverable",
      "Look into the mail server's log for the Message-ID: it accepted the mail and could not deliver"
          + " it, for the reason that the diagnostic gives."),
  /// Delivered to where nobody looks.
  DELIVERED_TO_JUNK(
      "the mail was delivered to Junk",
      "Teach the spam filter that the monitor's mail is wanted, or exempt its fixed subject or sender."),
  /// The server said something that the protocol does not know.
  PROTOCOL_ERROR(
      "the server did not follow the protocol",
      "Look into the server's log at this time; check that this host and port really are the mail"
          + " service that the configuration means, and whether a proxy in between spoils its answers.");

  private final String words;
  private final String advice;

  FailureCause(String words, String advice) {
    this.words = words;
    this.advice = advice;
  }

  /// The cause in words of our own.
  public String words() {
    return words;
  }

  /// What an administrator can do about it, in one sentence.
  public String advice() {
    return advice;
  }

  /// Whether a server has judged the login and refused it, so that another try may lock the account
  /// or the address out.
  public boolean isRejectedLogin() {
    return this == AUTH_REJECTED || this == ACCOUNT_UNUSABLE || this == PASSWORD_LOGIN_REFUSED;
  }

  /// The cause as programs read it: lower case, words joined by `_`.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
