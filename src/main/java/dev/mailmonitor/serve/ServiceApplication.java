package dev.mailmonitor.serve;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;

/// Runs the service until the process is told to end.
public final class ServiceApplication implements QuarkusApplication {
  @Override
  public int run(String... arguments) {
    Quarkus.waitForExit();
    return 0;
  }
}
