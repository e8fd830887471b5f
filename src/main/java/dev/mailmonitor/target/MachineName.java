package dev.mailmonitor.target;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The name of the machine that this program runs on, as far as it is known without a look-up: the
/// DNS may be what is broken.
public final class MachineName {
  private MachineName() {}

  /// The kernel's name for it, if that is a fully qualified one.
  public static Optional<String> fullyQualified() {
    try {
      String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
      return name.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+")
          ? Optional.of(name)
          : Optional.empty();
    } catch (IOException notLinux) {
      return Optional.empty();
    }
  }
}
