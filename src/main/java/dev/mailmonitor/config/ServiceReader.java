package dev.mailmonitor.config;

/// Reads how the service works. A wrong value has been told where it was read.
final class ServiceReader {
  private ServiceReader() {}

  /// The settings, from all but the targets' own keys.
  ///
  /// @param layers where they are given
  /// @param values is told each value and its place
  static ServiceSettings read(Layers layers, EffectiveConfiguration.Collector values) {
    return new ServiceSettings(
        count(Setting.MAX_CONCURRENT_CHECKS, layers, values),
        count(Setting.MAX_CONCURRENT_HANDSHAKES, layers, values));
  }

  private static int count(
      Setting<Integer> setting, Layers layers, EffectiveConfiguration.Collector values) {
    Entry<Integer> entry = layers.find(setting);
    if (entry == null || entry.value() == null) {
      // With a wrong value there is no configuration at all.
      return 1;
    }
    values.add(entry);
    return entry.value();
  }
}
