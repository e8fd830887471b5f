package dev.mailmonitor.state;

import java.util.List;
import java.util.function.UnaryOperator;

/// Where the state of one target is kept.
public interface StateStore {
  /// Takes the state for oneself, as long as the lease is open. A state that can be read but not
  /// changed is leased all the same: its `update` fails.
  ///
  /// @return the lease, to be closed
  /// @throws StateException.Locked if another run holds it
  Lease acquire() throws StateException.Locked;

  /// Looks at the state without taking it, for people who only want to know. Changes nothing.
  ///
  /// @return what was saved last
  Snapshot peek();

  /// What was read.
  ///
  /// @param state the state; unknown if there is none or it cannot be understood
  /// @param warnings what was wrong with it, one sentence each
  record Snapshot(TargetState state, List<String> warnings) {
    /// Copies the list.
    public Snapshot {
      warnings = List.copyOf(warnings);
    }
  }

  /// The right to change a state, held by one run at a time.
  interface Lease extends AutoCloseable {
    /// The state as it was read or last saved.
    TargetState state();

    /// What was wrong with it when it was read, one sentence each.
    List<String> warnings();

    /// Changes the state and saves it in one step: either all of the change is saved, or nothing.
    ///
    /// @param change what becomes of the state; must be pure
    /// @return the state as it is saved now
    /// @throws StateException.NotSaved if it could not be saved; the state is then as it was
    TargetState update(UnaryOperator<TargetState> change) throws StateException.NotSaved;

    /// Gives the state back; never fails.
    @Override
    void close();
  }
}
