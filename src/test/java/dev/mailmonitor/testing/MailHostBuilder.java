package dev.mailmonitor.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What makes a [MailHost] differ from one on which everything works.
public final class MailHostBuilder {
  CertificateAuthority authority = CertificateAuthority.create();
  Optional<ServerCertificate> certificate = Optional.empty();
  final Map<String, String> postfix = new LinkedHashMap<>();
  final Map<String, String> files = new LinkedHashMap<>();
  final StringBuilder dovecot = new StringBuilder();
  final Map<String, String> logins = new LinkedHashMap<>();
  Optional<String> filter = Optional.empty();

  MailHostBuilder() {}

  /// The authority that issues the servers' certificate, instead of a new one.
  public MailHostBuilder authority(CertificateAuthority authority) {
    this.authority = authority;
    return this;
  }

  /// The certificate that both servers show, instead of a good one for `localhost`.
  public MailHostBuilder certificate(ServerCertificate certificate) {
    this.certificate = Optional.of(certificate);
    return this;
  }

  /// Adds a setting to Postfix' `main.cf`, or replaces the one of this name.
  public MailHostBuilder postfix(String parameter, String value) {
    postfix.put(parameter, value);
    return this;
  }

  /// Adds a file to Postfix' configuration directory, to be named in settings as
  /// `texthash:${config_directory}/NAME`.
  public MailHostBuilder postfixFile(String name, String text) {
    files.put(name, text);
    return this;
  }

  /// Adds lines to Dovecot's configuration, for IMAP as well as for the mailbox store.
  public MailHostBuilder dovecot(String lines) {
    dovecot.append(lines).append('\n');
    return this;
  }

  /// Adds another login to the first user's mailbox; the servers keep a hash of its password only.
  ///
  /// @param name the login name, in lower case, anything but a colon, a line break and a tab
  /// @param password the password, anything
  public MailHostBuilder login(String name, String password) {
    logins.put(name, SecretWatch.OF_TESTS.keep(password));
    return this;
  }

  /// Has the store filter every mail with a Sieve script (RFC 5228).
  public MailHostBuilder filtering(String script) {
    filter = Optional.of(script);
    return this;
  }

  /// Answers RCPT for one recipient with a reply of your choice, for example `550 5.7.1 Blocked` or
  /// `451 4.7.1 Greylisted, try again later`.
  public MailHostBuilder answeringRecipient(String address, String reply) {
    files.merge("recipient_access", address + " " + reply + "\n", String::concat);
    return postfix(
        "smtpd_recipient_restrictions",
        "check_recipient_access texthash:${config_directory}/recipient_access,"
            + " permit_sasl_authenticated, reject");
  }

  /// Has Postfix replace the domain of every Message-ID, as some do.
  public MailHostBuilder rewritingMessageIdDomain(String domain) {
    return postfixFile(
            "header_checks",
            "/^Message-ID:[[:space:]]*<([^@>]+)@[^>]*>/ REPLACE Message-ID: <$1@" + domain + ">\n")
        .postfix("header_checks", "regexp:${config_directory}/header_checks");
  }

  /// Has the store put the first user's mail into another folder than INBOX, as a spam filter does
  /// with `Junk`.
  public MailHostBuilder deliveringInto(String folder) {
    // The second line ends the rewriting: Postfix looks its result up again.
    return postfixFile(
            "aliases",
            "probe@mail.test probe+%1$s@mail.test\nprobe+%1$s@mail.test probe+%1$s@mail.test\n"
                .formatted(folder))
        .postfix("virtual_alias_maps", "texthash:${config_directory}/aliases");
  }

  /// Starts the servers and waits until they accept connections.
  ///
  /// @throws IllegalStateException if that is not possible here, or a server did not start; its log
  ///   is in the message
  public MailHost start() {
    return MailHost.start(this);
  }
}
