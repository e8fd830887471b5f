package dev.mailmonitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A real mail server: Postfix and Dovecot of the system's packages, on free loopback ports, with
/// configuration, queue, mailboxes and logs in a temporary directory of their own. Several can run
/// at the same time; the system's own Postfix and Dovecot are not touched. Needs root.
///
/// Mail is sent only after a login and goes nowhere but into the mailboxes of this host.
public final class MailHost implements AutoCloseable {
  /// A recipient whom Postfix accepts and the mailbox store rejects afterwards: mail to it bounces.
  public static final String BOUNCING = "bouncing@mail.test";

  private static final Path SIEVE = Path.of("/usr/lib/dovecot/modules/lib90_sieve_plugin.so");
  private static final Duration BOUND = Duration.ofSeconds(5);
  private static final String SMTP = "postfix";
  private static final String IMAP = "dovecot-imap";
  private static final String STORE = "dovecot-store";

  private final Supervisor supervisor;
  private final PostfixConfiguration postfix;
  private final DovecotConfiguration dovecot;
  private final Maildirs mailboxes;
  private final CertificateAuthority authority;
  private final ServerCertificate certificate;
  private final Path caFile;

  private MailHost(MailHostBuilder settings) {
    authority = settings.authority;
    certificate =
        settings.certificate.orElseGet(() -> authority.issue("localhost", "127.0.0.1", "::1"));
    supervisor = Supervisor.create("mailhost");
    Path directory = supervisor.directory();
    caFile = authority.writeTo(directory);
    ServerCertificate.PemFiles pem = certificate.writeTo(directory);
    mailboxes = new Maildirs(directory.resolve("mail"));
    dovecot =
        new DovecotConfiguration(
            directory,
            mailboxes,
            LoopbackPorts.free(),
            LoopbackPorts.free(),
            pem.chain(),
            pem.key());
    postfix =
        new PostfixConfiguration(
            directory,
            LoopbackPorts.free(),
            LoopbackPorts.free(),
            pem.both(),
            dovecot.lmtp(),
            dovecot.auth());
    try {
      Map<String, String> users = new LinkedHashMap<>();
      users.put(user(), password());
      users.put(secondUser(), secondPassword());
      dovecot.write(users, user(), settings.logins, settings.dovecot + filter(settings));
      List<String> recipients = new ArrayList<>(users.keySet());
      recipients.add(BOUNCING);
      postfix.write(recipients, settings.postfix, settings.files);
      supervisor.start(STORE, dovecotCommand(dovecot.store()), () -> Files.exists(dovecot.auth()));
      startImap();
      startSmtp();
    } catch (IOException e) {
      supervisor.close();
      throw new UncheckedIOException("The mail host was not set up in " + directory, e);
    } catch (IllegalStateException e) {
      String logs = logs();
      supervisor.close();
      throw new IllegalStateException(e.getMessage() + "\n" + logs, e);
    }
  }

  private String filter(MailHostBuilder settings) throws IOException {
    if (settings.filter.isEmpty()) {
      return "";
    }
    Path script = Files.writeString(directory().resolve("filter.sieve"), settings.filter.get());
    return "protocol lmtp {\n mail_plugins = $mail_plugins sieve\n}\n"
        + "plugin {\n sieve_before = "
        + script
        + "\n}\n";
  }

  /// Starts a mail host as most tests want it: everything works, certificate for `localhost`,
  /// `127.0.0.1` and `::1`.
  public static MailHost start() {
    return with().start();
  }

  /// Describes a mail host that differs; [MailHostBuilder#start()] starts it.
  public static MailHostBuilder with() {
    return new MailHostBuilder();
  }

  static MailHost start(MailHostBuilder settings) {
    available()
        .ifPresent(reason -> {
          throw new IllegalStateException("No real mail server can be started: " + reason);
        });
    return new MailHost(settings);
  }

