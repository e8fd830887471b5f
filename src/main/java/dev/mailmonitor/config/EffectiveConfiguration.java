package dev.mailmonitor.config;

import dev.mailmonitor.target.TargetName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A valid configuration, and where each of its values came from.
///
/// @param settings the configuration
/// @param targets the values of each target, in the same order
/// @param run the values of the run itself
public record EffectiveConfiguration(Settings settings, List<Values> targets, Values run) {
  /// The values of one target.
  ///
  /// @param name the target's name
  /// @param values its values, in the order of the reference
  public record Values(TargetName name, List<Value> values) {
    /// Copies the list.
    public Values {
      values = List.copyOf(values);
    }
  }

  /// One value.
  ///
  /// @param key the key of its setting
  /// @param text the value; `(hidden)` for a secret, `(none)` for nothing
  /// @param place the flag, variable, or place in the file that gave it, or why it is the default
  public record Value(String key, String text, String place) {}

  /// Copies the list.
  public EffectiveConfiguration {
    targets = List.copyOf(targets);
  }

  /// The configuration as a table for people: key, value, place; a named target under its name,
  /// then what holds for the run. Ends with a line break. Nothing in it is secret.
  public String render() {
    List<Value> all =
        Stream.concat(targets.stream(), Stream.of(run))
            .flatMap(values -> values.values().stream())
            .toList();
    int keyWidth = widest(all, Value::key);
    int textWidth = widest(all, Value::text);
    List<String> blocks = new ArrayList<>();
    for (Values target : targets) {
      StringBuilder block = new StringBuilder();
      String indent = target.name().isNamed() ? "  " : "";
      if (target.name().isNamed()) {
        block.append("target ").append(target.name()).append('\n');
      }
      target
          .values()
          .forEach(value -> block.append(indent).append(line(value, keyWidth, textWidth)));
      blocks.add(block.toString());
    }
    StringBuilder ofRun = new StringBuilder();
    run.values().forEach(value -> ofRun.append(line(value, keyWidth, textWidth)));
    boolean named = targets.stream().anyMatch(target -> target.name().isNamed());
    return String.join("\n", blocks) + (named ? "\n" : "") + ofRun;
  }

  private static String line(Value value, int keyWidth, int textWidth) {
    return padded(value.key(), keyWidth) + padded(value.text(), textWidth) + value.place() + "\n";
  }

  private static int widest(List<Value> values, Function<Value, String> column) {
    return values.stream().map(column).mapToInt(EffectiveConfiguration::width).max().orElse(0);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - width(text) + 2);
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  /// Collects the values of a target.
  static final class Collector {
    private final List<Value> values = new ArrayList<>();

    void add(String key, String text, String place) {
      values.add(new Value(key, Shown.withoutLogin(text), place));
    }

    <T> void add(Entry<T> entry) {
      T value = entry.value();
      if (value != null) {
        add(entry.setting().key(), entry.setting().type().show(value), entry.origin().place());
      }
    }

    /// The value that holds, which is added; null if there is none or a wrong one.
    <T> @Nullable T value(Setting<T> setting, Layers layers) {
      Entry<T> entry = layers.find(setting);
      if (entry == null) {
        return null;
      }
      add(entry);
      return entry.value();
    }

    void none(Setting<?> setting) {
      add(setting.key(), "(none)", "default");
    }

    Values of(TargetName name) {
      return new Values(name, values);
    }
  }
}
