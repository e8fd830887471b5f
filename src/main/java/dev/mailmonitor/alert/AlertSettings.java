package dev.mailmonitor.alert;

import dev.mailmonitor.alert.ntfy.NtfySettings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whom to tell about a target, and how much.
///
/// @param details how much an alert tells
/// @param ntfySettings the ntfy topic, or null for no ntfy messages
public record AlertSettings(AlertDetails details, @Nullable NtfySettings ntfySettings) {
  /// The ntfy topic, if there is one.
  public Optional<NtfySettings> ntfy() {
    return Optional.ofNullable(ntfySettings);
  }
}
