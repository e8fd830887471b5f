package dev.mailmonitor.metrics;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// What the process costs, under the names that Prometheus' own clients use. Micrometer's binders
/// have other names, and many more of them.
final class ProcessMeters {
  private static final Path SELF = Path.of("/proc/self");
  private static final String RESIDENT = "VmRSS:";
  private static final int KIBIBYTE = 1024;

  private ProcessMeters() {}

  /// Registers them. What the system does not tell is NaN.
  ///
  /// @param meters makes them
  static void register(Meters meters) {
    meters.counting(Metric.CPU, ProcessMeters::processorSeconds);
    meters.gauge(Metric.RESIDENT_MEMORY, ProcessMeters::residentBytes);
    meters.gauge(Metric.OPEN_FILES, ProcessMeters::openFiles);
    Optional<Instant> started = ProcessHandle.current().info().startInstant();
    double timestamp = started.map(TargetGauges::timestamp).orElse(Double.NaN);
    meters.gauge(Metric.STARTED, () -> timestamp);
    meters.gauge(
        Metric.HEAP,
        () -> Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory(),
        "heap");
  }

  private static double processorSeconds() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(TargetGauges::seconds)
        .orElse(Double.NaN);
  }

  private static double residentBytes() {
    try {
      return Files.readAllLines(SELF.resolve("status")).stream()
          .filter(line -> line.startsWith(RESIDENT))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * KIBIBYTE)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException notLinux) {
      return Double.NaN;
    }
  }

  private static double openFiles() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(SELF.resolve("fd"))) {
      int count = 0;
      for (Path _ : files) {
        count++;
      }
      return count;
    } catch (IOException | DirectoryIteratorException notLinux) {
      return Double.NaN;
    }
  }
}
