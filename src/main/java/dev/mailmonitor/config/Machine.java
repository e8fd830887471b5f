package dev.mailmonitor.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;

/// What the defaults want to know about the machine.
public interface Machine {
  /// The machine that this program runs on.
  Machine THIS =
      new Machine() {
        @Override
        public boolean isFile(Path path) {
          return Files.isRegularFile(path);
        }

        @Override
        public boolean isWritable(Path path) {
          return Files.isWritable(path);
        }

        @Override
        public ZoneId timeZone() {
          return ZoneId.systemDefault();
        }
      };

  /// Whether there is such a file.
  boolean isFile(Path path);

  /// Whether there is such a file or directory, and this user may write it.
  boolean isWritable(Path path);

  /// What its clock shows.
  ZoneId timeZone();
}
