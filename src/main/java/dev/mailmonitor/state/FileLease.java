package dev.mailmonitor.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// A locked state file.
final class FileLease implements StateStore.Lease {
  private final Path file;
  private final Hold lock;
  private final List<String> warnings;
  private TargetState state;
  private boolean saved;

  FileLease(Path file, Hold lock, FileStateStore.Reading reading) {
    this.file = file;
    this.lock = lock;
    this.warnings = reading.warnings();
    this.state = reading.state();
    this.saved = reading.saved();
  }

  @Override
  public TargetState state() {
    return state;
  }

  @Override
  public List<String> warnings() {
    return warnings;
  }

  @Override
  public TargetState update(UnaryOperator<TargetState> change) throws StateException.NotSaved {
    TargetState changed = change.apply(state);
    if (saved && changed.equals(state)) {
      return state;
    }
    byte[] content = StateFile.write(changed);
    if (content.length > FileStateStore.MAX_SIZE) {
      throw new StateException.NotSaved(
          ("The state file %s would be larger than 16 MiB, because more alerts wait than anybody"
                  + " can read. To do: mend their delivery.")
              .formatted(file));
    }
    try {
      StateDirectory.replace(file, content);
    } catch (IOException exception) {
      throw new StateException.NotSaved(StateDirectory.explain(file, exception), exception);
    }
    state = changed;
    saved = true;
    return state;
  }

  @Override
  public void close() {
    lock.close();
  }

  /// What keeps others from the state file until it is closed.
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /// The lock on a state file: the operating system's, against other processes, and one of our own
  /// against other threads. The latter comes first, because closing any second channel of a file
  /// would release the process's lock on it (POSIX `fcntl`).
  static final class Lock implements Hold {
    private static final Set<Path> HELD_HERE = new HashSet<>();
    private static final Set<PosixFilePermission> OWNER_ONLY =
        PosixFilePermissions.fromString("rw-------");

    private final Path lockFile;
    private final FileChannel channel;
    private final Object identity;

    private Lock(Path lockFile, FileChannel channel, Object identity) {
      this.lockFile = lockFile;
      this.channel = channel;
      this.identity = identity;
    }

    static Lock take(Path file) throws IOException, StateException.Locked {
      Path directory = StateDirectory.of(file).toRealPath();
      Path lockFile = directory.resolve(file.getFileName() + ".lock");
      synchronized (HELD_HERE) {
        if (!HELD_HERE.add(lockFile)) {
          throw locked(file);
        }
      }
      try {
        FileChannel channel = StateDirectory.uninterrupted(() -> open(file, lockFile));
        return new Lock(lockFile, channel, identity(lockFile));
      } catch (IOException | StateException.Locked | RuntimeException exception) {
        forget(lockFile);
        throw exception;
      }
    }

    private static FileChannel open(Path file, Path lockFile)
        throws IOException, StateException.Locked {
      FileChannel channel =
          FileChannel.open(
              lockFile,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      try {
        FileLock lock = channel.tryLock();
        if (lock != null) {
          return channel;
        }
      } catch (OverlappingFileLockException exception) {
        // Another class loader of this JVM holds it.
      } catch (IOException exception) {
        channel.close();
        throw exception;
      }
      channel.close();
      throw locked(file);
    }

    /// Whether this is the lock of a state file that others would ask for: a directory that was
    /// removed and made again has another one.
    boolean holds(Path file) {
      try {
        Path directory = StateDirectory.of(file).toRealPath();
        return lockFile.equals(directory.resolve(file.getFileName() + ".lock"))
            && identity(lockFile).equals(identity);
      } catch (IOException gone) {
        return false;
      }
    }

    private static Object identity(Path lockFile) throws IOException {
      Object key = Files.readAttributes(lockFile, BasicFileAttributes.class).fileKey();
      return key == null ? lockFile : key;
    }

    private static StateException.Locked locked(Path file) {
      return new StateException.Locked(
          ("The state file %s is locked by another run of mail-monitor. Wait until it has ended, or"
                  + " give each monitor a state_file of its own.")
              .formatted(file));
    }

    private static void forget(Path lockFile) {
      synchronized (HELD_HERE) {
        HELD_HERE.remove(lockFile);
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException exception) {
        // The lock ends with the process at the latest; there is nothing to do about it.
      }
      forget(lockFile);
    }
  }
}
