package dev.mailmonitor.config;

import dev.mailmonitor.alert.AlertSettings;
import dev.mailmonitor.alert.email.RelaySettings;
import dev.mailmonitor.alert.heartbeat.HeartbeatSettings;
import dev.mailmonitor.config.ConfigurationException.LastResort;
import dev.mailmonitor.target.TargetName;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes one valid configuration out of flags, environment and file, or says everything that is
/// wrong with them. It opens no connection.
public final class ConfigurationReader {
  private final Machine machine;

  /// @param machine the machine whose defaults hold
  public ConfigurationReader(Machine machine) {
    this.machine = machine;
  }

  /// Reads a configuration.
  ///
  /// @param sources where to read it from
  /// @return the configuration and where its values came from
  /// @throws ConfigurationException if anything is wrong, with everything that is
  public EffectiveConfiguration read(Sources sources) throws ConfigurationException {
    Problems problems = new Problems();
    SecretFiles secretFiles = new SecretFiles();
    Layer flags = TextLayers.flags(sources, problems);
    Layer environment = TextLayers.environment(sources, problems);
    ConfigurationFile file = file(sources, problems);
    Stream.concat(Stream.of(flags, environment, file.topLevel()), file.targets().values().stream())
        .forEach(layer -> layer.tellContradictions(problems));

    Map<TargetName, Layer> selected = select(sources, file, problems);
    Layers common = new Layers(flags, environment, Layer.EMPTY, file.topLevel());
    StatePlace statePlace = StatePlace.find(common, sources, machine, problems);
    TrustPlaces trustPlaces = new TrustPlaces(sources, machine, problems);
    EffectiveConfiguration.Collector ofRun = new EffectiveConfiguration.Collector();
    Part<RelaySettings> relay =
        new RelayReader(sources, secretFiles, problems, trustPlaces)
            .read(common, monitored(common, file, selected), ofRun);
    Part<HeartbeatSettings> heartbeat =
        new HeartbeatReader(sources, secretFiles, problems, trustPlaces).read(common, ofRun);
    OutputSettings output = OutputReader.read(common, ofRun);
    List<MonitoredTarget> targets = new ArrayList<>();
    List<EffectiveConfiguration.Values> values = new ArrayList<>();
    selected.forEach((name, own) -> {
      Layers layers = new Layers(flags, environment, own, file.topLevel());
      TargetReader reader =
          new TargetReader(sources, secretFiles, problems, trustPlaces, relay, name, layers);
      MonitoredTarget target = reader.read(statePlace.of(name), statePlace.place());
      if (target != null) {
        targets.add(target);
        values.add(reader.values());
      }
    });

    if (problems.any()) {
      throw new ConfigurationException(
          problems.problems(),
          problems.warnings(),
          lastResort(
              common,
              file,
              // What is wrong has been told.
              new AlertReader(sources, secretFiles, new Problems(), relay),
              heartbeat.value(),
              statePlace,
              trustPlaces),
          output.format());
    }
    if (targets.size() != selected.size() || targets.isEmpty()) {
      throw new IllegalStateException("A target was dropped without a word");
    }
    return new EffectiveConfiguration(
        new Settings(targets, output, heartbeat.value(), problems.warnings()),
        values,
        ofRun.of(TargetName.UNNAMED));
  }

  private static ConfigurationFile file(Sources sources, Problems problems) {
    String flag = sources.configFile();
    String variable = sources.variable(TextLayers.CONFIG);
    String name = flag != null ? flag : variable;
    if (name == null) {
      return ConfigurationFile.NONE;
    }
    String givenBy = flag != null ? "--config" : TextLayers.CONFIG;
    if (name.isEmpty()) {
      problems.problem("--config is empty: name the configuration file, or leave the flag out.");
      return ConfigurationFile.BROKEN;
    }
    try {
      return ConfigurationFile.read(
          name, givenBy, sources.workingDirectory().resolve(name), problems);
    } catch (InvalidPathException e) {
      problems.problem(givenBy + " must be the path of a file, not " + Shown.text(name) + ".");
      return ConfigurationFile.BROKEN;
    }
  }

  /// The targets that are asked for, with their own values; none if the file is too broken to know.
  private static Map<TargetName, Layer> select(
      Sources sources, ConfigurationFile file, Problems problems) {
    if (!file.readable()) {
      return Map.of();
    }
    String wanted = sources.target();
    String names =
        file.targets().keySet().stream().map(TargetName::value).collect(Collectors.joining(", "));
    if (wanted == null) {
      if (file.targets().isEmpty()) {
        return Map.of(TargetName.UNNAMED, Layer.EMPTY);
      }
      tellFlagsWithoutTarget(sources, names, problems);
      return file.targets();
    }
    Map<TargetName, Layer> selected = new LinkedHashMap<>();
    file.targets()
        .forEach((name, layer) -> {
          if (name.value().equals(wanted)) {
            selected.put(name, layer);
          }
        });
    if (selected.isEmpty()) {
      problems.problem(
          file.targets().isEmpty()
              ? "--target %s: the configuration has no targets; leave the flag out."
                  .formatted(Shown.text(wanted))
              : "--target %s: there is no such target; there are: %s."
                  .formatted(Shown.text(wanted), names));
    }
    return selected;
  }

  private static void tellFlagsWithoutTarget(Sources sources, String names, Problems problems) {
    String flags =
        Stream.concat(
                sources.flags().keySet().stream()
                    .flatMap(key -> Setting.named(key).stream())
                    .filter(setting -> setting.scope() == Setting.Scope.CONNECTION)
                    .map(Setting::flag),
                Stream.of("--password-stdin").filter(_ -> sources.typedPassword() != null))
            .collect(Collectors.joining(", "));
    if (!flags.isEmpty()) {
      problems.problem(
          "%s: which target is meant? Add --target with one of: %s.".formatted(flags, names));
    }
  }

  /// The servers under test of all targets, also of those that are not asked for: what the relay
  /// may be does not change from run to run.
  private static List<RelayReader.Monitored> monitored(
      Layers common, ConfigurationFile file, Map<TargetName, Layer> selected) {
    Map<TargetName, Layer> all = file.targets().isEmpty() ? selected : file.targets();
    List<RelayReader.Monitored> monitored = new ArrayList<>();
    all.forEach((name, own) -> {
      Layer flags = selected.containsKey(name) ? common.flags() : Layer.EMPTY;
      Layers layers = new Layers(flags, common.environment(), own, common.file());
      for (MailService service : MailService.BOTH) {
        Entry<String> host = layers.given(service.host());
        if (host != null && host.value() != null) {
          monitored.add(
              new RelayReader.Monitored(host.value(), service.host().key() + Missing.of(name)));
        }
      }
    });
    return monitored;
  }

  private static LastResort lastResort(
      Layers common,
      ConfigurationFile file,
      AlertReader reader,
      @Nullable HeartbeatSettings heartbeat,
      StatePlace statePlace,
      TrustPlaces trustPlaces) {
    AlertSettings alerts = reader.usable(TargetName.UNNAMED, common);
    Layers chosen = common;
    for (Map.Entry<TargetName, Layer> target : file.targets().entrySet()) {
      if (alerts == null) {
        chosen = new Layers(common.flags(), common.environment(), target.getValue(), common.file());
        alerts = reader.usable(target.getKey(), chosen);
      }
    }
    return new LastResort(alerts, heartbeat, trustPlaces.usable(chosen), statePlace.file());
  }
}
