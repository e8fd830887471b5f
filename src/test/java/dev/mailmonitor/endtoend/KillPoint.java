package dev.mailmonitor.endtoend;

import dev.mailmonitor.testing.CommandTap;
import java.time.Duration;

/// Where a run of the program is killed.
sealed interface KillPoint {
  /// At a command of its SMTP or IMAP session.
  ///
  /// @param command as a [CommandTap] calls it
  /// @param moment before the server knows of it, before the program knows the answer, or after
  record AtCommand(String command, CommandTap.Moment moment) implements KillPoint {}

  /// While an alert is sent.
  record AtAlert(AlertMoment moment) implements KillPoint {}

  /// What the ntfy server has done.
  enum AlertMoment {
    /// The request has come and is not accepted.
    REFUSED,
    /// The message is accepted, the program does not know.
    ACCEPTED,
    /// The program was told.
    TOLD
  }

  /// When one of its threads is about to make a system call.
  ///
  /// @param call its name
  /// @param nth the first one is 1
  record AtSystemCall(String call, int nth) implements KillPoint {}

  /// Some time after its start.
  record After(Duration time) implements KillPoint {}
}
