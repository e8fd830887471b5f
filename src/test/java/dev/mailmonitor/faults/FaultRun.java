package dev.mailmonitor.faults;

import dev.mailmonitor.cli.InProcess;
import dev.mailmonitor.testing.NtfyStandIn;
import dev.mailmonitor.testing.Place;
import dev.mailmonitor.testing.Post;
import dev.mailmonitor.testing.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// What came of running the program against a fault.
///
/// @param fault the row of the table
/// @param run what the program said
/// @param told what the ntfy server was sent
/// @param smtp the SMTP server's address and port
/// @param imap the IMAP server's address and port
/// @param smtpHeard every line that the SMTP server heard
/// @param imapHeard every line that the IMAP server heard
/// @param state the state file, if there is one
record FaultRun(
    Fault fault,
    InProcess.Run run,
    List<NtfyStandIn.Request> told,
    String smtp,
    String imap,
    List<String> smtpHeard,
    List<String> imapHeard,
    Optional<String> state) {
  static final String PASSWORD = "s3cr3t-pa55";

  /// Runs the program with `--timeout 20`.
  static FaultRun of(Fault fault, Certificates certificates, Path directory) throws Exception {
    return of(fault, certificates, directory, List.of("--timeout", "20"));
  }

  /// Runs the program without a `--timeout`, and lets it tell what was said.
  static FaultRun withDefaultBounds(Fault fault, Certificates certificates, Path directory)
      throws Exception {
    return of(fault, certificates, directory, List.of("--verbose"));
  }

  private static FaultRun of(
      Fault fault, Certificates certificates, Path directory, List<String> more) throws Exception {
    Files.createDirectories(directory);
    Post post = new Post();
    fault.post.accept(post);
    SSLContext smtpTls = fault.smtpCertificate.apply(certificates).serverContext();
    SSLContext imapTls = fault.imapCertificate.apply(certificates).serverContext();
    try (Server smtp = Server.of(fault.smtpPlace, fault.smtpInClear, smtpTls, fault.smtp, post);
        Server imap = Server.of(fault.imapPlace, fault.imapInClear, imapTls, fault.imap, post);
        NtfyStandIn ntfy = NtfyStandIn.start()) {
      fault.ntfy.accept(ntfy);
      fault.state.accept(directory);
      List<String> arguments = new ArrayList<>(more);
      arguments.addAll(
          List.of(
              "--smtp-host",
              fault.smtpHost,
              "--smtp-port",
              String.valueOf(smtp.port()),
              "--smtp-security",
              fault.smtpSecurity,
              "--imap-host",
              fault.imapHost,
              "--imap-port",
              String.valueOf(imap.port()),
              "--imap-security",
              fault.imapSecurity,
              "--address-family",
              "ipv4",
              "--ehlo-name",
              "monitor.test",
              "--username",
              "probe@mail.test",
              "--password-file",
              secret(directory).toString(),
              "--ca-file",
              certificates.authority().writeTo(directory).toString(),
              "--receive-timeout",
              String.valueOf(fault.receiveTimeout),
              "--ntfy-server",
              "http://127.0.0.1:" + ntfy.port(),
              "--ntfy-topic",
              "alerts",
              "--state-file",
              directory.resolve("state.json").toString()));
      arguments.addAll(fault.arguments);
      InProcess.Run run = InProcess.run(directory, arguments);
      return new FaultRun(
          fault,
          run,
          ntfy.requests(),
          fault.smtpHost + ":" + smtp.port(),
          fault.imapHost + ":" + imap.port(),
          smtp.heard(),
          imap.heard(),
          stateIn(directory));
    }
  }

  private static Path secret(Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("password"), PASSWORD);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static Optional<String> stateIn(Path directory) throws IOException {
    Path file = directory.resolve("state.json");
    return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }

  /// A scripted server, or the place where none is.
  private record Server(@Nullable ScriptedServer scripted, @Nullable Place place)
      implements AutoCloseable {
    static Server of(
        @Nullable Supplier<Place> place,
        boolean inClear,
        SSLContext tls,
        Scene.Script script,
        Post post) {
      if (place != null) {
        return new Server(null, place.get());
      }
      return new Server(
          inClear
              ? ScriptedServer.plain(talk -> script.play(new Scene(talk, post, Optional.of(tls))))
              : ScriptedServer.tls(
                  tls, talk -> script.play(new Scene(talk, post, Optional.empty()))),
          null);
    }

    int port() {
      if (scripted != null) {
        return scripted.port();
      }
      return place == null ? 0 : place.port();
    }

    List<String> heard() {
      return scripted == null ? List.of() : scripted.heard();
    }

    @Override
    public void close() {
      if (scripted != null) {
        scripted.close();
      }
      if (place != null) {
        place.close();
      }
    }
  }
}
