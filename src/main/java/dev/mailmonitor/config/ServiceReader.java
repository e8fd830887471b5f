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
        value(Setting.MAX_CONCURRENT_CHECKS, 1, layers, values),
        value(Setting.MAX_CONCURRENT_HANDSHAKES, 1, layers, values),
        value(Setting.MANAGEMENT_HOST, "", layers, values),
        value(Setting.MANAGEMENT_PORT, 1, layers, values),
        value(Setting.LOG_FORMAT, LogFormat.TEXT, layers, values));
  }

  /// @param stopgap what stands for a wrong value, with which there is no configuration at all
  private static <T> T value(
      Setting<T> setting, T stopgap, Layers layers, EffectiveConfiguration.Collector values) {
    Entry<T> entry = layers.find(setting);
    if (entry == null) {
      return stopgap;
    }
    values.add(entry);
    T value = entry.value();
    return value == null ? stopgap : value;
  }
}
