package dev.mailmonitor.serve;

import dev.mailmonitor.config.MonitoredTarget;
import dev.mailmonitor.config.Settings;
import dev.mailmonitor.monitor.Watch;
import dev.mailmonitor.state.FileStateStore;
import dev.mailmonitor.state.HeldStateStore;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.watch.Post;
import dev.mailmonitor.watch.Watchtower;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Assigns the targets of a configuration to the watchtower; a target whose settings are the same
/// goes on undisturbed.
@Singleton
public class Assignments {
  private final Blueprint blueprint;
  private final Watchtower watchtower;
  private Map<TargetName, Assigned> assigned = Map.of();
  private Map<Path, HeldStateStore> stores = Map.of();

  /// Nothing assigned yet.
  ///
  /// @param blueprint says how people are told
  /// @param watchtower what is assigned to
  public Assignments(Blueprint blueprint, Watchtower watchtower) {
    this.blueprint = blueprint;
    this.watchtower = watchtower;
  }

  private record Assigned(MonitoredTarget target, Post post) {}

  /// What a new configuration made of the targets.
  ///
  /// @param added how many are new
  /// @param changed how many are watched differently
  /// @param removed how many are not watched any more
  /// @param same how many go on undisturbed
  record Difference(int added, int changed, int removed, int same) {
    @Override
    public String toString() {
      return "%d added, %d changed, %d removed, %d as before"
          .formatted(added, changed, removed, same);
    }
  }

  /// Watches what a configuration says, and nothing else.
  ///
  /// @param settings the configuration
  /// @return what has changed
  synchronized Difference assign(Settings settings) {
    Map<TargetName, Assigned> next = new LinkedHashMap<>();
    Map<Path, HeldStateStore> held = new HashMap<>();
    int added = 0;
    int changed = 0;
    for (MonitoredTarget target : settings.targets()) {
      TargetName name = target.target().name();
      Assigned known = assigned.get(name);
      HeldStateStore store =
          held.computeIfAbsent(
              target.stateFile(),
              file -> {
                HeldStateStore before = stores.get(file);
                return before == null
                    ? new HeldStateStore(new FileStateStore(file, blueprint.clock()))
                    : before;
              });
      if (known != null && known.target().equals(target)) {
        next.put(name, known);
        continue;
      }
      added += known == null ? 1 : 0;
      changed += known == null ? 0 : 1;
      Watch watch =
          new Watch(target.target(), store, blueprint.channels().apply(target), target.rules());
      next.put(name, new Assigned(target, new Post(watch, target.schedule())));
    }
    Difference difference =
        new Difference(
            added,
            changed,
            (int) assigned.keySet().stream().filter(name -> !next.containsKey(name)).count(),
            next.size() - added - changed);
    assigned = next;
    stores = held;
    watchtower.assign(next.values().stream().map(Assigned::post).toList());
    return difference;
  }

  /// What keeps states from being taken or saved, one sentence each.
  public synchronized List<String> stateProblems() {
    return stores.values().stream().flatMap(store -> store.problem().stream()).toList();
  }
}
