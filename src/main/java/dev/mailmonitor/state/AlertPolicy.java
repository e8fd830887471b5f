package dev.mailmonitor.state;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.Alert.Span;
import dev.mailmonitor.alert.AlertKind;
import dev.mailmonitor.alert.LateMailText;
import dev.mailmonitor.alert.Problem;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.Verdict;
import dev.mailmonitor.probe.Warning;
import dev.mailmonitor.target.TargetName;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Decides what is remembered of a check and what people are told about it. Pure: it saves nothing
/// and sends nothing.
public final class AlertPolicy {
  private final List<String> channels;
  private final ZoneId zone;
  private final Supplier<UUID> ids;

  /// A policy with random alert ids.
  ///
  /// @param channels the names of the channels that tell people; with none, no alert is queued
  /// @param zone the zone of the last failure's timestamp and of times in remarks
  public AlertPolicy(List<String> channels, ZoneId zone) {
    this(channels, zone, UUID::randomUUID);
  }

  /// A policy with alert ids of your choice.
  ///
  /// @param channels the names of the channels that tell people; with none, no alert is queued
  /// @param zone the zone of the last failure's timestamp and of times in remarks
  /// @param ids gives each alert its id
  public AlertPolicy(List<String> channels, ZoneId zone, Supplier<UUID> ids) {
    this.channels = List.copyOf(channels);
    this.zone = zone;
    this.ids = ids;
  }

  /// What a check makes of a state. An alert that the monitor cannot check and that is still unsent
  /// is not true any more, so it goes.
  ///
  /// @param before the state before the check
  /// @param report what the check found
  /// @param now when this is decided
  /// @return the new state, with the alerts that the check calls for in its outbox
  public TargetState decide(TargetState before, CheckReport report, Instant now) {
    Verdict verdict = report.verdict();
    InFlight inFlight = before.memory().inFlight().after(report, now);
    Memory memory =
        before
            .memory()
            .withBrokenSince(null)
            .withInFlight(inFlight)
            .withTally(before.memory().tally().after(verdict, now))
            .withOutbox(before.outbox().without(AlertKind.MONITOR_BROKEN));
    if (verdict == Verdict.UNHEALTHY) {
      memory = memory.withLastFailure(lastFailure(report, now));
    }
    TargetState after = before.with(memory).after(verdict, now);
    Optional<AlertKind> news = before.newsOf(verdict);
    if (news.isEmpty()) {
      return after;
    }
    Alert alert =
        new Alert(
            ids.get(),
            news.get(),
            report.target(),
            now,
            problems(report, verdict),
            span(before, verdict, now),
            List.of(),
            LateMailText.remarks(inFlight.untold(), zone));
    return after
        .with(after.memory().withInFlight(inFlight.told()))
        .withOutbox(outbox -> queue(outbox, alert, before, now));
  }

  /// What becomes of a state when the monitor itself could not check. People are told once; not
  /// again until a check has worked.
  ///
  /// @param before the state before
  /// @param target which target could not be checked
  /// @param reason what failed and what to do; only its discreet summary is told in public
  /// @param now when
  /// @return the new state; its status stays, because nothing is known about the mail
  public TargetState cannotCheck(
      TargetState before, TargetName target, Problem reason, Instant now) {
    if (before.memory().cannotCheckSince().isPresent()) {
      return before;
    }
    Alert alert =
        new Alert(
            ids.get(),
            AlertKind.MONITOR_BROKEN,
            target,
            now,
            List.of(reason),
            Span.since(Alert.Condition.UNCHECKED, now),
            List.of(),
            List.of());
    Outbox outbox = before.outbox();
    for (String channel : channels) {
      outbox = outbox.with(Outbox.Entry.fresh(alert, channel, now));
    }
    return before.with(before.memory().withBrokenSince(now).withOutbox(outbox));
  }

  private Outbox queue(Outbox outbox, Alert alert, TargetState before, Instant now) {
    Outbox queued = outbox;
    for (String channel : channels) {
      Optional<Outbox.Entry> untold = untold(queued, channel, alert.kind(), before);
      if (untold.isEmpty()) {
        queued = queued.with(Outbox.Entry.fresh(alert, channel, now));
        continue;
      }
      Alert both = alert.insteadOf(ids.get(), untold.get().alert().problems());
      queued =
          queued.without(Set.of(untold.get().key())).with(Outbox.Entry.fresh(both, channel, now));
    }
    return queued;
  }

  /// The alert about the beginning of what a recovery ends, if this channel has not accepted it.
  private static Optional<Outbox.Entry> untold(
      Outbox outbox, String channel, AlertKind kind, TargetState before) {
    boolean recovery =
        switch (kind) {
          case RECOVERED, RECOVERED_WITH_WARNINGS -> true;
          case DOWN, DEGRADED, MONITOR_BROKEN, TEST -> false;
        };
    Instant began = before.beganAt();
    if (!recovery || began == null) {
      return Optional.empty();
    }
    return before.openedBy().flatMap(opened -> outbox.unsent(channel, opened, began));
  }

  private static List<Problem> problems(CheckReport report, Verdict verdict) {
    return switch (verdict) {
      case HEALTHY -> List.of();
      case DEGRADED -> report.warnings().stream().map((Warning w) -> Problem.of(w)).toList();
      case UNHEALTHY -> Problem.failuresOf(report);
    };
  }

  private static @Nullable Span span(TargetState before, Verdict verdict, Instant now) {
    Instant began = before.beganAt();
    boolean worse =
        verdict == Verdict.UNHEALTHY
            || (verdict == Verdict.DEGRADED && before.status() != Status.UNHEALTHY);
    if (worse) {
      return Span.since(
          verdict == Verdict.UNHEALTHY ? Alert.Condition.DOWN : Alert.Condition.DEGRADED, now);
    }
    // A clock that went back makes nonsense of the time between.
    if (began == null || now.isBefore(began)) {
      return null;
    }
    return before.condition().map(condition -> new Span(condition, began, now)).orElse(null);
  }

  private LastFailure lastFailure(CheckReport report, Instant now) {
    LocalDateTime local = LocalDateTime.ofInstant(now, zone).truncatedTo(ChronoUnit.SECONDS);
    return new LastFailure(
        local, report.failures().stream().map(failed -> failed.failure().summary()).toList());
  }
}
