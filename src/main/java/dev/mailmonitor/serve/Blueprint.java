package dev.mailmonitor.serve;

import dev.mailmonitor.alert.AlertChannel;
import dev.mailmonitor.config.ConfigurationException;
import dev.mailmonitor.config.EffectiveConfiguration;
import dev.mailmonitor.config.MonitoredTarget;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the container makes the service of. The command line hands it over before it starts the
/// container, which makes its beans by itself.
///
/// @param configuration the configuration that the service starts with
/// @param reader reads the same configuration again
/// @param channels puts together how people are told about a target
/// @param clock tells the time
/// @param version the program's version
public record Blueprint(
    EffectiveConfiguration configuration,
    Reader reader,
    Function<MonitoredTarget, List<AlertChannel>> channels,
    Clock clock,
    String version) {
  private static final AtomicReference<@Nullable Blueprint> CURRENT = new AtomicReference<>();

  /// Reads a configuration.
  public interface Reader {
    /// Reads it.
    ///
    /// @return what it says now
    /// @throws ConfigurationException if anything is wrong with it
    EffectiveConfiguration read() throws ConfigurationException;
  }

  /// The blueprint of this process.
  ///
  /// @return empty if the container runs for something else than the service
  static Optional<Blueprint> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  /// Makes this the blueprint of this process.
  public void use() {
    CURRENT.set(this);
  }
}
