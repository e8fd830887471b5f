package dev.mailmonitor.target;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is accepted without a warning.
///
/// @param certificateDays a certificate that expires in fewer days is warned of; 0 for never
/// @param slowDelivery a delivery that takes longer is warned of, or null for never
/// @param junk what a delivery to Junk means
public record Tolerance(int certificateDays, @Nullable Duration slowDelivery, JunkRule junk) {
  /// What holds where nothing is configured.
  public static final Tolerance DEFAULT = new Tolerance(14, null, JunkRule.FAIL);

  /// Checks the parts.
  ///
  /// @throws IllegalArgumentException if a number is negative
  public Tolerance {
    if (certificateDays < 0 || (slowDelivery != null && !slowDelivery.isPositive())) {
      throw new IllegalArgumentException("A limit of what is accepted cannot be negative");
    }
  }

  /// A delivery that takes longer is warned of.
  public Optional<Duration> slowestDelivery() {
    return Optional.ofNullable(slowDelivery);
  }
}
