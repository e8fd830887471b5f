package dev.mailmonitor.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Where the program's words go: UTF-8, whatever the locale.
///
/// @param out results
/// @param err warnings and errors
/// @param terminal who reads them
record Console(PrintStream out, PrintStream err, Terminal terminal) {
  /// The process's own standard output and standard error.
  static Console ofProcess() {
    return new Console(
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        Terminal.ofProcess(System.getenv()));
  }

  /// Tells a warning: something that does not change the exit status.
  ///
  /// @param text one sentence
  void warn(String text) {
    err.println("Warning: " + text);
  }

  /// Tells an error.
  ///
  /// @param text one sentence
  void error(String text) {
    err.println("Error: " + text);
  }
}
