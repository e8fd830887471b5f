package dev.mailmonitor.state;

import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.LateMail;
import dev.mailmonitor.probe.PendingMail;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Test mails that were not delivered in time: those that may still come, and those that have come
/// and were not told to anybody.
///
/// @param pending what may still come, oldest first
/// @param untold what has come, in the order in which it was seen
public record InFlight(List<PendingMail> pending, List<LateMail> untold) {
  /// Nothing is under way.
  public static final InFlight NONE = new InFlight(List.of(), List.of());

  private static final Duration KEPT = Duration.ofHours(24);
  private static final int MOST = 100;

  /// Copies the lists; of too many, the newest stay.
  public InFlight {
    pending = newest(pending);
    untold = newest(untold);
  }

  private static <T> List<T> newest(List<T> mails) {
    return List.copyOf(mails.subList(Math.max(0, mails.size() - MOST), mails.size()));
  }

  /// What a check makes of it.
  ///
  /// @param report what the check has seen, and what it has not
  /// @param now when; what is older than a day is forgotten, and so is what comes from a clock that
  ///   was a day ahead
  /// @return what is under way now
  InFlight after(CheckReport report, Instant now) {
    Set<UUID> seen = new HashSet<>();
    report.lateMails().forEach(late -> seen.add(late.run()));
    List<PendingMail> still = new ArrayList<>(pending);
    still.removeIf(mail -> seen.contains(mail.run()) || isForgotten(mail.sentAt(), now));
    report.pending().ifPresent(still::add);
    List<LateMail> told = new ArrayList<>(untold);
    report.lateMails().stream().filter(late -> !isKnown(late)).forEach(told::add);
    told.removeIf(late -> isForgotten(late.arrivedAt(), now));
    return new InFlight(still, told);
  }

  private boolean isKnown(LateMail late) {
    return untold.stream().anyMatch(known -> known.run().equals(late.run()));
  }

  private static boolean isForgotten(Instant time, Instant now) {
    return time.isBefore(now.minus(KEPT)) || time.isAfter(now.plus(KEPT));
  }

  /// The same, but people know of what has come.
  InFlight told() {
    return new InFlight(pending, List.of());
  }
}
