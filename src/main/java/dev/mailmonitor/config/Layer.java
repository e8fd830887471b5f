package dev.mailmonitor.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one source gives.
///
/// @param entries the values by their setting
record Layer(Map<Setting<?>, Entry<?>> entries) {
  static final Layer EMPTY = new Layer(Map.of());

  /// Ways to give the same secret; more than one of a pair in one source would make it a matter of
  /// luck which one counts.
  private static final List<List<Setting<?>>> EXCLUSIVE =
      List.of(
          List.of(Setting.SMTP_PASSWORD, Setting.SMTP_PASSWORD_FILE),
          List.of(Setting.IMAP_PASSWORD, Setting.IMAP_PASSWORD_FILE),
          List.of(Setting.PASSWORD, Setting.PASSWORD_FILE),
          List.of(Setting.NTFY_TOKEN, Setting.NTFY_TOKEN_FILE),
          List.of(Setting.NTFY_PASSWORD, Setting.NTFY_PASSWORD_FILE),
          List.of(Setting.EMAIL_PASSWORD, Setting.EMAIL_PASSWORD_FILE),
          List.of(Setting.HEARTBEAT_URL, Setting.HEARTBEAT_URL_FILE));

  Layer {
    entries = Map.copyOf(entries);
  }

  // Entries are put in only under their own setting.
  @SuppressWarnings("unchecked")
  <T> @Nullable Entry<T> get(Setting<T> setting) {
    return (Entry<T>) entries.get(setting);
  }

  /// The first of some settings that stands here.
  @Nullable Entry<?> firstOf(List<? extends Setting<?>> settings) {
    for (Setting<?> setting : settings) {
      Entry<?> entry = entries.get(setting);
      if (entry != null) {
        return entry;
      }
    }
    return null;
  }

  void tellContradictions(Problems problems) {
    for (List<Setting<?>> pair : EXCLUSIVE) {
      Entry<?> one = entries.get(pair.getFirst());
      Entry<?> other = entries.get(pair.getLast());
      if (one != null && other != null) {
        problems.problem(exclusive(one, other));
      }
    }
  }

  static String exclusive(Entry<?> one, Entry<?> other) {
    return "%s and %s exclude each other: keep one of them."
        .formatted(one.origin().subject(), other.origin().subject());
  }
}
