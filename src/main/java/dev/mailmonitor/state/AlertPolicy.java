package dev.mailmonitor.state;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.Alert.Condition;
import dev.mailmonitor.alert.Alert.Span;
import dev.mailmonitor.alert.AlertKind;
import dev.mailmonitor.alert.AlertRules;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Decides what is remembered of a check and what people are told about it. Pure: it saves nothing
/// and sends nothing.
///
/// Thresholds count failed checks, and those that did not fail: warnings are told at once. What
/// people know is kept apart from how things are ([Told]), so that news can wait for the end of a
/// maintenance window; what ends something that people know of never waits.
public final class AlertPolicy {
  private final AlertQueue queue;
  private final ZoneId zone;
  private final AlertRules rules;
  private final Supplier<UUID> ids;

  /// A policy with random alert ids.
  ///
  /// @param channels the names of the channels that tell people; with none, no alert is queued
  /// @param zone the zone of the last failure's timestamp and of times in remarks
  /// @param rules when people are told
  public AlertPolicy(List<String> channels, ZoneId zone, AlertRules rules) {
    this(channels, zone, rules, UUID::randomUUID);
  }

  /// A policy with alert ids of your choice.
  ///
  /// @param channels the names of the channels that tell people; with none, no alert is queued
  /// @param zone the zone of the last failure's timestamp and of times in remarks
  /// @param rules when people are told
  /// @param ids gives each alert its id
  public AlertPolicy(List<String> channels, ZoneId zone, AlertRules rules, Supplier<UUID> ids) {
    this.queue = new AlertQueue(channels, ids);
    this.zone = zone;
    this.rules = rules;
    this.ids = ids;
  }

  /// Whether a second check is to decide: before a first alarm, but not after a rejected login,
  /// because another one may lock the account.
  ///
  /// @param before the state before the check
  /// @param report what the check found
  /// @param now when this is asked
  /// @return the doubt that a second check resolves; empty if this one decides
  public Optional<Doubt> doubt(TargetState before, CheckReport report, Instant now) {
    boolean alarm =
        report.verdict() == Verdict.UNHEALTHY
            && before.status() != Status.UNHEALTHY
            && suffices(before, report, before.memory().tally().after(report.verdict(), now, now))
            && !isSilent(report, now);
    boolean rejected =
        report.failures().stream().anyMatch(failed -> failed.failure().cause().isRejectedLogin());
    return rules
        .confirmAfter()
        .filter(_ -> alarm && !rejected)
        .map(wait -> new Doubt(report, now, wait));
  }

  /// What a check makes of a state as long as a second one is still to decide: no more than what it
  /// saw of mails under way.
  ///
  /// @param before the state before the check
  /// @param doubt what it found
  /// @return the state for the second check
  public TargetState undecided(TargetState before, Doubt doubt) {
    Memory memory = before.memory();
    return before.with(memory.withInFlight(memory.inFlight().after(doubt.report(), doubt.at())));
  }

  /// What a check makes of a state. An alert that the monitor cannot check and that is still unsent
  /// is not true any more, so it goes.
  ///
  /// @param before the state before the check
  /// @param report what the check found
  /// @param now when this is decided
  /// @return the new state, with the alerts that the check calls for in its outbox
  public TargetState decide(TargetState before, CheckReport report, Instant now) {
    return decide(before, report, now, now);
  }

  /// What a second check makes of a state. If it fails too, there is a failure since the first one.
  ///
  /// @param before the state before both checks
  /// @param doubt what the first one found
  /// @param report what the second one found
  /// @param now when this is decided
  /// @return the new state, with the alerts that the checks call for in its outbox
  public TargetState decide(TargetState before, Doubt doubt, CheckReport report, Instant now) {
    Instant since = report.verdict() == Verdict.UNHEALTHY ? doubt.at() : now;
    return decide(undecided(before, doubt), report, since, now);
  }

  private TargetState decide(TargetState before, CheckReport report, Instant found, Instant now) {
    Verdict verdict = report.verdict();
    Tally tally = before.memory().tally().after(verdict, found, now);
    Memory memory =
        before
            .memory()
            .withBrokenSince(null)
            .withInFlight(before.memory().inFlight().after(report, now))
            .withTally(tally)
            .withOutbox(before.outbox().without(AlertKind.MONITOR_BROKEN));
    if (verdict == Verdict.UNHEALTHY) {
      memory = memory.withLastFailure(lastFailure(report, now));
    }
    TargetState after = before.with(memory);
    if (!suffices(before, report, tally)) {
      return after;
    }
    boolean ofRow = verdict == Verdict.UNHEALTHY || before.status() == Status.UNHEALTHY;
    Instant began = ofRow ? tally.rowSince().orElse(found) : found;
    // A clock that went back makes nonsense of times that are still to come.
    after = after.becoming(verdict, began.isAfter(now) ? now : began);
    Told told = before.told();
    Optional<AlertKind> news = told.newsOf(after.status());
    if (news.isPresent()) {
      return tell(news.get(), told, before, after, report, now);
    }
    return told.status() == after.status()
        ? remind(after.withTold(told), report, now)
        : after.withTold(Told.of(after));
  }

