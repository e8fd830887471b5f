package dev.mailmonitor.mail;

import jakarta.mail.Quota;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// That a mailbox has no room for another mail, by the server's own count (RFC 9208).
///
/// @param used how much there is
/// @param limit how much there may be
/// @param unit of what
public record Fullness(long used, long limit, String unit) {
  /// Where less is left, not even a small mail fits. The servers count in these steps.
  private static final long LEAST_KIB = 8;

  private static final long KIB_OF_MIB = 1024;

  /// The first limit that is reached.
  ///
  /// @param quotas what the server says
  /// @return empty if there is room
  static Optional<Fullness> of(Quota... quotas) {
    return Arrays.stream(quotas)
        .filter(quota -> quota.resources != null)
        .flatMap(quota -> Arrays.stream(quota.resources))
        .flatMap(resource -> of(resource).stream())
        .findFirst();
  }

  private static Optional<Fullness> of(Quota.Resource resource) {
    long used = resource.usage;
    long limit = resource.limit;
    if (limit <= 0) {
      return Optional.empty();
    }
    return switch (resource.name.toUpperCase(Locale.ROOT)) {
      case "STORAGE" ->
          limit - used < LEAST_KIB ? Optional.of(ofKib(used, limit)) : Optional.empty();
      case "MESSAGE" ->
          used >= limit ? Optional.of(new Fullness(used, limit, "mails")) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Fullness ofKib(long used, long limit) {
    return limit < 10 * KIB_OF_MIB
        ? new Fullness(used, limit, "KiB")
        : new Fullness(used / KIB_OF_MIB, limit / KIB_OF_MIB, "MiB");
  }

  /// The same in words, e.g. `512 of 512 KiB`.
  @Override
  public String toString() {
    return used + " of " + limit + " " + unit;
  }
}
