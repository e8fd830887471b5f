package dev.mailmonitor.target;

import java.util.Objects;

/// A password or token. It shows nothing of itself unless asked by name, so that it cannot slip
/// into a log line, an error message or a report.
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /// Wraps a secret.
  ///
  /// @param value the secret in clear text, possibly empty
  /// @return the wrapped secret
  public static Secret of(String value) {
    return new Secret(Objects.requireNonNull(value));
  }

  /// The secret in clear text, for the one place that hands it to a server.
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "(hidden)";
  }
}
