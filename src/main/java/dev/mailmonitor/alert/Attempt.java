package dev.mailmonitor.alert;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What became of one try to deliver an alert.
public sealed interface Attempt {
  /// The channel has it.
  ///
  /// @param reference what the other side calls it
  record Accepted(String reference) implements Attempt {}

  /// Not now, but trying again may help.
  ///
  /// @param reason sentences that say what happened and what to do; not what happens next, which is
  ///   for the caller to decide
  /// @param earliest how long to wait at least, or null if the other side did not say
  record Later(String reason, @Nullable Duration earliest) implements Attempt {
    /// Trying again may help at any time.
    ///
    /// @param reason a sentence that says what happened and what to do
    public Later(String reason) {
      this(reason, null);
    }

    /// How long to wait at least.
    public Optional<Duration> retryAfter() {
      return Optional.ofNullable(earliest);
    }
  }

  /// Trying again does not help until somebody changes something.
  ///
  /// @param reason a sentence that says what happened and what to do
  record Final(String reason) implements Attempt {}
}
