package dev.mailmonitor.faults;

import java.util.List;
import java.util.stream.Stream;

/// All rows of the table, in the order of `docs/faults.md`.
final class FaultTable {
  private FaultTable() {}

  static List<Fault> rows() {
    return Stream.of(NetworkFaults.rows(), SendFaults.rows()).flatMap(List::stream).toList();
  }
}
