package dev.mailmonitor.state;

import java.time.LocalDateTime;
import java.util.List;

/// The last check that failed.
///
/// @param timestamp when, in local time, as the state file has always had it
/// @param failures the summary of each failed test
public record LastFailure(LocalDateTime timestamp, List<String> failures) {
  /// Copies the list.
  public LastFailure {
    failures = List.copyOf(failures);
  }
}
