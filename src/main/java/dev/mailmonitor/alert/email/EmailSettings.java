package dev.mailmonitor.alert.email;

import java.util.List;

/// To whom alerts go by e-mail, and through which relay.
///
/// @param recipients bare addresses, each once; at least one
/// @param from the sender's bare address
/// @param relay the server that takes the mails
public record EmailSettings(List<String> recipients, String from, RelaySettings relay) {
  /// Copies the recipients.
  ///
  /// @throws IllegalArgumentException if there are none
  public EmailSettings {
    recipients = List.copyOf(recipients);
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("A recipient is required");
    }
  }
}
