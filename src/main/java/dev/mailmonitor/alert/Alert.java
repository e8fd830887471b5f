package dev.mailmonitor.alert;

import dev.mailmonitor.target.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something that people are told, once.
///
/// @param id its identity, in the state and in the log
/// @param kind what it is about
/// @param target which target
/// @param raisedAt when it was decided
/// @param problems what is wrong now, one a bullet
/// @param span since when or how long, or null where that is not known
/// @param missed what was wrong in between and was never told, one a bullet; only in a recovery
///   that takes the place of its failure's alert too
/// @param remarks further sentences, without anything that a server said
public record Alert(
    UUID id,
    AlertKind kind,
    TargetName target,
    Instant raisedAt,
    List<Problem> problems,
    @Nullable Span span,
    List<Problem> missed,
    List<String> remarks) {

  /// Copies the lists and makes the remarks harmless.
  public Alert {
    problems = List.copyOf(problems);
    missed = List.copyOf(missed);
    remarks = remarks.stream().map(line -> PlainText.line(line, Problem.MAX_LINE)).toList();
  }

  /// What lasted for a time.
  public enum Condition {
    /// Mail did not work.
    DOWN,
    /// Mail worked with warnings.
    DEGRADED,
    /// Nobody knows, because the monitor could not check.
    UNCHECKED
  }

  /// A time that something lasted.
  ///
  /// @param condition what lasted
  /// @param from since when
  /// @param to until when, or null if it still lasts
  public record Span(Condition condition, Instant from, @Nullable Instant to) {
    /// Something that has begun.
    ///
    /// @param condition what has begun
    /// @param from since when
    /// @return the time without an end
    public static Span since(Condition condition, Instant from) {
      return new Span(condition, from, null);
    }

    /// How long it lasted, if it is over; never negative, whatever the clock did in between.
    public Optional<Duration> duration() {
      if (to == null) {
        return Optional.empty();
      }
      return Optional.of(to.isBefore(from) ? Duration.ZERO : Duration.between(from, to));
    }
  }

  /// An alert that only tries out the way to the reader.
  ///
  /// @param id its identity
  /// @param target which target's channels are tried out
  /// @param now when
  /// @param origin where the message comes from, e.g. the host and the command
  /// @return the alert
  public static Alert test(UUID id, TargetName target, Instant now, String origin) {
    return new Alert(
        id,
        AlertKind.TEST,
        target,
        now,
        List.of(),
        null,
        List.of(),
        List.of("Sent by " + origin + "."));
  }

  /// The title of its message: the target is named where it has a name.
  public String title() {
    return target.isNamed() ? kind.title() + " (" + target + ")" : kind.title();
  }

  /// Since when or how long.
  public Optional<Span> duration() {
    return Optional.ofNullable(span);
  }

  /// The same alert as another way of telling the same news: with the failure that nobody was told.
  ///
  /// @param newId its identity
  /// @param missedProblems the bullets of the failure's alert
  /// @return the alert that takes the place of both
  public Alert insteadOf(UUID newId, List<Problem> missedProblems) {
    return new Alert(newId, kind, target, raisedAt, problems, span, missedProblems, remarks);
  }

  /// The same alert with a further sentence.
  ///
  /// @param remark the sentence, without anything that a server said
  /// @return the alert
  public Alert remarking(String remark) {
    List<String> all = new ArrayList<>(remarks);
    all.add(remark);
    return new Alert(id, kind, target, raisedAt, problems, span, missed, all);
  }
}
