package dev.mailmonitor.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/// When people work on a mail server and need not be told that it does not work.
///
/// @param windows the times of planned work
/// @param zone where the clock on the wall hangs
public record Maintenance(List<MaintenanceWindow> windows, ZoneId zone) {
  /// Never.
  public static final Maintenance NONE = new Maintenance(List.of(), ZoneOffset.UTC);

  /// Copies the windows.
  public Maintenance {
    windows = List.copyOf(windows);
  }

  /// Whether a window is open.
  ///
  /// @param time when
  public boolean covers(Instant time) {
    LocalDateTime shown = LocalDateTime.ofInstant(time, zone);
    return windows.stream().anyMatch(window -> window.covers(shown));
  }
}