  /// Why no mail host can be started here.
  ///
  /// @return the reason and what to do, or empty if one can
  public static Optional<String> available() {
    try {
      if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
        return Optional.of("Postfix and Dovecot must be started by root; run the tests as root");
      }
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.of("this is no Linux with a /proc file system");
    }
    for (String program : List.of("postconf", "postqueue", "dovecot", "setsid")) {
      if (Commands.find(program).isEmpty()) {
        return Optional.of(program + " is missing; install the packages that .ci/packages lists");
      }
    }
    if (!Files.exists(SIEVE)) {
      return Optional.of(SIEVE + " is missing; install the packages that .ci/packages lists");
    }
    String version = Commands.run(BOUND, Map.of(), program("dovecot"), "--version").strip();
    if (!version.startsWith("2.3.")) {
      return Optional.of(
          "Dovecot " + version + " is installed, the tests' configuration needs 2.3");
    }
    return Optional.empty();
  }

  /// Where the files of the servers are, until [#close()].
  public Path directory() {
    return supervisor.directory();
  }

  /// The host name for clients; the certificate is for it.
  public String host() {
    return "localhost";
  }

  /// The submission port with STARTTLS.
  public int smtpStarttlsPort() {
    return postfix.starttlsPort();
  }

  /// The submission port with TLS from the first byte.
  public int smtpsPort() {
    return postfix.tlsPort();
  }

  /// The IMAP port with TLS from the first byte.
  public int imapsPort() {
    return dovecot.tlsPort();
  }

  /// The IMAP port with STARTTLS.
  public int imapStarttlsPort() {
    return dovecot.starttlsPort();
  }

  /// The certificate of the authority that clients have to trust, PEM.
  public Path caFile() {
    return caFile;
  }

  /// The authority that clients have to trust.
  public CertificateAuthority authority() {
    return authority;
  }

  /// The certificate that both servers show.
  public ServerCertificate certificate() {
    return certificate;
  }

  /// The login name and address of the first user.
  public String user() {
    return "probe@mail.test";
  }

  /// The first user's password.
  public String password() {
    return SecretWatch.OF_TESTS.keep("correct horse 42");
  }

  /// The login name and address of the second user.
  public String secondUser() {
    return "second@mail.test";
  }

  /// The second user's password.
  public String secondPassword() {
    return SecretWatch.OF_TESTS.keep("battery staple 23");
  }

  /// A user's Maildir; it exists once the user has logged in or got mail.
  public Path maildir(String user) {
    return mailboxes.maildir(user);
  }

  /// The mails of a folder, oldest first; none if the folder does not exist yet.
  ///
  /// @param user the login name
  /// @param folder `INBOX`, or another folder's name
  public List<Path> messages(String user, String folder) {
    return mailboxes.messages(user, folder);
  }

  /// When the store began to write a mail, to the microsecond: it is visible to clients a few
  /// milliseconds later. Read from the Maildir file name.
  ///
  /// @param mail a file that [#messages(String, String)] returned
  public static Instant deliveredAt(Path mail) {
    return Maildirs.deliveredAt(mail);
  }

  /// Puts a mail straight into a folder, past SMTP and every filter.
  ///
  /// @param user the login name
  /// @param folder `INBOX`, or another folder's name
  /// @param message the whole mail; line ends are made CRLF
  /// @return its file
  public Path deliver(String user, String folder, String message) {
    return mailboxes.deliver(user, folder, message);
  }

  /// Puts many equal mails straight into the INBOX.
  ///
  /// @param user the login name
  /// @param count how many
  /// @param message the whole mail; line ends are made CRLF
  public void deliverMany(String user, int count, String message) {
    mailboxes.deliverMany(user, count, message);
  }

  /// Puts the bytes of a mail straight into a folder, whatever they are.
  ///
  /// @param user the login name
  /// @param folder `INBOX`, or another folder's name
  /// @param message the file's content
  /// @return its file
  public Path deliver(String user, String folder, byte[] message) {
    return mailboxes.deliver(user, folder, message);
  }

  /// From now on Postfix accepts mail and keeps it in its queue, as with a mailbox store that is
  /// down.
  public void holdMail() {
    rename(dovecot.lmtp(), heldSocket());
  }

  /// Ends [#holdMail()] and has Postfix deliver what waits.
  public void releaseMail() {
    rename(heldSocket(), dovecot.lmtp());
    // A Postfix that has just been started takes connections before it takes this.
    if (!Supervisor.await(BOUND, this::flush)) {
      throw new IllegalStateException("Postfix does not flush its queue\n" + logs());
    }
  }

  private boolean flush() {
    try {
      Commands.run(
          BOUND, Map.of(), program("postqueue"), "-c", postfix.configuration().toString(), "-f");
      return true;
    } catch (IllegalStateException notYet) {
      return false;
    }
  }

  /// How many mails wait in Postfix' queue.
  public int queuedMails() {
    String list =
        Commands.run(
            BOUND, Map.of(), program("postqueue"), "-c", postfix.configuration().toString(), "-j");
    return (int) list.lines().count();
  }

  /// Stops Postfix; its ports refuse connections afterwards.
  public void stopSmtp() {
    supervisor.stop(SMTP);
    awaitSilence(smtpStarttlsPort(), smtpsPort());
  }

  /// Starts Postfix, on the same ports as before. Does nothing if it runs.
  public void startSmtp() {
    String daemons =
        Commands.run(BOUND, Map.of(), program("postconf"), "-d", "-h", "daemon_directory").strip();
    supervisor.start(
        SMTP,
        List.of(daemons + "/master", "-d", "-c", postfix.configuration().toString()),
        () -> LoopbackPorts.listens(smtpStarttlsPort()) && LoopbackPorts.listens(smtpsPort()));
  }

  /// Stops IMAP; its ports refuse connections afterwards. SMTP logins and delivery go on.
  public void stopImap() {
    supervisor.stop(IMAP);
    awaitSilence(imapsPort(), imapStarttlsPort());
  }

  /// Starts IMAP, on the same ports as before. Does nothing if it runs.
  public void startImap() {
    supervisor.start(
        IMAP,
        dovecotCommand(dovecot.imap()),
        () -> LoopbackPorts.listens(imapsPort()) && LoopbackPorts.listens(imapStarttlsPort()));
  }

  /// What the servers logged, for the message of a test that failed.
  public String logs() {
    StringBuilder text = new StringBuilder();
    List<Path> files = new ArrayList<>(dovecot.logs());
    files.add(postfix.log());
    for (Path file : files) {
      text.append("--- ").append(file.getFileName()).append('\n');
      try {
        text.append(Files.exists(file) ? Files.readString(file) : "");
      } catch (IOException e) {
        text.append("cannot be read: ").append(e).append('\n');
      }
    }
    for (String name : List.of(STORE, IMAP, SMTP)) {
      text.append("--- output of ").append(name).append('\n').append(supervisor.output(name));
    }
    return text.toString();
  }

  /// Stops all servers and removes their files.
  @Override
  public void close() {
    supervisor.close();
  }

  private Path heldSocket() {
    return dovecot.lmtp().resolveSibling("lmtp.held");
  }

  private static void rename(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("The store's socket was not renamed to " + to, e);
    }
  }

  private static void awaitSilence(int... ports) {
    for (int port : ports) {
      if (!Supervisor.await(BOUND, () -> !LoopbackPorts.listens(port))) {
        throw new IllegalStateException("Port " + port + " still accepts connections after a stop");
      }
    }
  }

  private static List<String> dovecotCommand(Path configuration) {
    return List.of(program("dovecot"), "-F", "-c", configuration.toString());
  }

  private static String program(String name) {
    return Commands.find(name)
        .map(Path::toString)
        .orElseThrow(() -> new IllegalStateException(name + " is not installed"));
  }
}
