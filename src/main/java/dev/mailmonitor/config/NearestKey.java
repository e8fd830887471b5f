package dev.mailmonitor.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds what somebody meant who mistyped a key.
final class NearestKey {
  /// So much of a key's beginning says more than a short key that happens to be similar.
  private static final int BEGINNING = 3;

  /// No key is nearly as long; a distance costs the product of both lengths.
  private static final int LONGEST = 64;

  private NearestKey() {}

  /// The known key that begins like this, or else has the fewest differences; the first of several.
  static String to(String written, Collection<String> known) {
    String plain = plain(written);
    return known.stream()
        .min(
            Comparator.comparingInt((String key) -> isBeginning(plain, key) ? 0 : 1)
                .thenComparingInt(key -> distance(plain, key.toLowerCase(Locale.ROOT))))
        .orElseThrow();
  }

  /// The same, if no more than a third of what was written differs.
  static Optional<String> near(String written, Collection<String> known) {
    String plain = plain(written);
    return Optional.of(to(written, known))
        .filter(key -> 3 * distance(plain, key.toLowerCase(Locale.ROOT)) <= plain.length());
  }

  private static boolean isBeginning(String plain, String key) {
    return plain.length() >= BEGINNING && key.toLowerCase(Locale.ROOT).startsWith(plain);
  }

  private static String plain(String written) {
    String start = written.substring(0, Math.min(written.length(), LONGEST));
    return start.replaceAll("(?<=[a-z])(?=[A-Z])", "_").replace('-', '_').toLowerCase(Locale.ROOT);
  }

  /// Insertions, deletions, replacements and swaps of neighbours that turn one text into the other
  /// (optimal string alignment).
  static int distance(String left, String right) {
    int[][] cost = new int[left.length() + 1][right.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      for (int j = 0; j <= right.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        boolean same = left.charAt(i - 1) == right.charAt(j - 1);
        cost[i][j] =
            Math.min(
                cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        if (swapped) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[left.length()][right.length()];
  }
}
