package dev.mailmonitor.target;

/// Whom the monitor logs in as.
///
/// @param username the login name
/// @param password the login's password
public record Account(String username, Secret password) {
  /// Checks the parts.
  ///
  /// @throws IllegalArgumentException if the user name is blank
  public Account {
    if (username.isBlank()) {
      throw new IllegalArgumentException("A user name is required");
    }
  }
}
