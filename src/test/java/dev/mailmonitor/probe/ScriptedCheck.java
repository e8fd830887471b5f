package dev.mailmonitor.probe;

import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.AddressFamily;
import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.Limits;
import dev.mailmonitor.target.Route;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.target.TransportSecurity;
import dev.mailmonitor.testing.CertificateAuthority;
import dev.mailmonitor.testing.ScriptedServer;
import dev.mailmonitor.testing.SecretWatch;
import dev.mailmonitor.testing.SmtpDialogue;
import dev.mailmonitor.tls.TrustSources;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/// Checks of scripted servers.
final class ScriptedCheck {
  /// The account's password.
  static final String PASSWORD = SecretWatch.OF_TESTS.keep("s3cr3t-pa55");

  static final String INSTANCE = "3c5a7cc8-6d2f-4b5b-8f8e-5f2f2b1d0a11";

  private static final CertificateAuthority AUTHORITY = CertificateAuthority.create();
  static final SSLContext TLS = AUTHORITY.issue("localhost").serverContext();

  private ScriptedCheck() {}

  /// A server with TLS from the first byte that checks trust.
  static ScriptedServer server(ScriptedServer.Script script) {
    return ScriptedServer.tls(TLS, script);
  }

  /// A submission server that takes everything.
  static ScriptedServer goodSmtp() {
    return server(talk -> SmtpDialogue.begin(talk).until("never"));
  }

  /// What is checked.
  ///
  /// @param imap the IMAP server's port
  /// @param smtp the SMTP server's port
  /// @param receiveTimeout how long the mail may take
  /// @param directory for the file with the authority's certificate
  static Target target(int imap, int smtp, Duration receiveTimeout, Path directory) {
    Account account = new Account("probe@mail.test", Secret.of(PASSWORD));
    return new Target(
        TargetName.UNNAMED,
        new Route(
            new Endpoint("localhost", smtp, TransportSecurity.TLS),
            account,
            new Endpoint("localhost", imap, TransportSecurity.TLS),
            account,
            "probe@mail.test",
            "probe@mail.test"),
        new Limits(receiveTimeout, Duration.ofSeconds(16)),
        AddressFamily.IPV4,
        "monitor.test",
        new TrustSources(null, AUTHORITY.writeTo(directory)));
  }

  /// Checks two servers.
  static CheckReport run(
      ScriptedServer imap, ScriptedServer smtp, Duration receiveTimeout, Path directory)
      throws Exception {
    return run(target(imap.port(), smtp.port(), receiveTimeout, directory));
  }

  /// Checks a target.
  static CheckReport run(Target target) throws Exception {
    try (Check.Run run = Check.standard(Clock.systemUTC()).prepare(target, INSTANCE)) {
      return run.run();
    }
  }

  /// The Message-ID of the test mail that a server has heard, with angle brackets; empty if none.
  static String messageId(ScriptedServer smtp) {
    return smtp.heard().stream()
        .filter(line -> line.startsWith("Message-ID: "))
        .map(line -> line.substring("Message-ID: ".length()))
        .findFirst()
        .orElse("");
  }

  /// The failure of a test that failed.
  static Failure failure(CheckReport report, TestKind test) {
    return report.failures().stream()
        .filter(failed -> failed.test() == test)
        .map(TestResult.Failed::failure)
        .findFirst()
        .orElseThrow(() -> new AssertionError(test + " did not fail: " + report));
  }
}
