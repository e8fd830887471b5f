package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mailmonitor.testing.CertificateAuthority;
import dev.mailmonitor.testing.NtfyStandIn;
import dev.mailmonitor.testing.NtfyStandIn.Reply;
import dev.mailmonitor.testing.Program;
import dev.mailmonitor.testing.ScriptedServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Alert servers that do what servers, proxies and captive portals do. Each fault is one target of
/// the same run: the alert stays until a server has taken it, and everybody who looks is told why.
class AlertServerFaultsIT {
  private static final String TOKEN = "tk_nobodymayreadthis12345678901";
  private static final String PORTAL =
      "<!DOCTYPE html><html><title>Welcome</title><body>Log in to use the network</body></html>";

  private static final String REFUSED =
      "%1$s: ntfy: \"🚨 Mail Server Alert (%1$s)\" WAS REFUSED; it is kept and tried again after the"
          + " next check: ";
  private static final String POSTPONED =
      "%1$s: ntfy: \"🚨 Mail Server Alert (%1$s)\" could not be delivered yet; it is kept and tried"
          + " again after the next check: ";

  private final CertificateAuthority authority = CertificateAuthority.create();
  private final Map<String, Fault> faults = new LinkedHashMap<>();
  private final List<AutoCloseable> servers = new ArrayList<>();

  /// What is wrong, and what is said of it.
  private record Fault(URI server, List<String> words) {}

  @TempDir Path directory;

  private Installation installation;

