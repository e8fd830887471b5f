package dev.mailmonitor.state;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The state of a target that a service watches: the lock on its file is taken with the first lease
/// and kept until the store is closed, so that no single run comes in between two checks. Each
/// lease reads the file again, since people reset a target by deleting it.
public final class HeldStateStore implements StateStore, AutoCloseable {
  private final FileStateStore store;
  private FileLease.@Nullable Lock lock;
  private boolean leased;
  private boolean closed;
  private volatile @Nullable String problem;

  /// Holds a store; touches nothing yet.
  ///
  /// @param store where the state is kept
  public HeldStateStore(FileStateStore store) {
    this.store = store;
  }

  @Override
  public Lease acquire() throws StateException.Locked {
    try {
      return new NotedLease(store.acquire(this::hold));
    } catch (StateException.Locked locked) {
      problem = locked.getMessage();
      throw locked;
    }
  }

  /// What kept the state from being taken or saved the last time; empty if nothing did.
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /// A lease that notes whether the state can be saved.
  private final class NotedLease implements Lease {
    private final Lease lease;

    NotedLease(Lease lease) {
      this.lease = lease;
    }

    @Override
    public TargetState state() {
      return lease.state();
    }

    @Override
    public List<String> warnings() {
      return lease.warnings();
    }

    @Override
    public TargetState update(UnaryOperator<TargetState> change) throws StateException.NotSaved {
      try {
        TargetState saved = lease.update(change);
        problem = null;
        return saved;
      } catch (StateException.NotSaved notSaved) {
        problem = notSaved.getMessage();
        throw notSaved;
      }
    }

    @Override
    public void close() {
      lease.close();
    }
  }

  private synchronized FileLease.Hold hold(Path file) throws IOException, StateException.Locked {
    if (closed || leased) {
      throw new StateException.Locked(
          "The state file %s is in use by another check of this service. Wait until it has ended."
              .formatted(file));
    }
    FileLease.Lock known = lock;
    if (known != null && !known.holds(file)) {
      known.close();
      known = null;
    }
    lock = known == null ? FileLease.Lock.take(file) : known;
    leased = true;
    return this::giveBack;
  }

  private synchronized void giveBack() {
    leased = false;
    if (closed) {
      release();
    }
  }

  private void release() {
    FileLease.Lock held = lock;
    lock = null;
    if (held != null) {
      held.close();
    }
  }

  @Override
  public Snapshot peek() {
    return store.peek();
  }

  /// Lets other runs in, as soon as the last lease is given back.
  @Override
  public synchronized void close() {
    closed = true;
    if (!leased) {
      release();
    }
  }
}
