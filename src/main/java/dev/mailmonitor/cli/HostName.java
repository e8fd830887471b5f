package dev.mailmonitor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// This machine's name, for people who watch several.
final class HostName {
  /// The name that the kernel knows; the DNS is not asked.
  static final String OF_MACHINE = read();

  private HostName() {}

  private static String read() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException notLinux) {
      return "this machine";
    }
  }
}
