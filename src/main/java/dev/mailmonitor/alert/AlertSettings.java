package dev.mailmonitor.alert;

import dev.mailmonitor.alert.email.EmailSettings;
import dev.mailmonitor.alert.ntfy.NtfySettings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whom to tell about a target, and how much.
///
/// @param details how much an alert tells
/// @param ntfySettings the ntfy topic, or null for no ntfy messages
/// @param emailSettings who gets e-mail, or null for nobody
public record AlertSettings(
    AlertDetails details,
    @Nullable NtfySettings ntfySettings,
    @Nullable EmailSettings emailSettings) {
  /// The ntfy topic, if there is one.
  public Optional<NtfySettings> ntfy() {
    return Optional.ofNullable(ntfySettings);
  }

  /// Who gets e-mail, if somebody does.
  public Optional<EmailSettings> email() {
    return Optional.ofNullable(emailSettings);
  }
}
