package dev.mailmonitor.state;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The state of one target in a JSON file, with a lock file `NAME.lock` beside it. A file is
/// replaced in one step, so that a reader sees the old or the new one and a crash leaves one of
/// them. For local file systems only: locks and syncs of network file systems promise less.
///
/// A symbolic link stays one: lock and new file are made beside the file that it leads to.
public final class FileStateStore implements StateStore {
  /// The largest file that is read as a state, in bytes.
  static final int MAX_SIZE = 16 * 1024 * 1024;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final String NEVER_CHECKED = " Until then its target counts as never checked.";

  private final Path configured;
  private final InstantSource clock;

  /// A store in a file; touches nothing yet.
  ///
  /// @param file the state file; its directory is made when it is needed
  /// @param clock names the file that a corrupt state is moved to
  public FileStateStore(Path file, InstantSource clock) {
    this.configured = file.toAbsolutePath().normalize();
    this.clock = clock;
  }

  @Override
  public Lease acquire() throws StateException.Locked {
    return acquire(FileLease.Lock::take);
  }

  /// How a lease comes by its lock.
  interface Locks {
    /// Takes the lock on a state file.
    FileLease.Hold take(Path file) throws IOException, StateException.Locked;
  }

  Lease acquire(Locks locks) throws StateException.Locked {
    Path file = StateDirectory.followLink(configured);
    FileLease.Hold lock;
    try {
      StateDirectory.requireFile(file);
      StateDirectory.create(file);
      lock = locks.take(file);
    } catch (IOException exception) {
      return UnsavableLease.of(file, exception);
    }
    try {
      StateDirectory.removeLeftovers(file);
      return new FileLease(file, lock, readOrMoveAside(file));
    } catch (IOException exception) {
      lock.close();
      return UnsavableLease.of(file, exception);
    } catch (RuntimeException exception) {
      lock.close();
      throw exception;
    }
  }

  @Override
  public Snapshot peek() {
    Reading reading = read(StateDirectory.followLink(configured));
    return new Snapshot(reading.state(), reading.warnings());
  }

  /// What was found.
  ///
  /// @param state the state
  /// @param saved whether the file already says exactly this
  /// @param warnings what was wrong, one sentence each
  record Reading(TargetState state, boolean saved, List<String> warnings) {}

  private static Reading read(Path file) {
    try {
      return understand(file);
    } catch (IOException exception) {
      return unknown(StateDirectory.explain(file, exception) + NEVER_CHECKED);
    }
  }

  private static Reading understand(Path file) throws IOException {
    try {
      return parse(file);
    } catch (UnreadableStateException exception) {
      return unknown(
          "The state file %s cannot be understood: %s. Its target counts as never checked."
              .formatted(file, exception.getMessage()));
    }
  }

  private Reading readOrMoveAside(Path file) throws IOException {
    try {
      return parse(file);
    } catch (UnreadableStateException exception) {
      Path aside;
      try {
        aside = moveAside(file);
      } catch (NoSuchFileException gone) {
        // Somebody removed it since it was read, which is a reset.
        return unknown(null);
      }
      return unknown(
          ("The state file %s could not be understood (%s) and was moved to %s. Its target counts"
                  + " as never checked: if it is down, the next check alerts again.")
              .formatted(file, exception.getMessage(), aside.getFileName()));
    }
  }

  private static Reading parse(Path file) throws IOException, UnreadableStateException {
    StateDirectory.requireFile(file);
    byte[] bytes;
    try {
      bytes = StateDirectory.uninterrupted(() -> content(file));
    } catch (NoSuchFileException exception) {
      return unknown(null);
    }
    if (bytes.length > MAX_SIZE) {
      throw tooLarge();
    }
    StateFile.Content content = StateFile.read(bytes, UUID.randomUUID());
    return new Reading(
        content.state(), content.complete() && content.warnings().isEmpty(), content.warnings());
  }

  private static byte[] content(Path file) throws IOException, UnreadableStateException {
    try (InputStream stream = Files.newInputStream(file)) {
      if (Files.size(file) > MAX_SIZE) {
        // The limit is more than a small heap has room for.
        throw tooLarge();
      }
      return stream.readNBytes(MAX_SIZE + 1);
    }
  }

  private static UnreadableStateException tooLarge() {
    return new UnreadableStateException("it is larger than 16 MiB");
  }

  private static Reading unknown(@Nullable String warning) {
    return new Reading(
        TargetState.fresh(UUID.randomUUID()),
        false,
        warning == null ? List.of() : List.of(warning));
  }

  private Path moveAside(Path file) throws IOException {
    String name = file.getFileName() + ".corrupt-" + TIME.format(clock.instant());
    Path aside = file.resolveSibling(name);
    for (int count = 2; Files.exists(aside); count++) {
      aside = file.resolveSibling(name + "-" + count);
    }
    StateDirectory.makePrivate(file);
    return Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
  }

  /// A state that can at best be read.
  private record UnsavableLease(Reading reading, String reason) implements Lease {
    /// A file that cannot be read either is one trouble and gets one sentence.
    static UnsavableLease of(Path file, IOException exception) {
      String unsavable = StateDirectory.explain(file, exception);
      try {
        return new UnsavableLease(understand(file), unsavable);
      } catch (IOException unreadable) {
        String both = unsavable + NEVER_CHECKED;
        return new UnsavableLease(unknown(both), both);
      }
    }

    @Override
    public TargetState state() {
      return reading.state();
    }

    @Override
    public List<String> warnings() {
      return reading.warnings();
    }

    @Override
    public TargetState update(UnaryOperator<TargetState> change) throws StateException.NotSaved {
      throw new StateException.NotSaved(reason);
    }

    @Override
    public void close() {}
  }
}
