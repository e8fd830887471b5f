package dev.mailmonitor.config;

import dev.mailmonitor.alert.AlertSettings;
import dev.mailmonitor.config.ConfigurationException.LastResort;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.tls.TrustSources;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    Beginning begun = begin(sources);
    Problems problems = begun.problems();
    StatePlace statePlace = StatePlace.find(begun.common(), sources, machine, problems);
    EffectiveConfiguration.Collector ofRun = new EffectiveConfiguration.Collector();
    ServiceSettings service = ServiceReader.read(begun.common(), ofRun);
    OutputSettings output = OutputReader.read(begun.common(), ofRun);
    List<MonitoredTarget> targets = new ArrayList<>();
    List<EffectiveConfiguration.Values> values = new ArrayList<>();
    begun
        .selected()
        .forEach((name, layers) -> {
          TargetReader reader =
              new TargetReader(
                  sources,
                  begun.secretFiles(),
                  problems,
                  begun.trustPlaces(),
                  machine.timeZone(),
                  name,
                  layers);
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
          lastResort(sources, begun, statePlace),
          output.format());
    }
    if (targets.size() != begun.selected().size() || targets.isEmpty()) {
      throw new IllegalStateException("A target was dropped without a word");
    }
    return new EffectiveConfiguration(
        new Settings(targets, service, output, problems.warnings()),
        values,
        ofRun.of(TargetName.UNNAMED),
        files(sources, begun.secretFiles()));
  }

  private static Set<Path> files(Sources sources, SecretFiles secretFiles) {
    Set<Path> files = new HashSet<>(secretFiles.files());
    String name = nameOfFile(sources);
    if (name != null) {
      files.add(sources.workingDirectory().resolve(name));
    }
    return files;
  }

  private static @Nullable String nameOfFile(Sources sources) {
    String flag = sources.configFile();
    return flag != null ? flag : sources.variable(TextLayers.CONFIG);
  }

  /// Reads only how people are told, which needs no mail server: what is required of one may be
  /// missing.
  ///
  /// @param sources where to read it from
  /// @return the routes of all targets
  /// @throws ConfigurationException if anything is wrong with what is given
  public AlertRoute.All readAlerts(Sources sources) throws ConfigurationException {
    Beginning begun = begin(sources);
    Problems problems = begun.problems();
    List<AlertRoute> routes = new ArrayList<>();
    begun
        .selected()
        .forEach((name, layers) -> {
          EffectiveConfiguration.Collector unshown = new EffectiveConfiguration.Collector();
          TrustSources trust = begun.trustPlaces().read(layers, unshown);
          AlertSettings alerts =
              new AlertReader(sources, begun.secretFiles(), problems).read(name, layers, unshown);
          if (alerts != null) {
            routes.add(new AlertRoute(name, alerts, trust));
          }
        });
    if (problems.any()) {
      throw new ConfigurationException(
          problems.problems(),
          problems.warnings(),
          new LastResort(null, begun.trustPlaces().usable(begun.common()), null),
          OutputFormat.TEXT);
    }
    return new AlertRoute.All(routes, problems.warnings());
  }

  /// What all reading begins with.
  ///
  /// @param problems what is wrong so far
  /// @param secretFiles the files with secrets
  /// @param trustPlaces where certificates are
  /// @param file the configuration file
  /// @param common what holds for all targets
  /// @param selected what holds for each target that is asked for
  private record Beginning(
      Problems problems,
      SecretFiles secretFiles,
      TrustPlaces trustPlaces,
      ConfigurationFile file,
      Layers common,
      Map<TargetName, Layers> selected) {}

  private Beginning begin(Sources sources) {
    Problems problems = new Problems();
    Layer flags = TextLayers.flags(sources, problems);
    Layer environment = TextLayers.environment(sources, problems);
    ConfigurationFile file = file(sources, problems);
    Stream.concat(Stream.of(flags, environment, file.topLevel()), file.targets().values().stream())
        .forEach(layer -> layer.tellContradictions(problems));
    Map<TargetName, Layers> selected = new LinkedHashMap<>();
    select(sources, file, problems)
        .forEach((name, own) ->
            selected.put(name, new Layers(flags, environment, own, file.topLevel())));
    return new Beginning(
        problems,
        new SecretFiles(),
        new TrustPlaces(sources, machine, problems),
        file,
        new Layers(flags, environment, Layer.EMPTY, file.topLevel()),
        selected);
  }

  private static ConfigurationFile file(Sources sources, Problems problems) {
    String name = nameOfFile(sources);
    if (name == null) {
      return ConfigurationFile.NONE;
    }
    String givenBy = sources.configFile() != null ? "--config" : TextLayers.CONFIG;
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

  private static LastResort lastResort(Sources sources, Beginning begun, StatePlace statePlace) {
    // What is wrong has been told.
    Problems unheard = new Problems();
    Layers common = begun.common();
    AlertSettings alerts =
        alerts(TargetName.UNNAMED, common, sources, begun.secretFiles(), unheard);
    Layers chosen = common;
    for (Map.Entry<TargetName, Layer> target : begun.file().targets().entrySet()) {
      if (alerts == null) {
        chosen = new Layers(common.flags(), common.environment(), target.getValue(), common.file());
        alerts = alerts(target.getKey(), chosen, sources, begun.secretFiles(), unheard);
      }
    }
    return new LastResort(alerts, begun.trustPlaces().usable(chosen), statePlace.file());
  }

  private static @Nullable AlertSettings alerts(
      TargetName name, Layers layers, Sources sources, SecretFiles secretFiles, Problems problems) {
    AlertSettings alerts =
        new AlertReader(sources, secretFiles, problems)
            .read(name, layers, new EffectiveConfiguration.Collector());
    return alerts == null || alerts.ntfySettings() == null ? null : alerts;
  }
}
