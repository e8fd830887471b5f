package dev.mailmonitor.mail;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Keeps the mail library from writing down every line of a session, for a log that nobody reads:
/// as long as a log manager has not been told its levels, it takes and keeps everything.
final class LibraryLog {
  /// Held, because a log manager may forget loggers that nobody holds, and their levels with them.
  /// The library names its loggers after its own packages, and after those of its subclasses.
  private static final List<Logger> LOGGERS =
      List.of(
          Logger.getLogger("jakarta.mail"),
          Logger.getLogger("org.eclipse.angus.mail"),
          Logger.getLogger(LibraryLog.class.getPackageName()));

  private LibraryLog() {}

  static void silence() {
    LOGGERS.forEach(logger -> logger.setLevel(Level.OFF));
  }
}