  @BeforeEach
  void install() {
    // Nobody listens on port 1, so that each target has an alert to send.
    installation =
        Installation.in(directory)
            .reaching("localhost", 1, 1)
            .set("username", "probe@mail.test")
            .set("password", "correct horse 42")
            .set("ca_file", authority.writeTo(directory).toString())
            .set("ntfy_topic", "faults")
            .set("ntfy_token", TOKEN)
            .set("receive_timeout", 5)
            .set("timeout", 6);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable server : servers) {
      server.close();
    }
  }

  private NtfyStandIn answering(String name, Reply reply, String... words) {
    NtfyStandIn ntfy = NtfyStandIn.start();
    ntfy.always(reply);
    servers.add(ntfy);
    fault(name, ntfy.uri(), words);
    return ntfy;
  }

  private void showing(String name, SSLContext certificate, String... words) {
    NtfyStandIn ntfy = NtfyStandIn.start(certificate);
    servers.add(ntfy);
    fault(name, ntfy.uri("localhost"), words);
  }

  private void fault(String name, URI server, String... words) {
    faults.put(name, new Fault(server, List.of(words)));
    installation.target(name, Map.of("ntfy_server", server.toString()));
  }

  private static Reply html(int status, String text) {
    return new Reply.Answer(status, Map.of("Content-Type", "text/html"), text);
  }

  private static Reply redirect(int status, NtfyStandIn elsewhere) {
    return new Reply.Answer(status, Map.of("Location", elsewhere.uri() + "/"), "");
  }

  @Test
  void what_stays_until_somebody_mends_it_is_told_loudly_and_shown_until_it_is_delivered() {
    // Given
    NtfyStandIn elsewhere = NtfyStandIn.start();
    servers.add(elsewhere);
    List<NtfyStandIn> ofReplies =
        List.of(
            answering("bad-request", NtfyStandIn.error(400, 40009, "topic invalid"), "ntfy_topic"),
            answering("unauthorized", NtfyStandIn.error(401, 40101, "unauthorized"), "ntfy_token"),
            answering("forbidden", NtfyStandIn.error(403, 40301, "forbidden"), "who may publish"),
            answering("not-found", NtfyStandIn.error(404, 40401, "page not found"), "root address"),
            answering("too-large", NtfyStandIn.error(413, 41301, "too large"), "size limits"),
            answering("portal", html(200, PORTAL), "not as an ntfy server does"),
            answering("empty", html(200, ""), "not as an ntfy server does"),
            answering("garbage", html(200, "\u0000\uFFFD{\"id"), "not as an ntfy server does"),
            answering("other-api", html(200, "{\"id\":4711}"), "not as an ntfy server does"),
            answering("no-content", html(204, ""), "not as an ntfy server does"),
            answering("moved", redirect(301, elsewhere), elsewhere.uri().toString()),
            answering("found", redirect(302, elsewhere), elsewhere.uri().toString()),
            answering("temporary", redirect(307, elsewhere), elsewhere.uri().toString()),
            answering("permanent", redirect(308, elsewhere), elsewhere.uri().toString()),
            answering("endless-ok", new Reply.Flood(200), "not as an ntfy server does"),
            answering("endless-forbidden", new Reply.Flood(403), "who may publish"));
    showing("expired", authority.issueExpired("localhost").serverContext(), "certificate");
    showing("future", authority.issueNotYetValid("localhost").serverContext(), "certificate");
    showing("wrong-name", authority.issue("other.test").serverContext(), "certificate", "name");
    showing(
        "self-signed",
        CertificateAuthority.selfSigned("localhost").serverContext(),
        "certificate",
        "ca_file");
    showing(
        "unknown-issuer",
        CertificateAuthority.create().issue("localhost").serverContext(),
        "certificate",
        "ca_file");

    // When
    Program.Run run = installation.run();
    Program.Run status = installation.run("status");
    assertTold(run, status, REFUSED);
    ofReplies.forEach(NtfyStandIn::repair);
    Program.Run repaired = installation.run();
    Program.Run after = installation.run("status");

    // Then
    for (NtfyStandIn once : ofReplies) {
      // Too large is the one that is tried twice, the second time shortened.
      assertThat(once.requests()).hasSizeBetween(2, 3);
    }
    assertThat(elsewhere.requests()).isEmpty();
    assertThat(repaired.out().lines().filter(line -> line.contains("ntfy")))
        .hasSize(ofReplies.size())
        .allMatch(line -> line.contains("delivered (id "));
    assertThat(after.out().lines().filter(line -> line.contains("none waiting")))
        .hasSize(ofReplies.size());
  }

  @Test
  void what_passes_is_tried_again_in_time_and_shown_until_it_is_delivered() {
    // Given
    List<NtfyStandIn> ofReplies =
        List.of(
            answering("silent", new Reply.Silence(), "did not answer in time"),
            answering("dripping", new Reply.Drip(), "did not answer in time"),
            answering("hanging-up", new Reply.HangUp(), "could not be asked"),
            answering("breaking-off", new Reply.BreakOff(200, "{\"id\":\"a\","), "could not be"),
            answering("too-many", html(429, "slow down"), "429", "slow down", "limits"),
            answering("quota", NtfyStandIn.error(429, 42908, "daily quota reached"), "00:00 UTC"),
            answering("broken", html(500, "<h1>Oops</h1>"), "500", "Oops", "log"),
            answering("bad-gateway", html(502, "<h1>Bad Gateway</h1>"), "502", "Bad Gateway"),
            answering(
                "maintenance",
                new Reply.Answer(503, Map.of("Retry-After", "900"), "back soon"),
                "503",
                "back soon"),
            answering("endless-error", new Reply.Flood(500), "500", "water"));
    ScriptedServer plain =
        ScriptedServer.plain(talk -> {
          talk.say("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
          talk.hang();
        });
    servers.add(plain);
    fault("no-tls", URI.create("https://localhost:" + plain.port()), "TLS");
    ScriptedServer reset =
        ScriptedServer.plain(talk -> {
          talk.hear();
          talk.reset();
        });
    servers.add(reset);
    fault("reset", URI.create("http://127.0.0.1:" + reset.port()), "could not be");
    fault("refusing", URI.create("http://127.0.0.1:1"), "could not be reached", "refused");
    fault("unknown", URI.create("https://ntfy.invalid"), "could not be resolved", "DNS");

    // When
    Program.Run run = installation.run();
    int tries = ofReplies.stream().mapToInt(ntfy -> ntfy.requests().size()).max().orElseThrow();
    int ofQuota = ofReplies.get(5).requests().size();
    int ofMaintenance = ofReplies.get(8).requests().size();
    Program.Run status = installation.run("status");
    assertTold(run, status, POSTPONED);
    ofReplies.forEach(NtfyStandIn::repair);
    Program.Run repaired = installation.run();
    Program.Run after = installation.run("status");

    // Then
    assertThat(tries).as("tries of what passes").isBetween(2, 8);
    assertThat(List.of(ofQuota, ofMaintenance)).as("tries where told to wait").containsOnly(1);
    assertThat(repaired.out().lines().filter(line -> line.contains("ntfy")))
        .hasSize(ofReplies.size())
        .allMatch(line -> line.contains("delivered (id "));
    assertThat(after.out().lines().filter(line -> line.contains("none waiting")))
        .hasSize(ofReplies.size());
  }

  private void assertTold(Program.Run run, Program.Run status, String beginning) {
    assertThat(run.status()).isEqualTo(1);
    // Eight targets at a time; each has at most a try of 15 s after 5 s of tries.
    assertThat(run.took()).isLessThan(Duration.ofSeconds(55));
    assertThat(run.out()).doesNotContain("delivered (id");
    assertThat(run.err().lines()).hasSize(faults.size());
    faults.forEach((name, fault) -> {
      assertThat(run.err().lines())
          .as(name)
          .anySatisfy(line ->
              assertThat(line)
                  .startsWith("Warning: " + beginning.formatted(name))
                  .contains(fault.words())
                  .endsWith("."));
      JsonNode outbox =
          Installation.json(directory.resolve("targets/" + name + ".json")).path("outbox");
      assertThat(outbox).as(name).hasSize(1);
      String shown = block(status, name);
      assertThat(shown)
          .contains("alert:        \"🚨 Mail Server Alert (" + name + ")\" waits for ntfy since 2")
          .contains(fault.words());
    });
  }

  private static String block(Program.Run status, String name) {
    int start = ("\n" + status.out()).indexOf("\n" + name + ":\n");
    assertThat(start).as(name).isNotNegative();
    String rest = status.out().substring(start);
    return rest.substring(0, rest.indexOf("state file:"));
  }
}
