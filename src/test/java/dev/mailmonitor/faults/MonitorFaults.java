package dev.mailmonitor.faults;

import static dev.mailmonitor.faults.Scripts.smtpAnswers;
import static dev.mailmonitor.probe.FailureCause.RECIPIENT_REJECTED;
import static dev.mailmonitor.probe.TestKind.SEND;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.testing.NtfyStandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The monitor's own surroundings are at fault: the alert server, the state file.
final class MonitorFaults {
  private static final String REFUSED = "550 5.1.1 <probe@mail.test>: User unknown";

  private MonitorFaults() {}

  private static Fault failing(Group group, String title) {
    return new Fault(group, title)
        .smtp(smtpAnswers("RCPT", REFUSED))
        .refuses(SEND, Phase.RCPT, RECIPIENT_REJECTED, REFUSED);
  }

  private static Fault ntfy(String title, int times, NtfyStandIn.Reply reply) {
    return failing(Group.ALERTS, title)
        .ntfy(server -> {
          for (int count = 0; count < times; count++) {
            server.next(reply);
          }
        });
  }

  private static NtfyStandIn.Reply error(int status, int code, String error) {
    return new NtfyStandIn.Reply.Answer(
        status,
        java.util.Map.of("Content-Type", "application/json"),
        "{\"code\":%d,\"http\":%d,\"error\":\"%s\"}".formatted(code, status, error));
  }

  static List<Fault> rows() {
    return List.of(
        ntfy("The ntfy server refuses the alert", 1, error(403, 40301, "forbidden"))
            .complains(
                "Warning: ntfy: \"🚨 Mail Server Alert\" WAS REFUSED; it is kept and tried again"
                    + " after the next check: The ntfy server ⟨https://ntfy.sh⟩ answered 403 (40301: forbidden). ⟨Check who may publish to this topic …⟩"),
        ntfy("The ntfy server does not answer", 9, new NtfyStandIn.Reply.Silence())
            .atLeastOneTry()
            .complains(
                "Warning: ntfy: \"🚨 Mail Server Alert\" could not be delivered yet; it is kept"
                    + " and tried again after the next check: The ntfy server ⟨https://ntfy.sh⟩ did not answer in time. Check that it is up and reachable from here, that it really is an ntfy server, and look into its log."),
        ntfy("The ntfy server is overloaded", 9, error(503, 50301, "service unavailable"))
            .atLeastOneTry()
            .complains(
                "Warning: ntfy: \"🚨 Mail Server Alert\" could not be delivered yet; it is kept"
                    + " and tried again after the next check: The ntfy server ⟨https://ntfy.sh⟩ answered 503 (50301: service unavailable). ⟨If this lasts, look into the server's log or its status page.⟩"),
        new Fault(Group.STATE, "Another run holds the state file")
            .state(MonitorFaults::lock)
            .cannotCheck(
                3,
                "Error: The state file ⟨/var/lib/mail-monitor/state.json⟩ is locked by another run ⟨of mail-monitor. Wait until it has ended, or give each monitor a state_file of its own.⟩"),
        failing(Group.STATE, "The state file is damaged")
            .state(directory -> write(directory.resolve("state.json"), "{ \"last_st"))
            .complains(
                "Warning: The state file ⟨/var/lib/mail-monitor/state.json⟩ could not be understood ⟨(…) and was moved to state.json.corrupt-20260116T103000Z. Its target counts as never checked: if it is down, the next check alerts again.⟩"));
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Held until the JVM ends: the directory is the test's own.
  private static void lock(Path directory) {
    try {
      FileChannel.open(
              directory.resolve("state.json.lock"),
              java.nio.file.StandardOpenOption.CREATE,
              java.nio.file.StandardOpenOption.WRITE)
          .lock();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
