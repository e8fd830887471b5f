package dev.mailmonitor.cli;

import java.io.Console;
import java.util.Map;
import java.util.Optional;

/// Who reads what is printed: somebody at a terminal, or a file, a pipe, a log.
///
/// @param out whether the standard output is a terminal
/// @param err whether the standard error output is a terminal
/// @param columns how many characters fit on a line of it; 0 if that is not known
/// @param colour whether colours are wanted (<https://no-color.org>)
record Terminal(boolean out, boolean err, int columns, boolean colour) {
  /// Nobody is looking.
  static final Terminal NONE = new Terminal(false, false, 0, false);

  private static final String STREAMS = "mail-monitor.terminal";
  private static final String COLUMNS = "mail-monitor.columns";

  /// The terminal of this process, as the launcher found it. Without a launcher, both streams count
  /// as a terminal if the JDK says that somebody can be asked.
  ///
  /// @param environment the environment variables
  static Terminal ofProcess(Map<String, String> environment) {
    String streams = System.getProperty(STREAMS);
    boolean both = streams == null && interactive();
    String found = streams == null ? "" : streams;
    return of(both || found.contains("out"), both || found.contains("err"), environment);
  }

  private static boolean interactive() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  private static Terminal of(boolean out, boolean err, Map<String, String> environment) {
    if (environment.getOrDefault("TERM", "dumb").equals("dumb")) {
      return NONE;
    }
    boolean colour = environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(out, err, Integer.getInteger(COLUMNS, 0), colour);
  }
}
