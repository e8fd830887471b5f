package dev.mailmonitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A server's certificate with its private key.
///
/// @param key the private key
/// @param chain the server's own certificate first, then the intermediates; never the root
public record ServerCertificate(PrivateKey key, List<X509Certificate> chain) {
  /// Copies the chain.
  public ServerCertificate {
    chain = List.copyOf(chain);
  }

  /// Certificate and key in files.
  ///
  /// @param chain `chain.pem`, the certificates that the server sends
  /// @param key `key.pem`, the private key (PKCS #8), readable by its owner only
  /// @param both `key-and-chain.pem`, key and chain in one file, likewise
  public record PemFiles(Path chain, Path key, Path both) {}

  /// The server's own certificate.
  public X509Certificate leaf() {
    return chain.getFirst();
  }

  /// The same certificate on a server that forgets to send the intermediates.
  public ServerCertificate withoutIntermediates() {
    return new ServerCertificate(key, List.of(leaf()));
  }

  /// Writes certificate and key as PEM files, as Postfix and Dovecot want them.
  ///
  /// @param directory an existing directory; files of an earlier certificate are replaced
  public PemFiles writeTo(Path directory) {
    Path chainFile = directory.resolve("chain.pem");
    Path keyFile = directory.resolve("key.pem");
    Path bothFile = directory.resolve("key-and-chain.pem");
    try {
      Files.writeString(chainFile, chainPem());
      writeSecret(keyFile, keyPem());
      writeSecret(bothFile, keyPem() + chainPem());
    } catch (IOException e) {
      throw new UncheckedIOException("The server certificate was not written to " + directory, e);
    }
    return new PemFiles(chainFile, keyFile, bothFile);
  }

  /// The certificates that the server sends, as PEM text.
  public String chainPem() {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : chain) {
      try {
        text.append(pem("CERTIFICATE", certificate.getEncoded()));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("A test certificate has no encoding", e);
      }
    }
    return text.toString();
  }

  /// The private key as PEM text (PKCS #8, not encrypted).
  public String keyPem() {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  /// The certificate in a key store, for servers inside the JVM.
  ///
  /// @param password the password of the store and of the key
  /// @return a PKCS #12 key store with one entry, `server`
  public KeyStore keyStore(String password) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server", key, password.toCharArray(), chain.toArray(X509Certificate[]::new));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("The server certificate fits into no key store", e);
    }
  }

  /// What a TLS server inside the JVM needs.
  public SSLContext serverContext() {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(keyStore("in memory"), "in memory".toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("No server context for the test certificate", e);
    }
  }

  /// Names the certificate, never the key.
  @Override
  public String toString() {
    return "ServerCertificate[" + leaf().getSubjectX500Principal() + "]";
  }

  static String pem(String label, byte[] content) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  private static void writeSecret(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }
}
