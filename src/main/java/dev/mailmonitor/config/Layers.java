package dev.mailmonitor.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// All sources of one target's values, strongest first.
///
/// @param flags the command line
/// @param environment the environment variables
/// @param target the target's own keys in the file
/// @param file the file's top level
record Layers(Layer flags, Layer environment, Layer target, Layer file) {
  List<Layer> all() {
    return List.of(flags, environment, target, file);
  }

  /// The value from the strongest source that gives one, or the default, or null.
  <T> @Nullable Entry<T> find(Setting<T> setting) {
    Entry<T> given = given(setting);
    return given == null ? setting.byDefault() : given;
  }

  /// The value from the strongest source that gives one, or null.
  <T> @Nullable Entry<T> given(Setting<T> setting) {
    for (Layer layer : all()) {
      Entry<T> entry = layer.get(setting);
      if (entry != null) {
        return entry;
      }
    }
    return null;
  }

  /// The value of the most specific of several settings, or null. Command line beats environment
  /// beats file, whatever the settings are; only within one of these does the more specific setting
  /// beat the more general one. So `--password` replaces a `smtp_password` of the file, while the
  /// file's own `smtp_password` is not replaced by a target's `password`.
  ///
  /// @param ranks groups of settings that say the same, the most specific group first
  @Nullable Entry<?> mostSpecific(List<List<Setting<?>>> ranks) {
    for (List<Layer> source :
        List.of(List.of(flags), List.of(environment), List.of(target, file))) {
      for (List<Setting<?>> rank : ranks) {
        for (Layer layer : source) {
          Entry<?> entry = layer.firstOf(rank);
          if (entry != null) {
            return entry;
          }
        }
      }
    }
    return null;
  }
}
