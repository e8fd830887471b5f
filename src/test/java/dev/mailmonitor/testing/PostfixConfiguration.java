package dev.mailmonitor.testing;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The directories and files of one Postfix instance: submission with STARTTLS, submission with TLS
/// from the first byte, delivery to Dovecot, and no way out of the machine.
record PostfixConfiguration(
    Path directory, int starttlsPort, int tlsPort, Path key, Path lmtp, Path auth) {

  /// Writes everything.
  ///
  /// @param recipients the addresses that Postfix accepts
  /// @param parameters `main.cf` settings that are added or replaced
  /// @param files further files of the configuration directory, name to text
  void write(List<String> recipients, Map<String, String> parameters, Map<String, String> files)
      throws IOException {
    Files.createDirectories(configuration());
    Map<String, String> main = defaults();
    main.putAll(parameters);
    Files.writeString(
        configuration().resolve("main.cf"),
        main.entrySet().stream()
            .map(entry -> entry.getKey() + " = " + entry.getValue() + "\n")
            .collect(Collectors.joining()));
    Files.writeString(configuration().resolve("master.cf"), services());
    Files.writeString(
        configuration().resolve("recipients"),
        recipients.stream().map(address -> address + " ok\n").collect(Collectors.joining()));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(configuration().resolve(file.getKey()), file.getValue());
    }
    age();
    createQueue();
  }

  // Postfix waits more than a second for a file that has just been changed to come to rest.
  private void age() throws IOException {
    FileTime past = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(configuration())) {
      for (Path file : files) {
        Files.setLastModifiedTime(file, past);
      }
    }
  }

  /// The directory of `main.cf`.
  Path configuration() {
    return directory.resolve("postfix");
  }

  /// Where Postfix writes its log.
  Path log() {
    return directory.resolve("postfix.log");
  }

  private Path queue() {
    return directory.resolve("queue");
  }

  private Path data() {
    return directory.resolve("data");
  }

  private Map<String, String> defaults() {
    Map<String, String> main = new LinkedHashMap<>();
    main.put("compatibility_level", "3.6");
    main.put("queue_directory", queue().toString());
    main.put("data_directory", data().toString());
    main.put("maillog_file", log().toString());
    main.put("maillog_file_prefixes", directory.toString());
    main.put("myhostname", "mail.test");
    main.put("mydomain", "mail.test");
    main.put("myorigin", "mail.test");
    main.put("mydestination", "");
    main.put("mynetworks", "");
    main.put("inet_interfaces", "loopback-only");
    main.put("inet_protocols", LoopbackPorts.ipv6() ? "all" : "ipv4");
    main.put("alias_maps", "");
    main.put("alias_database", "");
    main.put("local_recipient_maps", "");
    main.put("local_transport", "error:5.1.1 no local users here");
    main.put("default_transport", "error:5.4.4 nothing leaves this machine");
    main.put("relay_transport", "error:5.4.4 nothing leaves this machine");
    main.put("recipient_delimiter", "+");
    main.put("virtual_mailbox_domains", "mail.test");
    main.put("virtual_mailbox_maps", "texthash:${config_directory}/recipients");
    main.put("virtual_transport", "lmtp:unix:" + lmtp);
    // No name is ever looked up: neither a client's nor a destination's.
    main.put("smtpd_peername_lookup", "no");
    main.put("smtp_dns_support_level", "disabled");
    main.put("lmtp_dns_support_level", "disabled");
    main.put("smtp_host_lookup", "native");
    main.put("lmtp_host_lookup", "native");
    main.put("smtpd_tls_chain_files", key.toString());
    main.put("smtpd_tls_security_level", "may");
    main.put("smtpd_tls_auth_only", "yes");
    main.put("smtpd_sasl_auth_enable", "yes");
    main.put("smtpd_sasl_type", "dovecot");
    main.put("smtpd_sasl_path", auth.toString());
    main.put("smtpd_relay_restrictions", "permit_sasl_authenticated, reject");
    main.put("smtpd_recipient_restrictions", "permit_sasl_authenticated, reject");
    main.put("smtpd_client_connection_count_limit", "0");
    main.put("smtpd_error_sleep_time", "0");
    // Mail that had to wait is tried again soon.
    main.put("queue_run_delay", "1s");
    main.put("minimal_backoff_time", "1s");
    main.put("maximal_backoff_time", "1s");
    // A kept connection would deliver mail that is meant to be held.
    main.put("lmtp_connection_cache_on_demand", "no");
    main.put("notify_classes", "");
    main.put("biff", "no");
    return main;
  }

  private String services() {
    StringBuilder text = new StringBuilder();
    for (String host :
        LoopbackPorts.ipv6() ? List.of("127.0.0.1", "[::1]") : List.of("127.0.0.1")) {
      text.append(host + ":" + starttlsPort + " inet n - n - - smtpd\n");
      text.append(host + ":" + tlsPort + " inet n - n - - smtpd -o smtpd_tls_wrappermode=yes\n");
    }
    return text.append(
            """
            pickup     unix       n - n 60    1 pickup
            cleanup    unix       n - n -     0 cleanup
            qmgr       unix       n - n 300   1 qmgr
            tlsmgr     unix       - - n 1000? 1 tlsmgr
            rewrite    unix       - - n -     - trivial-rewrite
            bounce     unix       - - n -     0 bounce
            defer      unix       - - n -     0 bounce
            trace      unix       - - n -     0 bounce
            verify     unix       - - n -     1 verify
            flush      unix       n - n 1000? 0 flush
            proxymap   unix       - - n -     - proxymap
            proxywrite unix       - - n -     1 proxymap
            showq      unix       n - n -     - showq
            error      unix       - - n -     - error
            retry      unix       - - n -     - error
            discard    unix       - - n -     - discard
            lmtp       unix       - - n -     - lmtp
            anvil      unix       - - n -     1 anvil
            postlog    unix-dgram n - n -     1 postlogd
            """)
        .toString();
  }

  // `postfix start` would make these, but it takes two seconds.
  private void createQueue() throws IOException {
    UserPrincipalLookupService lookup = directory.getFileSystem().getUserPrincipalLookupService();
    UserPrincipal postfix = lookup.lookupPrincipalByName("postfix");
    GroupPrincipal postdrop = lookup.lookupPrincipalByGroupName("postdrop");
    Files.createDirectories(queue().resolve("pid"));
    for (String name :
        List.of(
            "active",
            "bounce",
            "corrupt",
            "defer",
            "deferred",
            "flush",
            "hold",
            "incoming",
            "private",
            "saved",
            "trace")) {
      create(queue().resolve(name), postfix, "rwx------");
    }
    create(queue().resolve("maildrop"), postfix, "rwx-wx---");
    create(queue().resolve("public"), postfix, "rwx--x---");
    for (String name : List.of("maildrop", "public")) {
      Files.getFileAttributeView(queue().resolve(name), PosixFileAttributeView.class)
          .setGroup(postdrop);
    }
    create(data(), postfix, "rwx------");
  }

  private static void create(Path path, UserPrincipal owner, String permissions)
      throws IOException {
    Files.createDirectories(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    Files.setOwner(path, owner);
  }
}
