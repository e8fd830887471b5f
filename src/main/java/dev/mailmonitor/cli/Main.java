package dev.mailmonitor.cli;

import io.quarkus.runtime.annotations.QuarkusMain;

/// The program's entry point.
@QuarkusMain
public final class Main {
  private Main() {}

  /// Runs the command line.
  ///
  /// @param arguments the command's arguments
  public static void main(String... arguments) {
    System.out.println("hello " + arguments.length);
  }
}
