package dev.mailmonitor.state;

/// The state cannot be used. The message says which file, what is wrong and what to do.
public abstract sealed class StateException extends Exception {
  private static final long serialVersionUID = 1L;

  private StateException(String message) {
    super(message);
  }

  private StateException(String message, Throwable cause) {
    super(message, cause);
  }

  /// Another run works with this state right now.
  public static final class Locked extends StateException {
    private static final long serialVersionUID = 1L;

    /// The state is in use.
    ///
    /// @param message which state and what to do
    public Locked(String message) {
      super(message);
    }
  }

  /// The state could not be saved; what was saved before is unchanged.
  public static final class NotSaved extends StateException {
    private static final long serialVersionUID = 1L;

    /// The state could not be saved.
    ///
    /// @param message which state, why and what to do
    public NotSaved(String message) {
      super(message);
    }

    /// The state could not be saved.
    ///
    /// @param message which state, why and what to do
    /// @param cause what the system said
    public NotSaved(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
