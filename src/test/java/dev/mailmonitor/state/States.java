package dev.mailmonitor.state;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.AlertKind;
import dev.mailmonitor.alert.Problem;
import dev.mailmonitor.probe.LateMail;
import dev.mailmonitor.probe.PendingMail;
import dev.mailmonitor.target.TargetName;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// States of targets that were never watched.
public final class States {
  /// A time that has a fraction of a second.
  public static final Instant THEN = Instant.parse("2026-01-16T09:30:00.123456Z");

  private States() {}

  /// A state in which every field that there is has a value.
  public static TargetState withEverything() {
    Problem problem =
        new Problem(
            "SMTP auth failed: 535 „nein“ 🚨",
            "SMTP auth failed",
            "login with mail.example.com:587",
            "535 „nein“ 🚨",
            List.of("one", "two"),
            "Check it.");
    Alert down =
        new Alert(
            new UUID(1, 1),
            AlertKind.DOWN,
            new TargetName("office"),
            THEN,
            List.of(problem, Problem.of("Send Test: SMTP auth failed")),
            Alert.Span.since(Alert.Condition.DOWN, THEN),
            List.of(),
            List.of());
    Alert recovered =
        new Alert(
            new UUID(1, 2),
            AlertKind.RECOVERED_WITH_WARNINGS,
            TargetName.UNNAMED,
            THEN.plusSeconds(60),
            List.of(problem),
            new Alert.Span(Alert.Condition.DEGRADED, THEN, THEN.plusSeconds(60)),
            List.of(problem),
            List.of("A remark."));
    Alert test = Alert.test(new UUID(1, 3), TargetName.UNNAMED, THEN, "nowhere");
    return new TargetState.Unhealthy(
        new Memory(
            Memory.VERSION,
            new UUID(2, 2),
            new LastFailure(
                LocalDateTime.parse("2026-01-16T10:30:00"), List.of("SMTP auth failed: „nein“")),
            THEN.minusSeconds(5),
            new Outbox(
                List.of(
                    Outbox.Entry.fresh(down, "ntfy", THEN),
                    Outbox.Entry.fresh(recovered, "ntfy", THEN).tried(3, "Timed out.", THEN),
                    Outbox.Entry.fresh(test, "email", THEN.minusSeconds(9)))),
            new InFlight(
                List.of(new PendingMail(new UUID(3, 1), THEN, THEN.plusSeconds(60))),
                List.of(
                    new LateMail(new UUID(3, 2), THEN, THEN.plusSeconds(99), LateMail.Place.INBOX),
                    new LateMail(new UUID(3, 3), THEN, THEN, LateMail.Place.JUNK))),
            new Tally(3, 2, THEN.minusSeconds(4000), THEN.minusSeconds(9000), THEN),
            new Told(Status.DEGRADED, THEN.minusSeconds(700), THEN.minusSeconds(600), THEN),
            Map.of("later_mails", "[{\"id\":\"a\"},1.50]", "zeta", "null")),
        THEN);
  }
}
