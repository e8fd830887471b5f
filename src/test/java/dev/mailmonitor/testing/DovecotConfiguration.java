package dev.mailmonitor.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The files of two Dovecot instances that share users and mailboxes: one speaks IMAP, the other
/// takes mail from Postfix (LMTP) and checks passwords for it. So IMAP can be down while mail is
/// still sent and delivered.
record DovecotConfiguration(
    Path directory, Maildirs mailboxes, int tlsPort, int starttlsPort, Path chain, Path key) {
  /// Writes everything.
  ///
  /// @param users address to password
  /// @param owner whose mailbox the further logins open
  /// @param logins further login names, to password
  /// @param settings further lines for both instances
  void write(Map<String, String> users, String owner, Map<String, String> logins, String settings)
      throws IOException {
    mailboxes.create();
    Files.writeString(
        directory.resolve("users"),
        users.entrySet().stream()
                .map(user ->
                    "%s:%s:%d:%d::%s\n"
                        .formatted(
                            user.getKey(),
                            user.getValue(),
                            Maildirs.OWNER,
                            Maildirs.OWNER,
                            mailboxes.home(user.getKey())))
                .collect(Collectors.joining())
            + logins.entrySet().stream()
                .map(login ->
                    "%s:{SHA256}%s:%d:%d::%s\n"
                        .formatted(
                            login.getKey().replaceAll("([\\\\\"'])", "\\\\$1"),
                            sha256(login.getValue()),
                            Maildirs.OWNER,
                            Maildirs.OWNER,
                            mailboxes.home(owner)))
                .collect(Collectors.joining()));
    Files.writeString(
        imap(),
        common("imap", "imap")
            + """
            service imap-login {
              inet_listener imap {
                port = %d
              }
              inet_listener imaps {
                port = %d
                ssl = yes
              }
            }
            """
                .formatted(starttlsPort, tlsPort)
            + settings);
    Files.writeString(
        store(),
        common("store", "lmtp")
            + """
            lmtp_save_to_detail_mailbox = yes
            recipient_delimiter = +
            service lmtp {
              unix_listener %s {
                mode = 0666
              }
            }
            service auth {
              unix_listener %s {
                mode = 0666
              }
            }
            """
                .formatted(lmtp(), auth())
            + settings);
  }

  private static String sha256(String password) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JDK has SHA-256", impossible);
    }
  }

  /// The configuration of the instance that speaks IMAP.
  Path imap() {
    return directory.resolve("dovecot-imap.conf");
  }

  /// The configuration of the instance that takes mail and checks passwords for Postfix.
  Path store() {
    return directory.resolve("dovecot-store.conf");
  }

  /// The socket to which Postfix delivers.
  Path lmtp() {
    return directory.resolve("lmtp");
  }

  /// The socket at which Postfix asks for passwords.
  Path auth() {
    return directory.resolve("auth");
  }

  /// The log files of both instances.
  List<Path> logs() {
    return List.of(directory.resolve("imap.log"), directory.resolve("store.log"));
  }

  private String common(String name, String protocols) {
    return """
    base_dir = %1$s/run-%2$s
    state_dir = %1$s/run-%2$s
    log_path = %1$s/%2$s.log
    instance_name = %2$s
    protocols = %3$s
    listen = %4$s
    hostname = mail.test
    ssl = required
    ssl_cert = <%5$s
    ssl_key = <%6$s
    auth_mechanisms = plain login
    auth_failure_delay = 0
    # Any character may stand in a login name.
    auth_username_chars =
    first_valid_uid = 1
    mail_location = maildir:~/Maildir
    mail_max_userip_connections = 10000
    passdb {
      driver = passwd-file
      args = scheme=PLAIN username_format=%%u %1$s/users
    }
    userdb {
      driver = passwd-file
      args = username_format=%%u %1$s/users
    }
    namespace inbox {
      inbox = yes
      separator = /
      mailbox Drafts {
        auto = subscribe
        special_use = \\Drafts
      }
      mailbox Junk {
        auto = subscribe
        special_use = \\Junk
      }
      mailbox Sent {
        auto = subscribe
        special_use = \\Sent
      }
      mailbox Trash {
        auto = subscribe
        special_use = \\Trash
      }
    }
    # Otherwise every wrong password makes the next login from the same address slower.
    service anvil {
      unix_listener anvil-auth-penalty {
        mode = 0
      }
    }
    """
        .formatted(
            directory,
            name,
            protocols,
            LoopbackPorts.ipv6() ? "127.0.0.1, ::1" : "127.0.0.1",
            chain,
            key);
  }
}
