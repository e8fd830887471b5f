package dev.mailmonitor.alert.email;

import dev.mailmonitor.testing.SecretWatch;
import dev.mailmonitor.testing.SmtpStandIn;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/// A container whose mailer speaks to a relay without TLS, as user `monitor`.
public final class RelayProfile implements QuarkusTestProfile {
  /// Where the relay has to listen; known to the test's class loader and to the container's.
  static final String PORT = "test.relay.port";

  @Override
  public Map<String, String> getConfigOverrides() {
    String port = Integer.toString(SmtpStandIn.freePort());
    System.setProperty(PORT, port);
    return Map.of(
        "quarkus.mailer.mock", "false",
        "quarkus.mailer.host", "127.0.0.1",
        "quarkus.mailer.port", port,
        "quarkus.mailer.own-host-name", "monitor.test",
        "quarkus.mailer.login", "REQUIRED",
        "quarkus.mailer.username", "monitor",
        "quarkus.mailer.password", password());
  }

  /// Where the relay has to listen.
  static int port() {
    return Integer.getInteger(PORT);
  }

  /// What the mailer logs in with.
  static String password() {
    return SecretWatch.OF_TESTS.keep("relay password 77");
  }
}
