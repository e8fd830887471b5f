package dev.mailmonitor.testing;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/// A mail server inside this JVM: GreenMail with TLS from the first byte and without TLS, on free
/// ports of `127.0.0.1`, with one user. For the demo, and where no real server is needed.
///
/// All hosts of a JVM show the same certificate: GreenMail reads its key store once, from a file
/// that system properties name.
public final class GreenMailHost implements AutoCloseable {
  private static final String USER = "probe@mail.test";

  /// No secret of a user: it stands among the JVM's properties, and so in the test reports.
  private static final String KEY_STORE = "key store";

  private static final String PASSWORD = SecretWatch.OF_TESTS.keep("correct horse 42");

  private final int smtpsPort = LoopbackPorts.free();
  private final int imapsPort = LoopbackPorts.free();
  private final int smtpPort = LoopbackPorts.free();
  private final int imapPort = LoopbackPorts.free();
  private GreenMail servers;

  private GreenMailHost() {
    servers = startedServers();
  }

  /// Starts the servers and waits until they accept connections.
  public static GreenMailHost start() {
    Certificate.use();
    return new GreenMailHost();
  }

  /// The host name for clients; the certificate is for it.
  public String host() {
    return "localhost";
  }

  /// The SMTP port, TLS from the first byte.
  public int smtpsPort() {
    return smtpsPort;
  }

  /// The IMAP port, TLS from the first byte.
  public int imapsPort() {
    return imapsPort;
  }

  /// The SMTP port without TLS.
  public int smtpPort() {
    return smtpPort;
  }

  /// The IMAP port without TLS.
  public int imapPort() {
    return imapPort;
  }

  /// The user's login name and address.
  public String user() {
    return USER;
  }

  /// The user's password.
  public String password() {
    return PASSWORD;
  }

  /// The certificate of the authority that clients have to trust, PEM. The file is there until the
  /// JVM ends.
  public Path caFile() {
    return Certificate.CA_FILE;
  }

  /// The authority that clients have to trust.
  public CertificateAuthority authority() {
    return Certificate.AUTHORITY;
  }

  /// How many mails are in the user's INBOX.
  public int messages() {
    GreenMailUser user = servers.getUserManager().getUserByEmail(USER);
    try {
      return servers.getManagers().getImapHostManager().getInbox(user).getMessageCount();
    } catch (FolderException e) {
      throw new IllegalStateException("GreenMail does not show the INBOX of " + USER, e);
    }
  }

  /// Stops both servers: their ports refuse connections, and the mailbox is lost.
  public synchronized void stopServers() {
    servers.stop();
  }

  /// Starts both servers again, on the same ports, with an empty mailbox. Does nothing if they run.
  public synchronized void startServers() {
    if (!servers.isRunning()) {
      servers = startedServers();
    }
  }

  /// Stops the servers for good.
  @Override
  public void close() {
    stopServers();
  }

  private GreenMail startedServers() {
    GreenMail started =
        new GreenMail(
                new ServerSetup[] {
                  new ServerSetup(smtpsPort, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS),
                  new ServerSetup(smtpPort, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
                  new ServerSetup(imapPort, "127.0.0.1", ServerSetup.PROTOCOL_IMAP),
                  new ServerSetup(imapsPort, "127.0.0.1", ServerSetup.PROTOCOL_IMAPS)
                })
            .withConfiguration(GreenMailConfiguration.aConfig().withUser(USER, USER, PASSWORD));
    started.start();
    return started;
  }

  /// The one certificate of this JVM, made when the first host starts.
  private static final class Certificate {
    static final CertificateAuthority AUTHORITY = CertificateAuthority.create();
    static final Path CA_FILE;

    static {
      try {
        Path directory = Files.createTempDirectory("greenmail-");
        CA_FILE = AUTHORITY.writeTo(directory);
        Path store = directory.resolve("server.p12");
        try (OutputStream file = Files.newOutputStream(store)) {
          AUTHORITY
              .issue("localhost", "127.0.0.1", "::1")
              .keyStore(KEY_STORE)
              .store(file, KEY_STORE.toCharArray());
        }
        System.setProperty("greenmail.tls.keystore.file", store.toString());
        System.setProperty("greenmail.tls.keystore.password", KEY_STORE);
        System.setProperty("greenmail.tls.key.password", KEY_STORE);
        // In this order, because the last one registered is removed first.
        directory.toFile().deleteOnExit();
        CA_FILE.toFile().deleteOnExit();
        store.toFile().deleteOnExit();
      } catch (IOException e) {
        throw new UncheckedIOException("GreenMail's certificate was not written", e);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("GreenMail's certificate was not made", e);
      }
    }

    private Certificate() {}

    static void use() {
      // Being called is enough: the class is initialized.
    }
  }
}
