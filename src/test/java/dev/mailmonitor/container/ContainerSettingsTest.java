package dev.mailmonitor.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.target.Secret;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;

class ContainerSettingsTest {
  @Test
  void what_is_put_in_is_found_above_the_applications_properties_and_below_the_environment() {
    // Given
    ContainerSettings.put(Map.of("test.port", "1", "test.size", "1"));
    ContainerSettings.put(Map.of("test.port", "2"));

    // When
    SmallRyeConfig config = config();

    // Then
    assertThat(config.getValue("test.port", Integer.class)).isEqualTo(2);
    assertThat(config.getValue("test.size", Integer.class)).isEqualTo(1);
    assertThat(source(config).getOrdinal()).isBetween(251, 299);
  }

  @Test
  void a_secret_is_found_by_its_name_only() {
    // Given
    ContainerSettings.put(Map.of("test.user", "me"));
    ContainerSettings.putSecret("test.password", Secret.of("open sesame"));

    // When
    SmallRyeConfig config = config();

    // Then
    assertThat(config.getValue("test.password", String.class)).isEqualTo("open sesame");
    assertThat(source(config).getPropertyNames())
        .contains("test.user")
        .doesNotContain("test.password");
    assertThat(source(config).getProperties().toString()).doesNotContain("sesame");
    assertThat(source(config).toString()).doesNotContain("sesame");
  }

  private static SmallRyeConfig config() {
    return new SmallRyeConfigBuilder().addDiscoveredSources().build();
  }

  private static ConfigSource source(SmallRyeConfig config) {
    for (ConfigSource source : config.getConfigSources()) {
      if (source.getName().equals("mail-monitor")) {
        return source;
      }
    }
    throw new AssertionError("The source is not there");
  }
}
