package dev.mailmonitor.serve;

import dev.mailmonitor.config.ConfigurationException;
import dev.mailmonitor.config.EffectiveConfiguration;
import dev.mailmonitor.config.Settings;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/// Follows changes of the configuration: its file, and the files that it names for secrets. What
/// cannot be used is reported, and what was in force before stays in force.
@Singleton
public class Reload {
  private static final Logger LOG = Logger.getLogger("mail-monitor");

  private final Blueprint blueprint;
  private final Assignments assignments;
  private EffectiveConfiguration inForce;
  private FileContents applied;
  private FileContents seen;
  private volatile Status status;

  /// How the last reading ended.
  ///
  /// @param readAt when
  /// @param inForceSince when what is in force was read
  /// @param problems what is wrong with what was read, one sentence each; empty if it is in force
  public record Status(Instant readAt, Instant inForceSince, List<String> problems) {
    /// Copies the list.
    public Status {
      problems = List.copyOf(problems);
    }

    /// Whether what was read is in force.
    public boolean isInForce() {
      return problems.isEmpty();
    }
  }

  /// Follows the configuration that the service starts with.
  ///
  /// @param blueprint how it is read
  /// @param assignments who is told of changes
  public Reload(Blueprint blueprint, Assignments assignments) {
    this.blueprint = blueprint;
    this.assignments = assignments;
    this.inForce = blueprint.configuration();
    this.applied = FileContents.of(inForce.files());
    this.seen = applied;
    Instant now = blueprint.clock().instant();
    this.status = new Status(now, now, List.of());
  }

  /// How the last reading ended.
  public Status status() {
    return status;
  }

  /// Looks at the files, and reads the configuration again if they have changed. A change is taken
  /// when it has settled: an editor may be in the middle of it.
  synchronized void look() {
    FileContents now = FileContents.of(inForce.files());
    boolean settled = now.equals(seen);
    seen = now;
    if (settled && !now.equals(applied)) {
      applied = now;
      read();
    }
  }

  private void read() {
    Instant at = blueprint.clock().instant();
    EffectiveConfiguration next;
    try {
      next = blueprint.reader().read();
    } catch (ConfigurationException wrong) {
      status = new Status(at, status.inForceSince(), wrong.problems());
      LOG.error(
          "the configuration was changed and cannot be used, the one before stays in force: "
              + String.join(" ", wrong.problems()));
      return;
    }
    Settings before = inForce.settings();
    inForce = next;
    // It may name other files than before.
    applied = FileContents.of(next.files());
    seen = applied;
    next.settings().warnings().forEach(LOG::warn);
    LOG.info(
        "the configuration was changed and is in force: targets: "
            + assignments.assign(next.settings()));
    if (!before.service().equals(next.settings().service())) {
      LOG.warn(
          "addresses, log format and bounds of the service itself have changed too; they are in"
              + " force after a restart");
    }
    status = new Status(at, at, List.of());
  }
}
