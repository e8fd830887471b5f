package dev.mailmonitor.container;

import dev.mailmonitor.target.Secret;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/// Quarkus' own settings as they follow from our configuration: above `application.properties`,
/// below system properties and environment. The container reads them when it starts; what is put in
/// later changes nothing.
public final class ContainerSettings implements ConfigSourceFactory {
  private static final int ORDINAL = 275;
  private static final Map<String, String> VALUES = new ConcurrentHashMap<>();
  private static final Map<String, Secret> SECRETS = new ConcurrentHashMap<>();

  /// Adds settings, or replaces them.
  ///
  /// @param values names such as `quarkus.http.port`, and their values
  public static void put(Map<String, String> values) {
    VALUES.putAll(values);
  }

  /// Adds a setting that is found by its name only, so that no list of all settings shows it.
  ///
  /// @param name the setting's name
  /// @param value its value
  public static void putSecret(String name, Secret value) {
    SECRETS.put(name, value);
  }

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    return List.of(new Source());
  }

  private static final class Source implements ConfigSource {
    @Override
    public String getName() {
      return "mail-monitor";
    }

    @Override
    public int getOrdinal() {
      return ORDINAL;
    }

    @Override
    public Set<String> getPropertyNames() {
      return Set.copyOf(VALUES.keySet());
    }

    @Override
    public @Nullable String getValue(String name) {
      Secret secret = SECRETS.get(name);
      return secret == null ? VALUES.get(name) : secret.reveal();
    }
  }
}
