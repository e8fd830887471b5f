package dev.mailmonitor.faults;

import java.util.List;
import java.util.stream.Stream;

/// All rows of the table, in the order of `docs/faults.md`.
final class FaultTable {
  private FaultTable() {}

  static List<Fault> rows() {
    return Stream.of(
            NetworkFaults.rows(),
            TlsFaults.rows(),
            StartTlsFaults.rows(),
            GreetingFaults.rows(),
            LoginFaults.rows(),
            SendFaults.rows(),
            WaitingFaults.rows(),
            DeliveryFaults.rows(),
            WarningFaults.rows(),
            ToleratedFaults.rows(),
            MonitorFaults.rows())
        .flatMap(List::stream)
        .toList();
  }
}
