package dev.mailmonitor.target;

import java.time.Duration;

/// How long things may take.
///
/// @param receiveTimeout how long the test mail may be on its way
/// @param total how long the whole check may take, whatever the servers do
public record Limits(Duration receiveTimeout, Duration total) {
  /// What the four tests need beyond waiting for the mail.
  public static final Duration BESIDE_RECEIVING = Duration.ofSeconds(30);

  /// Checks the parts.
  ///
  /// @throws IllegalArgumentException if a duration is not positive
  public Limits {
    if (!receiveTimeout.isPositive() || !total.isPositive()) {
      throw new IllegalArgumentException("A time limit must be positive");
    }
  }

  /// The limits of a target that sets nothing but its receive timeout.
  ///
  /// @param receiveTimeout how long the test mail may be on its way
  /// @return limits whose total is the receive timeout and 30 s
  public static Limits receivingWithin(Duration receiveTimeout) {
    return new Limits(receiveTimeout, receiveTimeout.plus(BESIDE_RECEIVING));
  }
}