  /// Whether there were enough checks to believe the last one.
  private boolean suffices(TargetState before, CheckReport report, Tally tally) {
    boolean down = before.status() == Status.UNHEALTHY;
    return switch (report.verdict()) {
      case UNHEALTHY -> down || tally.consecutiveFailures() >= rules.failureThreshold();
      case HEALTHY, DEGRADED -> !down || tally.consecutiveSuccesses() >= rules.recoveryThreshold();
    };
  }

  /// Whether nobody is to be called. A check that began in a window has seen what was going on
  /// there.
  private boolean isSilent(CheckReport report, Instant now) {
    return rules.maintenance().covers(report.startedAt()) || rules.maintenance().covers(now);
  }

  private TargetState tell(
      AlertKind kind,
      Told told,
      TargetState before,
      TargetState after,
      CheckReport report,
      Instant now) {
    boolean end = AlertQueue.isEnd(kind);
    if (!end && isSilent(report, now)) {
      return after.withTold(told);
    }
    Span span = end ? past(told, after.beganAt()) : lasting(after);
    Alert alert = alert(kind, report, span, remarks(kind, before, after), after, now);
    return after
        .with(after.memory().withInFlight(after.memory().inFlight().told()))
        .withTold(new Told(after.status(), after.beganAt(), now, null))
        .withOutbox(outbox -> queue.withNews(outbox, alert, told, now));
  }

  private TargetState remind(TargetState state, CheckReport report, Instant now) {
    Told told = state.told();
    boolean due =
        state.status() == Status.UNHEALTHY
            && rules.remindEvery().filter(every -> told.isToBeRemindedOf(every, now)).isPresent()
            && !isSilent(report, now);
    if (!due) {
      return state;
    }
    Alert alert = alert(AlertKind.REMINDER, report, lasting(state), List.of(), state, now);
    return state
        .with(state.memory().withInFlight(state.memory().inFlight().told()))
        .withTold(told.remindedAt(now))
        .withOutbox(outbox -> queue.withReminder(outbox, alert, told, now));
  }

  private Alert alert(
      AlertKind kind,
      CheckReport report,
      @Nullable Span span,
      List<String> remarks,
      TargetState state,
      Instant now) {
    List<String> all = new ArrayList<>(remarks);
    all.addAll(LateMailText.remarks(state.memory().inFlight().untold(), zone));
    return new Alert(ids.get(), kind, report.target(), now, problems(report), span, List.of(), all);
  }

  /// What becomes of a state when the monitor itself could not check. People are told once; not
  /// again until a check has worked. Within a maintenance window nothing becomes of it: if it
  /// lasts, the first check after the window tells.
  ///
  /// @param before the state before
  /// @param target which target could not be checked
  /// @param reason what failed and what to do; only its discreet summary is told in public
  /// @param now when
  /// @return the new state; its status stays, because nothing is known about the mail
  public TargetState cannotCheck(
      TargetState before, TargetName target, Problem reason, Instant now) {
    if (before.memory().cannotCheckSince().isPresent() || rules.maintenance().covers(now)) {
      return before;
    }
    Alert alert =
        new Alert(
            ids.get(),
            AlertKind.MONITOR_BROKEN,
            target,
            now,
            List.of(reason),
            Span.since(Condition.UNCHECKED, now),
            List.of(),
            List.of());
    return before
        .with(before.memory().withBrokenSince(now))
        .withOutbox(outbox -> queue.with(outbox, alert, now));
  }

  private static List<Problem> problems(CheckReport report) {
    return switch (report.verdict()) {
      case HEALTHY -> List.of();
      case DEGRADED -> report.warnings().stream().map((Warning w) -> Problem.of(w)).toList();
      case UNHEALTHY -> Problem.failuresOf(report);
    };
  }

  /// What makes this alert another one than people are used to.
  private static List<String> remarks(AlertKind kind, TargetState before, TargetState after) {
    List<String> remarks = new ArrayList<>();
    Tally tally = after.memory().tally();
    if (kind == AlertKind.DOWN && tally.consecutiveFailures() > 1) {
      remarks.add(tally.consecutiveFailures() + " checks in a row have failed.");
    }
    boolean end = AlertQueue.isEnd(kind);
    if (end && before.status() == Status.UNHEALTHY && tally.consecutiveSuccesses() > 1) {
      remarks.add(tally.consecutiveSuccesses() + " checks in a row have passed.");
    }
    if (!end && before.status() == after.status()) {
      remarks.add("It began in a maintenance window.");
    }
    return remarks;
  }

  private static @Nullable Span lasting(TargetState state) {
    Condition condition = state.status() == Status.UNHEALTHY ? Condition.DOWN : Condition.DEGRADED;
    return state.since().map(began -> Span.since(condition, began)).orElse(null);
  }

  /// How long it lasted, unless a clock that went back makes nonsense of it.
  private static @Nullable Span past(Told told, @Nullable Instant end) {
    Instant began = told.began();
    if (began == null || end == null || end.isBefore(began)) {
      return null;
    }
    return told.condition().map(condition -> new Span(condition, began, end)).orElse(null);
  }

  private LastFailure lastFailure(CheckReport report, Instant now) {
    LocalDateTime local = LocalDateTime.ofInstant(now, zone).truncatedTo(ChronoUnit.SECONDS);
    return new LastFailure(
        local, report.failures().stream().map(failed -> failed.failure().summary()).toList());
  }
}
