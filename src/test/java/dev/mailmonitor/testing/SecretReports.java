package dev.mailmonitor.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Looks for the secrets of all tests in the reports of all tests, when these are written. Ends
/// with 1 if one is there.
final class SecretReports {
  private SecretReports() {}

  /// Looks through directories.
  ///
  /// @param arguments the directory with the notes of the tests, then those to look through; what
  ///   does not exist is left out
  public static void main(String... arguments) {
    List<Path> directories =
        List.of(arguments).stream().map(Path::of).filter(Files::isDirectory).toList();
    Path notes = Path.of(arguments[0]);
    if (!Files.isDirectory(notes)) {
      return;
    }
    SecretWatch watch = SecretWatch.fresh();
    int known = watch.recall(notes);
    try {
      directories.stream().filter(directory -> !directory.equals(notes)).forEach(watch::inspectAll);
    } catch (AssertionError found) {
      System.err.println("A test report tells a secret: " + found.getMessage());
      System.exit(1);
    }
    System.out.println(known + " secrets of the tests stand in no test report");
  }
}
