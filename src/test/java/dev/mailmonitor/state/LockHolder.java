package dev.mailmonitor.state;

import java.nio.file.Path;
import java.time.Clock;

/// A second process that holds a state file until its input ends.
final class LockHolder {
  private LockHolder() {}

  public static void main(String... arguments) throws Exception {
    StateStore store = new FileStateStore(Path.of(arguments[0]), Clock.systemUTC());
    try (StateStore.Lease lease = store.acquire()) {
      System.out.println(lease.state().status());
      System.in.read();
    }
  }
}
