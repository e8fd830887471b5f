package dev.mailmonitor.state;

import dev.mailmonitor.probe.Verdict;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the last checks of a target came to.
///
/// @param consecutiveFailures how many checks have failed since the last one that did not
/// @param consecutiveSuccesses how many have not failed since the last one that did
/// @param rowBegan when the first of these found what it found, or null if that is not known
/// @param succeededAt when a check last found the target healthy or degraded, or null if none did
/// @param checkedAt when it was last checked, or null if it was not
public record Tally(
    int consecutiveFailures,
    int consecutiveSuccesses,
    @Nullable Instant rowBegan,
    @Nullable Instant succeededAt,
    @Nullable Instant checkedAt) {
  /// Nothing counted yet.
  public static final Tally NONE = new Tally(0, 0, null, null, null);

  /// When a check last found the target healthy or degraded.
  public Optional<Instant> lastSuccess() {
    return Optional.ofNullable(succeededAt);
  }

  /// When the target was last checked.
  public Optional<Instant> lastCheck() {
    return Optional.ofNullable(checkedAt);
  }

  /// Since when checks come to the same: they fail, or they do not.
  public Optional<Instant> rowSince() {
    return Optional.ofNullable(rowBegan);
  }

  /// The tally with one more check.
  ///
  /// @param verdict what it came to
  /// @param began since when it is known that it comes to that
  /// @param now when it ended
  /// @return the new tally
  Tally after(Verdict verdict, Instant began, Instant now) {
    return switch (verdict) {
      case HEALTHY, DEGRADED ->
          new Tally(
              0, consecutiveSuccesses + 1, consecutiveSuccesses == 0 ? began : rowBegan, now, now);
      case UNHEALTHY ->
          new Tally(
              consecutiveFailures + 1,
              0,
              consecutiveFailures == 0 ? began : rowBegan,
              succeededAt,
              now);
    };
  }
}
